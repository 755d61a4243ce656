package dev.invoices.server.check;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts the Java of an entry once, to print its version, and lets it run for seconds at most. */
final class JavaStart {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  private JavaStart() {}

  /**
   * Starts it.
   *
   * @return what is wrong, in a sentence; empty when it has started and ended well
   */
  static Optional<String> problem(List<String> command) throws InterruptedException {
    String java = command.get(0);
    ProcessBuilder start = new ProcessBuilder(command);
    start.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    start.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = start.start();
    } catch (IOException e) {
      return Optional.of("Its Java %s cannot be started.".formatted(java));
    }
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.of(
            "Its Java %s did not start within %d seconds.".formatted(java, LIMIT.toSeconds()));
      }
      return process.exitValue() == 0
          ? Optional.empty()
          : Optional.of("Its Java %s does not start with its options.".formatted(java));
    } finally {
      process.destroyForcibly();
    }
  }
}
