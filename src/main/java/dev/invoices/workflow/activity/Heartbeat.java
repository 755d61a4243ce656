package dev.invoices.workflow.activity;

import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reports to Temporal that a payment is still in progress, so that Temporal notices within seconds
 * when the worker has died and gives the payment to another one.
 */
public final class Heartbeat {

  /** After this long without a heartbeat, Temporal gives the payment to another worker. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Each heartbeat costs Temporal a write; most payments finish before the first one. */
  private static final Duration FIRST = Duration.ofMillis(250);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /**
   * The SDK (1.38) sends a heartbeat on the caller's thread when it has none in progress. One that
   * hangs must not hold up those of other payments.
   */
  private static final int THREADS = 8;

  private static final ScheduledExecutorService TIMER =
      Executors.newScheduledThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "payment-heartbeat");
            thread.setDaemon(true);
            return thread;
          });

  private Heartbeat() {}

  /**
   * Does the work on this thread while another one sends heartbeats. When Temporal no longer waits
   * for the payment, the heartbeats stop with the SDK's exception and the work continues, which its
   * idempotency key makes safe.
   *
   * <p>Work that finishes quickly sends a heartbeat only when it fails.
   *
   * @param details what a client can see of the payment while it runs or waits for a retry
   */
  static <T, E extends Exception> T during(
      ActivityExecutionContext payment, Object details, Work<T, E> work) throws E {
    ScheduledFuture<?> beats =
        TIMER.scheduleAtFixedRate(
            () -> payment.heartbeat(details),
            FIRST.toMillis(),
            INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return work.run();
    } catch (RuntimeException e) {
      leaveDetails(payment, details, e);
      throw e;
    } finally {
      beats.cancel(false);
    }
  }

  private static void leaveDetails(
      ActivityExecutionContext payment, Object details, RuntimeException failure) {
    try {
      payment.heartbeat(details);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Work that may take long. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }
}
