package dev.invoices.payment.ledger;

import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentUncertainException;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.text.NameKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A round as the ledger recorded it.
 *
 * @param row its number in the table
 * @param round what is paid, as the request that began it said; without a payee where the sandbox
 *     paid
 * @param provider who moves the money
 * @param state how far it has come
 * @param receipt the proof that the first caller got, once it is paid
 * @param reason why it was declined, if it was
 * @param sent when it was sent to the provider; empty where it was not sent yet, or the sandbox
 *     paid
 */
record LedgerEntry(
    long row,
    PaymentRound round,
    String provider,
    RoundState state,
    Optional<Receipt> receipt,
    Optional<String> reason,
    Optional<Sent> sent) {

  /**
   * When a round was sent to a provider.
   *
   * @param first since then the provider may know its key
   * @param last since then a request may be on its way
   */
  record Sent(Instant first, Instant last) {}

  Payment payment() {
    return round.payment();
  }

  int line() {
    return payment().line();
  }

  Money amount() {
    return payment().amount();
  }

  /** Who is paid; empty when it was made before vendors were recorded. */
  Optional<String> vendor() {
    return payment().vendor();
  }

  /** Whether both are about the same vendor; not when one is from before vendors were recorded. */
  boolean isToVendorOf(Payment asked) {
    return vendor().map(NameKey::of).equals(asked.vendor().map(NameKey::of));
  }

  /** Whether it is to another vendor, whose name has the same letters. */
  boolean isToSimilarVendor(Payment asked) {
    return !isToVendorOf(asked)
        && vendor().isPresent()
        && vendor().map(NameKey::ofLetters).equals(asked.vendor().map(NameKey::ofLetters));
  }

  /** Whether it is the same payment, made already or begun. */
  boolean isSameAs(Payment asked) {
    return isToVendorOf(asked)
        && line() == asked.line()
        && payment().item().equals(asked.item())
        && amount().isSameAs(asked.amount());
  }

  /** The proof of the payment for one who asks for the same; empty until it is paid. */
  Optional<Receipt> receiptFor(Payment asked) {
    String submission = payment().submission();
    boolean earlier =
        !asked.submission().isBlank()
            && !submission.isBlank()
            && !submission.equals(asked.submission());
    return receipt.map(first -> new Receipt(first.id(), first.paidAt(), earlier));
  }

  /** Whether a request was made after the one for which this round was sent last. */
  boolean isBefore(Payment asked) {
    Optional<Instant> sentFor = payment().askedAt();
    return sentFor.isEmpty()
        || asked.askedAt().map(later -> later.isAfter(sentFor.get())).orElse(true);
  }

  /** For a worker that pays through another provider. */
  PaymentUncertainException leftToItsProvider() {
    return new PaymentUncertainException(
        "the payment was begun with %s, and only %s knows whether it was made; start a worker that pays through %s"
            .formatted(provider, provider, provider),
        Optional.empty());
  }
}
