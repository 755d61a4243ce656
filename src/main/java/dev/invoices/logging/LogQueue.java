package dev.invoices.logging;

import dev.invoices.text.LineCount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Lines on their way from many threads to one that writes them. It never makes a thread wait that
 * adds a line: while it is full, it drops new lines, and later says in their place how many.
 */
final class LogQueue {

  /** What a line takes in memory besides its bytes, roughly. */
  private static final int OVERHEAD = 32;

  private final int limit;
  private final Deque<byte[]> lines = new ArrayDeque<>();
  private int size;
  private int dropped;
  private boolean writing;
  private boolean unread;
  private long taken;

  /**
   * @param limit how much it holds, in bytes
   */
  LogQueue(int limit) {
    this.limit = limit;
  }

  /**
   * Adds a line, its newline included, or drops it. Once it has dropped a line, it drops all until
   * it is half empty: else a slow reader would get a count after nearly every line.
   */
  synchronized void add(byte[] line) {
    if (unread) {
      return;
    }
    int room = dropped > 0 ? limit / 2 : limit;
    if (size + sizeOf(line) > room) {
      dropped++;
      return;
    }
    if (dropped > 0) {
      append(countOfDropped());
    }
    append(line);
    notifyAll();
  }

  /**
   * The next line to write, as soon as there is one. The line before it counts as written now.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  synchronized byte[] take() throws InterruptedException {
    writing = false;
    taken++;
    notifyAll();
    while (lines.isEmpty() && dropped == 0) {
      wait();
    }
    writing = true;
    if (lines.isEmpty()) {
      return countOfDropped();
    }
    byte[] line = lines.remove();
    size -= sizeOf(line);
    return line;
  }

  /** Forgets all lines, and those to come: the reader has closed its end. */
  synchronized void discard() {
    unread = true;
    lines.clear();
    dropped = 0;
    writing = false;
    notifyAll();
  }

  /**
   * Waits until all lines are written.
   *
   * @param silence after this time without a line being written, the reader seems not to read
   * @param limit how long it waits at most, even if lines are being written
   * @return whether all lines are written
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  synchronized boolean awaitWritten(Duration silence, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    long takenBefore = taken;
    long progress = System.nanoTime();
    while (writing || dropped > 0 || !lines.isEmpty()) {
      long now = System.nanoTime();
      if (taken != takenBefore) {
        takenBefore = taken;
        progress = now;
      }
      long left = Math.min(end - now, progress + silence.toNanos() - now);
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  private void append(byte[] line) {
    lines.add(line);
    size += sizeOf(line);
  }

  private byte[] countOfDropped() {
    String text =
        "invoice-log: %s %s left out here, because the log was not read for a while.%n"
            .formatted(LineCount.text(dropped), dropped == 1 ? "was" : "were");
    dropped = 0;
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int sizeOf(byte[] line) {
    return line.length + OVERHEAD;
  }
}
