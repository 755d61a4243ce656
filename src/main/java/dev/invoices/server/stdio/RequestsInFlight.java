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
 * The requests that have no response yet: no two with the same id, at most {@link #LIMIT} of them,
 * and at most {@link #MAX_BYTES} in total.
 *
 * <p>Only the thread that reads opens requests; they end on any thread.
 */
final class RequestsInFlight {

  /** How many requests may wait for their response at a time. */
  static final int LIMIT = 256;

  /**
   * The total length of their lines. The objects made from a line take about twenty times its size.
   */
  static final int MAX_BYTES = 2 * LineReader.MAX_LINE_BYTES;

  private final MessageWriter writer;
  private final Duration timeout;
  private final Semaphore slots = new Semaphore(LIMIT);
  private final Semaphore bytes = new Semaphore(MAX_BYTES);
  private final Map<Object, PendingRequest> byId = new ConcurrentHashMap<>();

  /**
   * @param timeout how long a request may wait for room before it is refused
   */
  RequestsInFlight(MessageWriter writer, Duration timeout) {
    this.writer = writer;
    this.timeout = timeout;
  }

  /** Refuses a request whose id is in use. */
  void refuseReusedId(JSONRPCRequest request) throws InvalidMessageException {
    if (byId.containsKey(request.id())) {
      throw InvalidMessageException.invalid(
          request.id(), "Another request with this id is still in progress.");
    }
  }

  /**
   * Adds a request. Blocks while there is no room for it, so that nothing more is read: a client
   * that sends faster than it is served is slowed down, not refused.
   *
   * @param size the length of its line, in bytes
   * @throws InvalidMessageException if there is still no room after the timeout
   */
  PendingRequest open(JSONRPCRequest request, int size) throws InvalidMessageException {
    // Before it waits for room: what is shown meanwhile was not known to who sent it.
    long arrivedAt = System.nanoTime();
    if (!acquire(slots, 1, timeout)) {
      throw InvalidMessageException.unserved(
          request.id(),
          "The server is busy with %d other requests. Try again later.".formatted(LIMIT));
    }
    if (!acquire(bytes, size, timeout)) {
      slots.release();
      throw InvalidMessageException.unserved(
          request.id(), "The server is busy with other large requests. Try again later.");
    }
    Runnable makeRoom =
        () -> {
          bytes.release(size);
          slots.release();
        };
    var pending =
        new PendingRequest(request, arrivedAt, writer, () -> byId.remove(request.id()), makeRoom);
    byId.put(request.id(), pending);
    return pending;
  }

  /** The request in flight with an id. */
  Optional<PendingRequest> find(Object id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Whether the handler of one of them has sent the client a request with an id. */
  boolean isAsked(Object id) {
    return byId.values().stream().anyMatch(pending -> pending.isAsking(id));
  }

  /**
   * Waits until no request is in flight.
   *
   * @return whether all requests ended in time
   */
  boolean awaitNone(Duration timeout) {
    boolean none = acquire(slots, LIMIT, timeout);
    if (none) {
      slots.release(LIMIT);
    }
    return none;
  }

  /** Sends an error for every request in flight. */
  void failAll(String sentence) {
    byId.values().forEach(pending -> pending.fail(ErrorCodes.INTERNAL_ERROR, sentence));
  }

  private static boolean acquire(Semaphore room, int permits, Duration timeout) {
    try {
      return room.tryAcquire(permits, timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
