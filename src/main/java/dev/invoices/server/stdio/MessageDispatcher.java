package dev.invoices.server.stdio;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpServerSession;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The server's side of one MCP conversation: which message may come when, and what becomes of it.
 *
 * <p>The rules are those of <a
 * href="https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle">MCP's
 * lifecycle</a>, read generously: a client need not wait for the answer to {@code initialize}, nor
 * send {@code notifications/initialized}, before its other requests are served.
 *
 * <p>Messages are received on one thread; the SDK's session answers most requests on others.
 */
final class MessageDispatcher {

  /** The method by which either side takes back a request; the SDK (2.1.0) does not know it. */
  private static final String CANCELLED = "notifications/cancelled";

  private static final Logger log = LoggerFactory.getLogger(MessageDispatcher.class);

  private final McpServerSession session;
  private final RequestsInFlight requests;
  private final MessageWriter writer;
  private final Duration timeout;
  private final CompletableFuture<Void> initialized;

  /**
   * @param initialized completed once the client has been told what this server is
   * @param timeout how long {@code initialize} may take
   */
  MessageDispatcher(
      McpServerSession session,
      RequestsInFlight requests,
      MessageWriter writer,
      CompletableFuture<Void> initialized,
      Duration timeout) {
    this.session = session;
    this.requests = requests;
    this.writer = writer;
    this.initialized = initialized;
    this.timeout = timeout;
  }

  /**
   * Takes the client's next message.
   *
   * @param size the length of its line, in bytes
   * @throws InvalidMessageException if it is one that must not come now
   */
  void receive(JSONRPCMessage message, int size) throws InvalidMessageException {
    if (message instanceof JSONRPCRequest request) {
      receive(request, size);
    } else if (message instanceof JSONRPCNotification notification) {
      receive(notification);
    } else {
      tellSession(message);
    }
  }

  /**
   * Whether the client has been told what this server is, so that it may be notified of changes.
   */
  boolean isInitialized() {
    return initialized.isDone();
  }

  private void receive(JSONRPCRequest request, int size) throws InvalidMessageException {
    requests.refuseReusedId(request);
    switch (request.method()) {
      case McpSchema.METHOD_PING -> pong(request);
      case McpSchema.METHOD_INITIALIZE -> initialize(request, size);
      default -> {
        if (isInitialized()) {
          requests.open(request, size).start(session);
        } else {
          refuseBeforeInitialize(request, size);
        }
      }
    }
  }

  /** Answered here: a ping is due an answer at any time, but the SDK gives none at first. */
  private void pong(JSONRPCRequest ping) {
    writer.send(JSONRPCResponse.result(ping.id(), Map.of()));
  }

  /**
   * Answers {@code initialize} before anything else is read.
   *
   * <p>The SDK (2.1.0) keeps all other requests waiting for {@code notifications/initialized}, for
   * ever if need be. So it is told at once, and the client's own notification is not needed.
   */
  private void initialize(JSONRPCRequest request, int size) throws InvalidMessageException {
    if (isInitialized()) {
      throw InvalidMessageException.invalid(
          request.id(), "The conversation has been initialized already.");
    }
    PendingRequest pending = requests.open(request, size);
    pending.start(session);
    // So far every other request has been refused at once: there is none but this one to wait for.
    if (!requests.awaitNone(timeout)) {
      requests.failAll("The server took too long to initialize.");
    }
    if (pending.hasSucceeded()) {
      tellSession(new JSONRPCNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED));
      initialized.complete(null);
    }
  }

  /**
   * Refuses a request that comes too early, unless the server does not know its method anyway: a
   * client of a newer MCP revision asks for {@code server/discover} first, and must hear that there
   * is no such method to fall back on {@code initialize}.
   */
  private void refuseBeforeInitialize(JSONRPCRequest request, int size)
      throws InvalidMessageException {
    PendingRequest pending = requests.open(request, size);
    // The SDK (2.1.0) answers an unknown method at once and keeps any other waiting.
    pending.start(session);
    pending.fail(
        ErrorCodes.INVALID_REQUEST, "The conversation has not begun; send \"initialize\" first.");
  }

  private void receive(JSONRPCNotification notification) {
    switch (notification.method()) {
      case CANCELLED -> cancel(notification);
      // A session that heard it before "initialize" would know nothing of the client for good.
      case McpSchema.METHOD_NOTIFICATION_INITIALIZED -> {}
      default -> {
        if (isInitialized()) {
          tellSession(notification);
        }
      }
    }
  }

  /** Cancels a request in flight; an unknown or answered one is no error, the two may cross. */
  private void cancel(JSONRPCNotification notification) {
    if (notification.params() instanceof Map<?, ?> params) {
      JsonRpc.id(params.get("requestId")).flatMap(requests::find).ifPresent(PendingRequest::cancel);
    }
  }

  private void tellSession(JSONRPCMessage message) {
    session
        .handle(message)
        .onErrorResume(
            failure -> {
              log.warn("A message from the client could not be handled", failure);
              return Mono.empty();
            })
        .subscribe();
  }
}
