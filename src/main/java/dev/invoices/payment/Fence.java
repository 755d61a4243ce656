package dev.invoices.payment;

import java.time.Instant;
import java.util.Optional;

/**
 * A workflow has asked what was paid, and continues with the answer. So what it had asked for
 * before must not be paid any more, although an attempt to pay it may still be in progress.
 *
 * @param submission of the workflow that asks, as in {@link Payment#submission}
 * @param invoiceId its invoice
 * @param idempotencyKey of the payment that it asked about; empty for all of the invoice
 * @param askedAt when it asked, by the same clock as {@link Payment#askedAt}
 */
public record Fence(
    String submission, String invoiceId, Optional<String> idempotencyKey, Instant askedAt) {

  /**
   * Whether a payment came too late. One that does not say when it was asked for did: only an older
   * worker asks so, and no older worker asks after a fence.
   */
  public boolean stops(Payment payment) {
    return submission.equals(payment.submission())
        && invoiceId.equals(payment.invoiceId())
        && idempotencyKey.filter(key -> !key.equals(payment.idempotencyKey())).isEmpty()
        && payment.askedAt().filter(asked -> !asked.isBefore(askedAt)).isEmpty();
  }
}
