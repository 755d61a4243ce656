package dev.invoices.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.Duration;

/**
 * Standard error that makes no thread wait. A program that calls another often does not read its
 * standard error; when the pipe between them is full, writing to it blocks, and with it everything
 * that logs, such as a tool call.
 *
 * <p>{@code slf4j-simple} writes to {@link System#err}, as do our own messages before an exit. So
 * once it is installed, all of them go through a {@link LogQueue} that one daemon thread empties.
 */
public final class StandardError {

  /** Thousands of lines. A client that reads at all reads them long before there are so many. */
  private static final int QUEUE_BYTES = 1024 * 1024;

  /** An exit waits no longer than this for a reader that reads nothing. */
  private static final Duration SILENCE = Duration.ofMillis(500);

  /** An exit waits no longer than this for one that reads slowly. */
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

  private static final LogQueue QUEUE = new LogQueue(QUEUE_BYTES);
  private static final LineSplitter LINES = new LineSplitter(QUEUE::add);

  private StandardError() {}

  /**
   * Replaces {@link System#err}. Call it once, before anything else is printed or logged. A normal
   * exit writes what is left; see {@link #flush}.
   */
  public static void install() {
    Thread writer = new Thread(() -> drain(QUEUE, new FileOutputStream(FileDescriptor.err)), "log");
    writer.setDaemon(true);
    writer.start();
    System.setErr(new EventStream(LINES, charset()));
    Runtime.getRuntime().addShutdownHook(new Thread(StandardError::flush, "log-flush"));
  }

  /**
   * Waits until all that was printed is written, or until the reader seems not to read: for half a
   * second without progress, and two seconds in all. An exit does this by itself; a shutdown hook
   * has to call it if it prints, because hooks run side by side, or if it halts.
   */
  public static void flush() {
    LINES.end();
    try {
      QUEUE.awaitWritten(SILENCE, FLUSH_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes line by line until the reader closes its end. */
  static void drain(LogQueue queue, OutputStream out) {
    try {
      while (true) {
        out.write(queue.take());
        out.flush();
      }
    } catch (IOException e) {
      // The reader has closed its end.
      queue.discard();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      queue.discard();
    }
  }

  /** The one that {@link System#err} has had so far; a stream tells only since Java 18. */
  private static Charset charset() {
    // No stream and no lambda here: this runs at each start, before anything else has loaded them.
    String name = System.getProperty("stderr.encoding", System.getProperty("sun.stderr.encoding"));
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }
}
