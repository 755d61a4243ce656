package dev.invoices.check;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts a Java once, to print its version, and lets it run for seconds at most. */
public final class JavaStart {

  /** How long it may run. */
  public static final Duration LIMIT = Duration.ofSeconds(3);

  private JavaStart() {}

  /** How it went. */
  public enum Outcome {
    /** It has started and ended well. */
    GOOD,
    /** The system could not start it. */
    NOT_STARTED,
    /** It has not ended in time, and was killed. */
    LATE,
    /** It has ended with an error. */
    REFUSED
  }

  /**
   * Starts it.
   *
   * @param command the Java and its arguments; what it prints is discarded
   */
  public static Outcome of(List<String> command) throws InterruptedException {
    ProcessBuilder start = new ProcessBuilder(command);
    start.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    start.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = start.start();
    } catch (IOException e) {
      return Outcome.NOT_STARTED;
    }
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return Outcome.LATE;
      }
      return process.exitValue() == 0 ? Outcome.GOOD : Outcome.REFUSED;
    } finally {
      process.destroyForcibly();
    }
  }
}
