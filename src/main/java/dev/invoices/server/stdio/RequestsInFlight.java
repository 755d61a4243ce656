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
 * The requests that have not been answered yet: no two with the same id, never more than {@link
 * #LIMIT}, and of no more than {@link #MAX_BYTES} together.
 *
 * <p>Requests are opened by one thread, the one that reads; they end on any.
 */
final class RequestsInFlight {

  /** How many requests may wait for their answer at a time. */
  static final int LIMIT = 256;

  /**
   * How long their lines may be together: what is made of a line takes some twenty times its room.
   */
  static final int MAX_BYTES = 2 * LineReader.MAX_LINE_BYTES;

  private final MessageWriter writer;
  private final Duration timeout;
  private final Semaphore slots = new Semaphore(LIMIT);
  private final Semaphore bytes = new Semaphore(MAX_BYTES);
  private final Map<Object, PendingRequest> byId = new ConcurrentHashMap<>();

  /**
   * @param timeout how long a request that finds no room holds up the reader before it is refused
   */
  RequestsInFlight(MessageWriter writer, Duration timeout) {
    this.writer = writer;
    this.timeout = timeout;
  }

  /** Refuses a request whose id another one is using. */
  void refuseReusedId(JSONRPCRequest request) throws InvalidMessageException {
    if (byId.containsKey(request.id())) {
      throw InvalidMessageException.invalid(
          request.id(), "Another request with this id has not been answered yet.");
    }
  }

  /**
   * Takes a request in. While there is no room for it this blocks, and so nothing more is read: a
   * client that sends faster than it is served is slowed down rather than refused.
   *
   * @param size the length of its line, in bytes
   * @throws InvalidMessageException if no other request has ended for too long
   */
  PendingRequest open(JSONRPCRequest request, int size) throws InvalidMessageException {
    if (!acquire(slots, 1, timeout)) {
      throw InvalidMessageException.unserved(
          request.id(), "The server is busy with %d other requests.".formatted(LIMIT));
    }
    if (!acquire(bytes, size, timeout)) {
      slots.release();
      throw InvalidMessageException.unserved(
          request.id(), "The server is busy with other large requests.");
    }
    Runnable makeRoom =
        () -> {
          bytes.release(size);
          slots.release();
        };
    var pending = new PendingRequest(request, writer, () -> byId.remove(request.id()), makeRoom);
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
    boolean none = acquire(slots, LIMIT, timeout);
    if (none) {
      slots.release(LIMIT);
    }
    return none;
  }

  /** Answers whatever is in flight with an error. */
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
