package dev.invoices.payment;

import java.time.Duration;
import java.util.Optional;

/**
 * A payment was begun, and its outcome is not known yet. The money may have moved, so the payment
 * counts as neither made nor declined until it is known; to find that out it is tried again.
 */
public final class PaymentUncertainException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> retryAfter;

  /**
   * @param reason for a person, in one sentence without secrets and without its full stop: what
   *     happened, and what to check
   * @param retryAfter when another try is of use; empty when that is unknown
   */
  public PaymentUncertainException(String reason, Optional<Duration> retryAfter) {
    super(reason);
    this.retryAfter = retryAfter;
  }

  /** When another try is of use; empty when that is unknown. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
