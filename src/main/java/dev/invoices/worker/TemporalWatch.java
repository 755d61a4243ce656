package dev.invoices.worker;

import dev.invoices.temporal.TemporalConnection;
import dev.invoices.temporal.TemporalTrouble;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line when Temporal cannot be used, and one when it can be used again, however long it
 * takes. The SDK's pollers would log a stack trace per second instead, so their log is off.
 */
final class TemporalWatch {

  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Longer than Temporal may take on a bad day. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(TemporalWatch.class);

  private final TemporalConnection connection;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(TemporalWatch::daemon);
  private Optional<TemporalTrouble> trouble = Optional.empty();
  private boolean wasUsed;

  TemporalWatch(TemporalConnection connection) {
    this.connection = connection;
  }

  /** From now on looks every few seconds, until it is stopped. */
  void start() {
    timer.scheduleWithFixedDelay(
        this::look, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks no more: a worker that ends closes the connection itself. */
  void stop() {
    timer.shutdownNow();
  }

  private void look() {
    try {
      connection.requireNamespace(LIMIT);
      succeeded();
    } catch (RuntimeException e) {
      if (!timer.isShutdown()) {
        failed(e);
      }
    }
  }

  /** A call has failed; says so unless the trouble is known. */
  synchronized void failed(Throwable failure) {
    TemporalTrouble current = TemporalTrouble.of(failure);
    if (trouble.filter(current::equals).isPresent()) {
      return;
    }
    trouble = Optional.of(current);
    log.warn(
        "Temporal at {} (namespace {}) cannot be used {}: {} Trying again until it works.",
        connection.address(),
        connection.namespace(),
        wasUsed ? "any more" : "yet",
        current.explain(failure));
  }

  /** A call has succeeded; says so if there was trouble. */
  synchronized void succeeded() {
    if (trouble.isPresent()) {
      log.info(
          "Temporal at {} (namespace {}) can be used {}.",
          connection.address(),
          connection.namespace(),
          wasUsed ? "again" : "now");
    }
    trouble = Optional.empty();
    wasUsed = true;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "temporal-watch");
    thread.setDaemon(true);
    return thread;
  }
}
