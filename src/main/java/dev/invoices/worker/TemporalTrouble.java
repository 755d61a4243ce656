package dev.invoices.worker;

import dev.invoices.temporal.FailureReason;
import io.grpc.Status;

/** Why the worker cannot use Temporal, and what helps. */
enum TemporalTrouble {
  UNREACHABLE(
      "Start Temporal, or correct TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE or TEMPORAL_TLS (set it to true if you set TEMPORAL_API_KEY)."),
  NAMESPACE_MISSING("Create the namespace, or correct TEMPORAL_NAMESPACE."),
  CREDENTIALS_REFUSED("Check TEMPORAL_API_KEY or the client certificate, and TEMPORAL_NAMESPACE.");

  private final String advice;

  TemporalTrouble(String advice) {
    this.advice = advice;
  }

  /** What a failed call means. */
  static TemporalTrouble of(Throwable failure) {
    return switch (Status.fromThrowable(failure).getCode()) {
      case NOT_FOUND -> NAMESPACE_MISSING;
      case UNAUTHENTICATED, PERMISSION_DENIED -> CREDENTIALS_REFUSED;
      default -> UNREACHABLE;
    };
  }

  /** The reason in Temporal's or gRPC's words, and what to do. */
  String explain(Throwable failure) {
    return "%s. %s".formatted(FailureReason.of(failure), advice);
  }
}
