package dev.invoices.server.stdio;

import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The requests that have not been answered yet: no two with the same id, and never more than {@link
 * #LIMIT}.
 *
 * <p>Requests are opened by one thread, the one that reads; they end on any.
 */
final class RequestsInFlight {

  /** How many requests may wait for their answer at a time. */
  static final int LIMIT = 256;

  private final MessageWriter writer;
  private final Duration patience;
  private final Semaphore slots = new Semaphore(LIMIT);
  private final Map<Object, PendingRequest> byId = new ConcurrentHashMap<>();

  /**
   * @param patience how long a request that finds no slot holds up the reader before it is refused
   */
  RequestsInFlight(MessageWriter writer, Duration patience) {
    this.writer = writer;
    this.patience = patience;
  }

  /** Refuses a request whose id another one is using. */
  void refuseReusedId(JSONRPCRequest request) throws InvalidMessageException {
    if (byId.containsKey(request.id())) {
      throw InvalidMessageException.invalid(
          request.id(), "Another request with this id has not been answered yet.");
    }
  }

  /**
   * Takes a request in. While there is no slot for it this blocks, and so nothing more is read: a
   * client that sends faster than it is served is slowed down rather than refused.
   *
   * @throws InvalidMessageException if no other request has ended for too long
   */
  PendingRequest open(JSONRPCRequest request) throws InvalidMessageException {
    if (!acquire(1, patience)) {
      throw InvalidMessageException.unserved(
          request.id(), "The server is busy with %d other requests.".formatted(LIMIT));
    }
    var pending =
        new PendingRequest(request, writer, () -> byId.remove(request.id()), () -> slots.release());
    byId.put(request.id(), pending);
    return pending;
  }

  Optional<PendingRequest> find(Object id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * Waits until no request is in flight.
   *
   * @return whether that came about in time
   */
  boolean awaitNone(Duration timeout) {
    boolean none = acquire(LIMIT, timeout);
    if (none) {
      slots.release(LIMIT);
    }
    return none;
  }

  /** Answers whatever is in flight with an error. */
  void failAll(String sentence) {
    byId.values().forEach(pending -> pending.fail(ErrorCodes.INTERNAL_ERROR, sentence));
  }

  private boolean acquire(int permits, Duration timeout) {
    try {
      return slots.tryAcquire(permits, timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
