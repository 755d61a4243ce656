package dev.invoices.payment.ledger;

import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import java.time.Instant;
import java.util.Optional;

/**
 * A round of a payment in the ledger, for a list of all.
 *
 * @param invoiceId as the worker has read it
 * @param vendor as on the invoice; empty when it was made before vendors were recorded
 * @param line the line's number, or {@link Payment#WHOLE_INVOICE}
 * @param item what is paid for
 * @param amount exact
 * @param state how far it has come
 * @param round its number, from 1
 * @param provider who moves the money
 * @param begunAt when it was written down
 * @param receipt of the payment; empty unless it was made
 * @param paidAt when the money moved; empty unless it did
 * @param reason why it was declined, if it was
 */
public record RecordedPayment(
    String invoiceId,
    Optional<String> vendor,
    int line,
    String item,
    Money amount,
    RoundState state,
    int round,
    String provider,
    Instant begunAt,
    Optional<String> receipt,
    Optional<Instant> paidAt,
    Optional<String> reason) {

  /** Whether all lines are paid together. */
  public boolean isOfWholeInvoice() {
    return line == Payment.WHOLE_INVOICE;
  }
}
