package dev.invoices.register.ledger;

import dev.invoices.invoice.NumberKey;
import dev.invoices.register.Registration;
import dev.invoices.text.NameKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * By what an invoice is compared with others.
 *
 * @param id its id as a {@link NumberKey}
 * @param number the vendor's number as a {@link NumberKey}; that of the id, or of the number in it,
 *     when there is none
 * @param vendor as a {@link NameKey#ofLetters}; empty when the invoice names none
 * @param payee the vendor as the payments are keyed by it; empty likewise
 * @param currency of the total
 * @param total as text
 * @param issueDate in ISO form
 */
record InvoiceKeys(
    String id,
    String number,
    String vendor,
    String payee,
    String currency,
    String total,
    Optional<String> issueDate) {

  static InvoiceKeys of(Registration invoice) {
    return new InvoiceKeys(
        NumberKey.of(invoice.invoiceId()),
        NumberKey.ofInvoice(invoice.invoiceId(), invoice.number(), invoice.vendor()),
        NameKey.ofLetters(invoice.vendor()),
        NameKey.of(invoice.vendor()),
        invoice.currency().getCurrencyCode(),
        invoice.total().toPlainString(),
        invoice.issueDate().map(LocalDate::toString));
  }

  boolean hasVendor() {
    return !vendor.isEmpty();
  }

  /** The number and the id, once when they agree. */
  List<String> numbers() {
    return Stream.of(number, id).distinct().toList();
  }

  /** Those and the id that is offered for the number of this vendor, under which it may be paid. */
  List<String> numbersPaid() {
    return Stream.concat(
            numbers().stream(),
            Stream.of(number).filter(key -> hasVendor()).map(key -> NumberKey.of(key + vendor)))
        .distinct()
        .toList();
  }
}
