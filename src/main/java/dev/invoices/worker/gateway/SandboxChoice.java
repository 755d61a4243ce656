package dev.invoices.worker.gateway;

import dev.invoices.ledger.Ledger;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.temporal.SettingsException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The sandbox.
 *
 * @param balance the money in its account, in each currency; empty for no limit
 */
record SandboxChoice(Optional<BigDecimal> balance) implements GatewayChoice {

  @Override
  public PaymentGateway over(Ledger ledger) throws SettingsException {
    Books.requireFitting(SandboxPaymentGateway.NAME, ledger);
    return new SandboxPaymentGateway(ledger, balance, Clock.systemUTC());
  }

  @Override
  public void requireFitting(List<String> providers, String place) throws SettingsException {
    Books.requireFitting(SandboxPaymentGateway.NAME, providers, place);
  }

  @Override
  public String summary() {
    return "The sandbox, which moves no real money. Its balance before the first payment: %s"
        .formatted(
            balance.map(limit -> limit.toPlainString() + " in each currency").orElse("unlimited"));
  }

  @Override
  public Optional<String> payees() {
    return Optional.empty();
  }

  @Override
  public Optional<String> check() {
    return Optional.empty();
  }
}
