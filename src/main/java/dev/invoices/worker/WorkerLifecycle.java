package dev.invoices.worker;

import dev.invoices.temporal.FailureReason;
import dev.invoices.temporal.TemporalConnection;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the worker starts when Temporal is not there yet and stops without dropping what it holds.
 */
final class WorkerLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** As long as one payment may take. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private WorkerLifecycle() {}

  /** Starts polling; while Temporal is out of reach it says so in one line and tries again. */
  static void startWhenTemporalIsUp(WorkerFactory factory, TemporalConnection connection)
      throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        factory.start();
        return;
      } catch (RuntimeException e) {
        log.warn(
            "Temporal at {} (namespace {}) cannot be used yet: {}. Start it, or correct TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_TLS (true, too, where there is a TEMPORAL_API_KEY). Trying again in {} s.",
            connection.address(),
            connection.namespace(),
            FailureReason.of(e),
            pause.toSeconds());
        Thread.sleep(pause.toMillis());
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  /** On SIGTERM or Ctrl-C: takes no new work, finishes what it holds, ends. */
  static void stopOnSignal(WorkerFactory factory, TemporalConnection connection) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  log.info("Stopping: finishing what is in hand.");
                  // One that still waits for Temporal holds nothing, and would call it in vain.
                  if (factory.isStarted()) {
                    factory.shutdown();
                    factory.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS);
                  }
                  connection.close();
                },
                "stop"));
  }
}
