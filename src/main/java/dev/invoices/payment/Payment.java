package dev.invoices.payment;

import dev.invoices.invoice.Money;
import dev.invoices.text.Quote;
import java.time.Instant;
import java.util.Optional;

/**
 * One payment to make.
 *
 * @param idempotencyKey the same for every attempt to make this payment; a provider must never move
 *     money twice for one key
 * @param vendor who is paid, as the invoice says it; blank when the invoice does not say. Empty
 *     only in a payment that was requested before vendors were recorded
 * @param invoiceId the invoice
 * @param line the line's number, from 1, or {@link #WHOLE_INVOICE}
 * @param item what is paid for
 * @param amount the exact amount
 * @param submission the submission for which it is paid: the first run of the invoice's workflow;
 *     blank when unknown
 * @param askedAt when the workflow asked for it, by Temporal's clock; empty when an older worker
 *     asked
 */
public record Payment(
    String idempotencyKey,
    Optional<String> vendor,
    String invoiceId,
    int line,
    String item,
    Money amount,
    String submission,
    Optional<Instant> askedAt) {

  /** In place of a line's number: the payment of all lines together. */
  public static final int WHOLE_INVOICE = 0;

  /** Whether all lines are paid together. */
  public boolean isOfWholeInvoice() {
    return line == WHOLE_INVOICE;
  }

  /** For a log: invoice and line. */
  public String subject() {
    String part = isOfWholeInvoice() ? "all lines" : "line " + line;
    return "invoice %s, %s".formatted(Quote.word(invoiceId), part);
  }

  /** For a log: the amount, then what the invoice says of the item and the vendor. */
  public String content() {
    String payee =
        vendor.filter(name -> !name.isBlank()).map(name -> " to " + Quote.of(name)).orElse("");
    return "%s for %s%s".formatted(amount, Quote.of(item), payee);
  }
}
