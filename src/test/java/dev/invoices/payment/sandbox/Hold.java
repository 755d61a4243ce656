package dev.invoices.payment.sandbox;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A payment that stands still until a test lets it go on. */
public final class Hold {

  private static final int LIMIT_SECONDS = 20;

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /** Returns once the payment is under way. */
  public void awaitArrival() {
    await(arrived, "the payment to begin");
  }

  /** Lets the payment, and all later ones of its line, go on. */
  public void release() {
    released.countDown();
  }

  public void arriveAndWait() {
    arrived.countDown();
    await(released, "its release");
  }

  private static void await(CountDownLatch latch, String what) {
    try {
      if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("waited too long for " + what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + what, e);
    }
  }
}
