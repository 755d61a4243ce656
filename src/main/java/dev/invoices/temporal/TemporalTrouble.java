package dev.invoices.temporal;

import io.grpc.Status;

/** Why Temporal cannot be used, and what helps. */
public enum TemporalTrouble {
  /** There is no connection, or no response in time. */
  UNREACHABLE(
      "Start Temporal, or correct TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE or TEMPORAL_TLS (TEMPORAL_API_KEY turns it on)."),
  /** Temporal knows no such namespace. */
  NAMESPACE_MISSING("Create the namespace, or correct TEMPORAL_NAMESPACE."),
  /** Temporal does not accept the key or the certificate. */
  CREDENTIALS_REFUSED("Check TEMPORAL_API_KEY or the client certificate, and TEMPORAL_NAMESPACE.");

  private final String advice;

  TemporalTrouble(String advice) {
    this.advice = advice;
  }

  /** What a failed call means. */
  public static TemporalTrouble of(Throwable failure) {
    return switch (Status.fromThrowable(failure).getCode()) {
      case NOT_FOUND -> NAMESPACE_MISSING;
      case UNAUTHENTICATED, PERMISSION_DENIED -> CREDENTIALS_REFUSED;
      default -> UNREACHABLE;
    };
  }

  /** What to do, in a sentence. */
  public String advice() {
    return advice;
  }

  /** The reason in Temporal's or gRPC's words, and what to do. */
  public String explain(Throwable failure) {
    return "%s. %s".formatted(FailureReason.of(failure), advice);
  }
}
