package dev.invoices.register.ledger;

import dev.invoices.register.Finding;
import dev.invoices.register.Finding.Match;
import dev.invoices.register.Finding.State;
import dev.invoices.register.InvoiceEnding.Outcome;
import dev.invoices.text.NameKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Currency;
import java.util.Optional;

/**
 * An invoice that is possibly the same as the one that arrived.
 *
 * @param vendor empty when only payments are known, of before vendors were recorded
 * @param total of the invoice, or of its payments when only they are known
 * @param seenAt when it arrived, or when it was first paid
 * @param outcome empty until it has ended
 */
record Candidate(
    String invoiceId,
    Optional<String> vendor,
    String number,
    Currency currency,
    BigDecimal total,
    Instant seenAt,
    Optional<Outcome> outcome,
    Match match) {

  /** The most relevant first: the same number, total and vendor, and among those the newest. */
  static Comparator<Candidate> byRelevanceTo(InvoiceKeys keys) {
    return Comparator.comparing(Candidate::match)
        .thenComparing(candidate -> !candidate.hasTotalOf(keys))
        .thenComparing(candidate -> !candidate.hasVendorOf(keys))
        .thenComparing(Candidate::seenAt, Comparator.reverseOrder());
  }

  private boolean hasTotalOf(InvoiceKeys keys) {
    return currency.getCurrencyCode().equals(keys.currency())
        && total.toPlainString().equals(keys.total());
  }

  private boolean hasVendorOf(InvoiceKeys keys) {
    return vendor.map(NameKey::ofLetters).equals(Optional.of(keys.vendor()));
  }

  /** The vendor as its payments are keyed by it. */
  Optional<String> payee() {
    return vendor.map(NameKey::of);
  }

  Finding finding(State state) {
    return new Finding(invoiceId, vendor.orElse(""), number, currency, total, seenAt, state, match);
  }
}
