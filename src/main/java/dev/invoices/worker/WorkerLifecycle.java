package dev.invoices.worker;

import dev.invoices.logging.StandardError;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.workflow.activity.PaymentActivities;
import io.temporal.worker.WorkerFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the worker waits for Temporal when it starts, and finishes its work when it stops. */
final class WorkerLifecycle {

  private static final Logger log = LoggerFactory.getLogger(WorkerLifecycle.class);

  private final WorkerFactory factory;
  private final TemporalConnection connection;
  private final Runnable finish;
  private final TemporalWatch watch;

  /**
   * @param finish what is left to do when the work in progress is finished; takes seconds at most
   */
  WorkerLifecycle(WorkerFactory factory, TemporalConnection connection, Runnable finish) {
    this.factory = factory;
    this.connection = connection;
    this.finish = finish;
    this.watch = new TemporalWatch(connection);
  }

  /** Starts polling; while Temporal cannot be used, tries again. Watches it from then on. */
  void startWhenTemporalIsUp() throws InterruptedException {
    Backoff backoff = new Backoff();
    while (!start()) {
      backoff.pause();
    }
    watch.start();
  }

  /**
   * @return whether it has started
   */
  private boolean start() {
    try {
      factory.start();
      watch.succeeded();
      return true;
    } catch (RuntimeException e) {
      watch.failed(e);
      return false;
    }
  }

  /** On SIGTERM or Ctrl-C: {@linkplain #stop stops}, and then the process ends. */
  void stopOnSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
  }

  /**
   * Takes no new work, finishes the work in progress, for as long as one payment may take, and
   * closes the connection.
   */
  void stop() {
    watch.stop();
    log.info("Stopping: finishing the work in progress.");
    // A worker that still waits for Temporal has no work, and its calls would only fail.
    if (factory.isStarted()) {
      factory.shutdown();
      factory.awaitTermination(PaymentActivities.PAYMENT_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    finish.run();
    connection.close();
    StandardError.flush();
  }
}
