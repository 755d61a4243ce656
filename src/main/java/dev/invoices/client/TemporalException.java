package dev.invoices.client;

import dev.invoices.server.tools.ResultCode;
import dev.invoices.temporal.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.serviceclient.StatusUtils;
import java.util.Optional;

/** Temporal could not do what a tool asked of it; the message says what to do about it. */
public final class TemporalException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ResultCode code;

  private TemporalException(ResultCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What to tell the client. */
  public ResultCode code() {
    return code;
  }

  /** The trouble behind a failed call. */
  static TemporalException of(Throwable failure, TemporalConnection connection) {
    String address = connection.address();
    return switch (isOnTheWay(failure, connection) ? Status.Code.UNAVAILABLE : statusOf(failure)) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, ABORTED ->
          new TemporalException(
              ResultCode.TEMPORAL_UNREACHABLE,
              "Temporal at %s does not answer; start it again with the database file that it had, or check TEMPORAL_ADDRESS and TEMPORAL_TLS, then try again: nothing is done twice."
                  .formatted(address),
              failure);
      case NOT_FOUND ->
          new TemporalException(
              ResultCode.TEMPORAL_REFUSED,
              "Temporal at %s has no namespace \"%s\"; create it or correct TEMPORAL_NAMESPACE."
                  .formatted(address, connection.namespace()),
              failure);
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          new TemporalException(
              ResultCode.TEMPORAL_REFUSED,
              "Temporal at %s refuses these credentials for namespace \"%s\"; check TEMPORAL_API_KEY or the client certificate."
                  .formatted(address, connection.namespace()),
              failure);
      default ->
          new TemporalException(
              ResultCode.INTERNAL_ERROR,
              "Temporal at %s answered in an unexpected way; the server's log on stderr says more."
                  .formatted(address),
              failure);
    };
  }

  /**
   * Whether the call failed on its way, whatever its status says: what a server answers has no
   * cause on this side, a broken handshake has one, or a status that says nothing and no
   * connection.
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
  static boolean isAboutNamespace(Throwable failure) {
    return grpcFailure(failure)
        .map(status -> StatusUtils.hasFailure(status, NamespaceNotFoundFailure.class))
        .orElse(false);
  }

  private static Optional<StatusRuntimeException> grpcFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  /** The gRPC status of a failed call; UNKNOWN when it failed for another reason. */
  public static Status.Code statusOf(Throwable failure) {
    return Status.fromThrowable(failure).getCode();
  }
}
