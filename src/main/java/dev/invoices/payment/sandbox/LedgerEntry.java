package dev.invoices.payment.sandbox;

import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import dev.invoices.payment.Receipt;
import dev.invoices.text.NameKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A payment as the ledger recorded it.
 *
 * @param vendor who was paid; empty when it was made before vendors were recorded
 * @param line the line's number, or {@link Payment#WHOLE_INVOICE}
 * @param item what was paid for
 * @param amount exact
 * @param receiptId of the proof that the first caller got
 * @param paidAt when the money moved
 * @param submission for which it was made; empty when that was not recorded
 */
record LedgerEntry(
    Optional<String> vendor,
    int line,
    String item,
    Money amount,
    String receiptId,
    Instant paidAt,
    Optional<String> submission) {

  /** Whether both are about the same vendor; not when one is from before vendors were recorded. */
  boolean isToVendorOf(Payment payment) {
    return vendor.map(NameKey::of).equals(payment.vendor().map(NameKey::of));
  }

  /** Whether it is to another vendor, whose name has the same letters. */
  boolean isToSimilarVendor(Payment payment) {
    return !isToVendorOf(payment)
        && vendor.isPresent()
        && vendor.map(NameKey::ofLetters).equals(payment.vendor().map(NameKey::ofLetters));
  }

  /** Whether it is the same payment, made already. */
  boolean isSameAs(Payment payment) {
    return isToVendorOf(payment)
        && line == payment.line()
        && item.equals(payment.item())
        && amount.isSameAs(payment.amount());
  }

  /** The proof of the payment for one who asks for the same. */
  Receipt receiptFor(Payment payment) {
    boolean earlier =
        !payment.submission().isBlank()
            && submission.filter(other -> !other.equals(payment.submission())).isPresent();
    return new Receipt(receiptId, paidAt, earlier);
  }
}
