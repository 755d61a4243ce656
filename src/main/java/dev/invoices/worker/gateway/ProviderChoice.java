package dev.invoices.worker.gateway;

import dev.invoices.ledger.Ledger;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.ledger.ProviderPaymentGateway;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.payment.stripe.StripeProvider;
import dev.invoices.payment.stripe.StripeSettings;
import dev.invoices.temporal.SettingsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A provider that moves money, with the ledger around it. */
final class ProviderChoice implements GatewayChoice {

  private final PaymentProvider provider;
  private final String summary;
  private final Optional<String> payees;
  private final Question question;

  /** What {@link #check} asks. */
  @FunctionalInterface
  private interface Question {
    Optional<String> ask() throws SettingsException;
  }

  private ProviderChoice(
      PaymentProvider provider, String summary, Optional<String> payees, Question question) {
    this.provider = provider;
    this.summary = summary;
    this.payees = payees;
    this.question = question;
  }

  /**
   * Stripe.
   *
   * @throws SettingsException with a line for each of its settings that is missing or invalid
   */
  static ProviderChoice stripe(Map<String, String> environment) throws SettingsException {
    StripeSettings settings = StripeSettings.fromEnvironment(environment);
    StripeProvider stripe = new StripeProvider(settings);
    return new ProviderChoice(
        stripe, settings.summary(), Optional.of(settings.payeesSummary()), stripe::check);
  }

  /** One's own, which reads its settings and checks them itself. */
  static ProviderChoice of(PaymentProvider provider) {
    return new ProviderChoice(
        provider,
        "The provider %s, from the class path".formatted(provider.name()),
        Optional.empty(),
        Optional::empty);
  }

  @Override
  public PaymentGateway over(Ledger ledger) throws SettingsException {
    Books.requireFitting(provider.books(), ledger);
    return new ProviderPaymentGateway(ledger, provider);
  }

  @Override
  public void requireFitting(List<String> providers, String place) throws SettingsException {
    Books.requireFitting(provider.books(), providers, place);
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public Optional<String> payees() {
    return payees;
  }

  @Override
  public Optional<String> check() throws SettingsException {
    return question.ask();
  }
}
