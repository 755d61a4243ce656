package dev.invoices.worker;

import dev.invoices.temporal.FailureReason;
import dev.invoices.temporal.TemporalConnection;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the worker waits for Temporal when it starts, and finishes its work when it stops. */
final class WorkerLifecycle {

  private static final Logger log = LoggerFactory.getLogger(WorkerLifecycle.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** As long as one payment may take. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final WorkerFactory factory;
  private final TemporalConnection connection;

  WorkerLifecycle(WorkerFactory factory, TemporalConnection connection) {
    this.factory = factory;
    this.connection = connection;
  }

  /**
   * Starts polling. While Temporal cannot be reached, logs one line for each try and tries again.
   */
  void startWhenTemporalIsUp() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!start(pause)) {
      Thread.sleep(pause.toMillis());
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
  }

  /**
   * @return whether it has started
   */
  private boolean start(Duration nextPause) {
    try {
      factory.start();
      return true;
    } catch (RuntimeException e) {
      log.warn(
          "Temporal at {} (namespace {}) cannot be used yet: {}. Start Temporal, or correct TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE or TEMPORAL_TLS (set it to true if you set TEMPORAL_API_KEY). Trying again in {} s.",
          connection.address(),
          connection.namespace(),
          FailureReason.of(e),
          nextPause.toSeconds());
      return false;
    }
  }

  /** On SIGTERM or Ctrl-C: takes no new work, finishes the work in progress, ends. */
  void stopOnSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
  }

  private void stop() {
    log.info("Stopping: finishing the work in progress.");
    // A worker that still waits for Temporal has no work, and its calls would only fail.
    if (factory.isStarted()) {
      factory.shutdown();
      factory.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS);
    }
    connection.close();
  }
}
