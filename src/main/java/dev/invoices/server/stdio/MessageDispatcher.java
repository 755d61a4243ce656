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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The server's side of one MCP session: which message may come when, and who handles it.
 *
 * <p>The rules are those of <a
 * href="https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle">MCP's
 * lifecycle</a>, applied generously: a client need not wait for the response to {@code initialize},
 * nor send {@code notifications/initialized}, before its other requests are served.
 *
 * <p>One thread receives the messages; the SDK's session handles most requests on other threads.
 */
final class MessageDispatcher {

  private static final Logger log = LoggerFactory.getLogger(MessageDispatcher.class);

  private final McpServerSession session;
  private final RequestsInFlight requests;
  private final RequestOrder order;
  private final MessageWriter writer;
  private final Duration timeout;
  private final CompletableFuture<Void> initialized;

  /**
   * @param initialized completed once the client has the response to {@code initialize}
   * @param timeout how long {@code initialize} may take
   */
  MessageDispatcher(
      McpServerSession session,
      RequestsInFlight requests,
      RequestOrder order,
      MessageWriter writer,
      CompletableFuture<Void> initialized,
      Duration timeout) {
    this.session = session;
    this.requests = requests;
    this.order = order;
    this.writer = writer;
    this.initialized = initialized;
    this.timeout = timeout;
  }

  /**
   * Handles the client's next message.
   *
   * @param size the length of its line, in bytes
   * @throws InvalidMessageException if it must not come now
   */
  void receive(JSONRPCMessage message, int size) throws InvalidMessageException {
    if (message instanceof JSONRPCRequest request) {
      receive(request, size);
    } else if (message instanceof JSONRPCNotification notification) {
      receive(notification);
    } else {
      passToSession(message);
    }
  }

  /**
   * Says what is wrong with a message. A bad reply to what a handler asks of the client ends its
   * wait at once, as an error; no error is sent for it, because the id is one of the server's own.
   */
  void refuse(InvalidMessageException invalid) {
    ErrorResponse response = invalid.response();
    if (invalid.isReply() && requests.isAsked(response.id())) {
      passToSession(JSONRPCResponse.error(response.id(), response.error()));
    } else {
      writer.send(response);
    }
  }

  /** Whether the client has the response to {@code initialize}, so that it can be notified. */
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
          serve(request, size);
        } else {
          refuseBeforeInitialize(request, size);
        }
      }
    }
  }

  private void serve(JSONRPCRequest request, int size) throws InvalidMessageException {
    Optional<RequestOrder.Subject> subject = order.subjectOf(request);
    PendingRequest pending = requests.open(request, size);
    subject.ifPresentOrElse(
        about -> order.start(pending, about, session), () -> pending.start(session));
  }

  /** Answered here, because the SDK (2.1.0) answers no ping before {@code initialize}. */
  private void pong(JSONRPCRequest ping) {
    writer.send(JSONRPCResponse.result(ping.id(), Map.of()));
  }

  /**
   * Answers {@code initialize} before anything else is read.
   *
   * <p>The SDK (2.1.0) holds all other requests back until {@code notifications/initialized} comes,
   * permanently if it never comes. So the session gets that notification from here at once, and
   * does not need the client's.
   */
  private void initialize(JSONRPCRequest request, int size) throws InvalidMessageException {
    if (isInitialized()) {
      throw InvalidMessageException.invalid(request.id(), "The session is already initialized.");
    }
    PendingRequest pending = requests.open(request, size);
    pending.start(session);
    // All other requests so far were refused at once, so this one is the only one to wait for.
    if (!requests.awaitNone(timeout)) {
      requests.failAll("The server took too long to initialize.");
    }
    if (pending.hasSucceeded()) {
      passToSession(new JSONRPCNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED));
      initialized.complete(null);
    }
  }

  /**
   * Refuses a request that comes too early. If the server does not know its method, the response
   * says that instead: a client of a newer MCP revision asks for {@code server/discover} first, and
   * falls back to {@code initialize} only if there is no such method.
   */
  private void refuseBeforeInitialize(JSONRPCRequest request, int size)
      throws InvalidMessageException {
    PendingRequest pending = requests.open(request, size);
    // The SDK (2.1.0) refuses an unknown method at once and holds back any other.
    pending.start(session);
    pending.fail(
        ErrorCodes.INVALID_REQUEST, "The session is not initialized; send \"initialize\" first.");
  }

  private void receive(JSONRPCNotification notification) {
    switch (notification.method()) {
      case JsonRpc.CANCELLED -> cancel(notification);
      // A session that got it before "initialize" would never learn who the client is.
      case McpSchema.METHOD_NOTIFICATION_INITIALIZED -> {}
      // The SDK (2.1.0) would ask for the roots, even a client that has none. No tool uses them.
      case McpSchema.METHOD_NOTIFICATION_ROOTS_LIST_CHANGED -> {}
      default -> {
        if (isInitialized()) {
          passToSession(notification);
        }
      }
    }
  }

  /**
   * Cancels a request in flight. An unknown id is no error: the response may have been sent in the
   * meantime.
   */
  private void cancel(JSONRPCNotification notification) {
    if (notification.params() instanceof Map<?, ?> params) {
      JsonRpc.id(params.get("requestId")).flatMap(requests::find).ifPresent(PendingRequest::cancel);
    }
  }

  private void passToSession(JSONRPCMessage message) {
    Mono.defer(() -> session.handle(message))
        .onErrorResume(
            failure -> {
              log.warn("A message from the client could not be handled", failure);
              return Mono.empty();
            })
        .subscribe();
  }
}
