package dev.invoices.payment.ledger;

import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import java.time.Instant;
import java.util.Optional;

/**
 * A payment in the ledger, for a list of all.
 *
 * @param invoiceId as the worker has read it
 * @param vendor as on the invoice; empty when it was made before vendors were recorded
 * @param line the line's number, or {@link Payment#WHOLE_INVOICE}
 * @param item what was paid for
 * @param amount exact
 * @param receipt of the payment
 * @param paidAt when the money moved
 */
public record RecordedPayment(
    String invoiceId,
    Optional<String> vendor,
    int line,
    String item,
    Money amount,
    String receipt,
    Instant paidAt) {

  /** Whether all lines were paid together. */
  public boolean isOfWholeInvoice() {
    return line == Payment.WHOLE_INVOICE;
  }
}
