package dev.invoices.client.record;

import dev.invoices.temporal.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.serviceclient.StatusUtils;
import java.util.Optional;

/** Temporal could not do what was asked of it; {@link #reason} says which way. */
public final class InvoiceClientException extends Exception {

  /** The ways in which a call can fail. */
  public enum Reason {
    /** Temporal does not answer in time, or cannot be connected to. */
    UNREACHABLE,
    /** Temporal answers that it has no such namespace. */
    NAMESPACE_MISSING,
    /** Temporal refuses the credentials. */
    CREDENTIALS_REFUSED,
    /** The workflow under the invoice's id is of another type; {@link #subject} names it. */
    NOT_AN_INVOICE,
    /** Temporal answered in a way that is not foreseen. */
    UNEXPECTED
  }

  private static final long serialVersionUID = 1L;

  /** What Temporal (1.32) says then; by default it allows 10,000. */
  private static final String SIGNAL_LIMIT = "exceeded workflow execution limit for signal events";

  private final Reason reason;
  private final String address;
  private final String namespace;
  private final String subject;

  private InvoiceClientException(
      Reason reason, TemporalConnection connection, String subject, Throwable cause) {
    super("%s at %s".formatted(reason, connection.address()), cause);
    this.reason = reason;
    this.address = connection.address();
    this.namespace = connection.namespace();
    this.subject = subject;
  }

  /** The reason why a call failed. */
  public static InvoiceClientException of(Throwable failure, TemporalConnection connection) {
    return new InvoiceClientException(reasonOf(failure, connection), connection, "", failure);
  }

  /** The workflow under an invoice's id is of this type. */
  static InvoiceClientException notAnInvoice(String type, TemporalConnection connection) {
    return new InvoiceClientException(Reason.NOT_AN_INVOICE, connection, type, null);
  }

  /** Which way it failed. */
  public Reason reason() {
    return reason;
  }

  /** Host and port of Temporal. */
  public String address() {
    return address;
  }

  /** The namespace in use. */
  public String namespace() {
    return namespace;
  }

  /** The type of a workflow that is {@link Reason#NOT_AN_INVOICE}; empty for other reasons. */
  public String subject() {
    return subject;
  }

  /** The gRPC status of the failed call; UNKNOWN when it failed for another reason. */
  public Status.Code grpcStatus() {
    return statusOf(this);
  }

  /** Whether the workflow has taken as many signals as Temporal allows, and takes no more. */
  public boolean isSignalLimit() {
    String reason = grpcFailure(this).map(e -> e.getStatus().getDescription()).orElse("");
    return grpcStatus() == Status.Code.INVALID_ARGUMENT && SIGNAL_LIMIT.equals(reason);
  }

  private static Reason reasonOf(Throwable failure, TemporalConnection connection) {
    return switch (isOnTheWay(failure, connection) ? Status.Code.UNAVAILABLE : statusOf(failure)) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, ABORTED ->
          Reason.UNREACHABLE;
      case NOT_FOUND -> Reason.NAMESPACE_MISSING;
      case UNAUTHENTICATED, PERMISSION_DENIED -> Reason.CREDENTIALS_REFUSED;
      default -> Reason.UNEXPECTED;
    };
  }

  /**
   * Whether the call failed on its way, whatever its status says: a server's own response has no
   * cause on this side. A broken handshake has one, or it has a status that says nothing while
   * there is no connection.
   */
  private static boolean isOnTheWay(Throwable failure, TemporalConnection connection) {
    boolean isBroken = grpcFailure(failure).map(status -> status.getCause() != null).orElse(false);
    boolean saysNothing =
        switch (statusOf(failure)) {
          case UNKNOWN, INTERNAL -> true;
          default -> false;
        };
    return isBroken || saysNothing && !connection.isUp();
  }

  /** Whether Temporal says that the namespace does not exist. */
  public static boolean isAboutNamespace(Throwable failure) {
    return grpcFailure(failure)
        .map(status -> StatusUtils.hasFailure(status, NamespaceNotFoundFailure.class))
        .orElse(false);
  }

  /** The gRPC status of a failure; UNKNOWN when it has none. */
  public static Status.Code statusOf(Throwable failure) {
    return Status.fromThrowable(failure).getCode();
  }

  private static Optional<StatusRuntimeException> grpcFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
