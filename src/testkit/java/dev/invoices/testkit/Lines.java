package dev.invoices.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a child process has written to one of its streams so far, line by line. */
final class Lines {

  private final List<String> complete = new ArrayList<>();
  private final StringBuilder rest = new StringBuilder();
  private boolean ended;

  /** Reads on a thread of its own until the stream ends. */
  static Lines of(InputStream stream, String name) {
    Lines lines = new Lines();
    Thread thread = new Thread(() -> lines.read(stream), name);
    thread.setDaemon(true);
    thread.start();
    return lines;
  }

  private void read(InputStream stream) {
    try (var reader = new InputStreamReader(stream, UTF_8)) {
      char[] chunk = new char[8192];
      for (int length = reader.read(chunk); length >= 0; length = reader.read(chunk)) {
        append(chunk, length);
      }
    } catch (IOException e) {
      // The process was killed: what has been read so far is all there is.
    }
    end();
  }

  private synchronized void append(char[] chunk, int length) {
    for (int i = 0; i < length; i++) {
      if (chunk[i] == '\n') {
        complete.add(rest.toString());
        rest.setLength(0);
      } else {
        rest.append(chunk[i]);
      }
    }
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /**
   * The line with this number, from 0.
   *
   * @throws AssertionError when it has not come within the limit
   */
  synchronized String line(int index, Duration limit) throws InterruptedException {
    return await(
        "line " + index,
        () -> complete.size() > index ? Optional.of(complete.get(index)) : Optional.empty(),
        limit);
  }

  /**
   * The first line that contains this text.
   *
   * @throws AssertionError when it has not come within the limit
   */
  synchronized String lineWith(String text, Duration limit) throws InterruptedException {
    return await(
        "line with " + text,
        () -> complete.stream().filter(line -> line.contains(text)).findFirst(),
        limit);
  }

  private String await(String wanted, Supplier<Optional<String>> search, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    Optional<String> found = search.get();
    while (found.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (ended || left <= 0) {
        throw new AssertionError(
            "no %s %s; there are %s".formatted(wanted, ended ? "ever" : "in time", complete));
      }
      wait(left);
      found = search.get();
    }
    return found.get();
  }

  /** All lines so far; the last one may lack its newline. */
  synchronized List<String> soFar() {
    List<String> lines = new ArrayList<>(complete);
    if (!rest.isEmpty()) {
      lines.add(rest.toString());
    }
    return lines;
  }

  /** Whether what was written so far ends with a newline. */
  synchronized boolean endsWithNewline() {
    return rest.isEmpty();
  }

  /** All lines, once the stream has ended. */
  synchronized List<String> untilTheEnd(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!ended) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("the stream did not end in time; so far: " + complete);
      }
      wait(left);
    }
    return soFar();
  }
}
