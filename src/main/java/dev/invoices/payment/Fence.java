package dev.invoices.payment;

import java.time.Instant;
import java.util.Optional;

/**
 * A workflow has asked what was paid, and continues with the answer. So what was asked for before
 * must not be paid any more, although an attempt to pay it may still be in progress: by the same
 * workflow, or for an earlier submission of the invoice, which has ended, because Temporal runs one
 * workflow of an invoice at a time.
 *
 * @param invoiceId the invoice of the workflow that asks
 * @param idempotencyKey of the payment that it asked about; empty for all of the invoice
 * @param askedAt when it asked, by the same clock as {@link Payment#askedAt}
 */
public record Fence(String invoiceId, Optional<String> idempotencyKey, Instant askedAt) {

  /**
   * Whether a payment came too late. One for a submission that does not say when it was asked for
   * did: only an older worker asks so, which should not run beside the one that raised the fence. A
   * workflow whose payments are for no submission asks no ledger.
   */
  public boolean stops(Payment payment) {
    return invoiceId.equals(payment.invoiceId())
        && idempotencyKey.filter(key -> !key.equals(payment.idempotencyKey())).isEmpty()
        && payment
            .askedAt()
            .map(asked -> asked.isBefore(askedAt))
            .orElse(!payment.submission().isBlank());
  }
}
