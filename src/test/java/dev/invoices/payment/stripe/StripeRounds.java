package dev.invoices.payment.stripe;

import dev.invoices.invoice.Money;
import dev.invoices.payment.IdempotencyKey;
import dev.invoices.payment.Payment;
import dev.invoices.payment.provider.PaymentRound;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;

/** Rounds of payments to one vendor, whose account is open at the stand-in. */
final class StripeRounds {

  static final String ACCOUNT = "acct_1Alpha";
  static final String VENDOR = "Alpha GmbH";
  static final Instant BEGUN = Instant.parse("2026-11-27T10:00:00Z");

  private StripeRounds() {}

  static Payment payment(String invoice, int line, String amount, String currency) {
    return payment(
        Optional.of(VENDOR),
        invoice,
        line,
        new Money(Currency.getInstance(currency), new BigDecimal(amount)));
  }

  static Payment payment(Optional<String> vendor, String invoice, int line, Money amount) {
    return new Payment(
        IdempotencyKey.of("default", vendor.orElse(""), invoice, line),
        vendor,
        invoice,
        line,
        "Web Development",
        amount,
        "submission",
        Optional.empty());
  }

  static PaymentRound first(String invoice, int line) {
    return round(payment(invoice, line, "50.00", "USD"), 1);
  }

  static PaymentRound round(Payment payment, int round) {
    return round(payment, round, ACCOUNT);
  }

  static PaymentRound round(Payment payment, int round, String account) {
    return new PaymentRound(payment, round, account, "invoice-" + payment.invoiceId(), BEGUN);
  }
}
