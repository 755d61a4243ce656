package dev.invoices.server.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's input, read ahead of the thread that serves it. That one may be held up by a full
 * output pipe; the end of the input is noticed all the same.
 */
final class ReadAhead extends InputStream {

  /** More than a pipe holds, so that it can be read to its end. */
  static final int LIMIT = 1024 * 1024;

  private static final int CHUNK = 16 * 1024;
  private static final int LOOK_MILLIS = 20;
  private static final Logger log = LoggerFactory.getLogger(ReadAhead.class);

  private final InputStream in;
  private final MessageWriter writer;
  private final Duration timeout;
  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private int position;
  private int size;
  private boolean ended;
  private long endedAt;

  /**
   * @param timeout how long it may take to serve what is left when the client has closed this
   *     input; also how long the client may leave the output unread in all, while so much of this
   *     input waits that its end cannot be seen
   */
  ReadAhead(InputStream in, MessageWriter writer, Duration timeout) {
    this.in = in;
    this.writer = writer;
    this.timeout = timeout;
  }

  /**
   * Reads on a thread of its own until the client closes its side and what it sent is served, or
   * until its time is over.
   *
   * @param isServed whether nothing will be read from this stream any more
   */
  void run(BooleanSupplier isServed) {
    while (fill()) {
      if (!await(this::hasRoom)) {
        return;
      }
    }
    await(isServed);
  }

  /** The time that is left after the end of the input. */
  synchronized Duration timeLeft() {
    Duration left = ended ? timeout.minusNanos(System.nanoTime() - endedAt) : timeout;
    return left.isNegative() ? Duration.ZERO : left;
  }

  private boolean fill() {
    byte[] chunk = new byte[CHUNK];
    int length = -1;
    try {
      length = in.read(chunk);
    } catch (IOException e) {
      log.debug("The client's side cannot be read any more: {}", e.toString());
    }
    synchronized (this) {
      if (length < 0) {
        ended = true;
        endedAt = System.nanoTime();
      } else {
        chunks.add(Arrays.copyOf(chunk, length));
        size += length;
      }
      notifyAll();
    }
    return length >= 0;
  }

  private synchronized boolean hasRoom() {
    return size < LIMIT;
  }

  /**
   * @return whether the condition came true before the time was over
   */
  private boolean await(BooleanSupplier condition) {
    long before = writer.nanosBlocked();
    while (!condition.getAsBoolean()) {
      boolean isOver = timeLeft().isZero() || writer.nanosBlocked() - before >= timeout.toNanos();
      if (isOver || !look()) {
        return false;
      }
    }
    return true;
  }

  /**
   * @return false when interrupted
   */
  private synchronized boolean look() {
    try {
      wait(LOOK_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    awaitChunk();
    if (chunks.isEmpty()) {
      return -1;
    }
    byte[] first = chunks.element();
    int count = Math.min(length, first.length - position);
    System.arraycopy(first, position, target, offset, count);
    position += count;
    size -= count;
    if (position == first.length) {
      chunks.remove();
      position = 0;
      notifyAll();
    }
    return count;
  }

  private void awaitChunk() throws IOException {
    try {
      while (chunks.isEmpty() && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for input", e);
    }
  }
}
