package dev.invoices.payment.stripe;

import java.time.Duration;

/** When a call must end, however many requests it makes. */
final class Deadline {

  private final long atNanos;

  private Deadline(long atNanos) {
    this.atNanos = atNanos;
  }

  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /** How long may still be waited; never negative. */
  long nanosLeft() {
    return Math.max(0, atNanos - System.nanoTime());
  }
}
