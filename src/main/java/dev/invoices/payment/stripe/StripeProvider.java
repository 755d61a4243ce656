package dev.invoices.payment.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.payment.provider.ProviderAnswer;
import dev.invoices.payment.provider.ProviderAnswer.Declined;
import dev.invoices.payment.provider.ProviderAnswer.NotFound;
import dev.invoices.payment.provider.ProviderAnswer.Paid;
import dev.invoices.payment.provider.ProviderAnswer.Unknown;
import dev.invoices.temporal.SettingsException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Pays by transfers of Stripe Connect: from the operator's balance to the connected account of the
 * vendor.
 */
public final class StripeProvider implements PaymentProvider {

  /** What chooses it. */
  public static final String NAME = "stripe";

  /** Stripe may forget a key after 24 hours; the rest is for clocks that differ. */
  private static final Duration KEY_LIFETIME = Duration.ofHours(23);

  /** As many as Stripe gives at once. */
  private static final int PAGE = 100;

  /**
   * More than an invoice of 10,000 lines needs. An invoice that is paid line by line meets {@link
   * #SEND_LIMIT} before, where Stripe takes longer than 0.2 seconds for a page: from then on all
   * its look-ups leave it open whether a line was paid.
   */
  private static final int MAX_PAGES = 120;

  private final PayeesFile payees;
  private final StripeApi api;
  private final AnswerTable table;
  private final boolean isLive;

  /** A provider that has not asked Stripe anything yet. */
  public StripeProvider(StripeSettings settings) {
    this.payees = settings.payees();
    this.api = new StripeApi(settings.url(), settings.key());
    this.table = new AnswerTable(settings.key());
    this.isLive = settings.key().isLive();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String books() {
    return isLive ? NAME : NAME + TEST;
  }

  /**
   * {@inheritDoc}
   *
   * @throws PaymentDeclinedException also when Stripe has no number for the amount
   */
  @Override
  public String payee(Payment payment) throws PaymentDeclinedException {
    MinorUnits.of(payment.amount());
    return payees.account(payment.vendor());
  }

  /**
   * {@inheritDoc} Where the answer leaves it open, it looks the transfer up at once: for a day,
   * Stripe repeats an internal error for the same key even if the transfer was made.
   */
  @Override
  public ProviderAnswer send(PaymentRound round) {
    Deadline until = Deadline.in(SEND_LIMIT);
    Map<String, String> form;
    try {
      form = Transfer.form(round);
    } catch (PaymentDeclinedException e) {
      return new Declined(e.getMessage());
    }
    ProviderAnswer answer = table.of(api.post(Transfer.PATH, form, round.key(), until), round);
    return answer instanceof Unknown && find(round, until) instanceof Paid paid ? paid : answer;
  }

  /**
   * {@inheritDoc} A transfer of another round that pays the same counts, too: a ledger that was
   * restored from a backup does not know it.
   */
  @Override
  public ProviderAnswer find(PaymentRound round) {
    return find(round, Deadline.in(SEND_LIMIT));
  }

  private ProviderAnswer find(PaymentRound round, Deadline until) {
    Optional<String> after = Optional.empty();
    for (int page = 0; page < MAX_PAGES; page++) {
      StripeReply reply = api.get(Transfer.PATH, Transfer.query(round, PAGE, after), until);
      if (!(reply instanceof StripeReply.Answered answered) || !answered.isSuccess()) {
        return table.unknown(reply);
      }
      JsonNode list = answered.body();
      if (!list.path("data").isArray() || !list.path("has_more").isBoolean()) {
        return table.unknown(reply);
      }
      for (JsonNode element : list.path("data")) {
        Optional<Transfer> transfer = Transfer.of(element);
        if (transfer.isEmpty()) {
          return table.unknown(reply);
        }
        if (transfer.get().paysTheSameAs(round)) {
          return table.paid(transfer.get(), round);
        }
        after = transfer.map(Transfer::id);
      }
      if (!list.path("has_more").booleanValue()) {
        return new NotFound();
      }
    }
    return new Unknown(
        "Stripe has more than %,d transfers for the workflow %s. Look for this payment in Stripe's Dashboard"
            .formatted(PAGE * MAX_PAGES, round.workflowId()),
        Optional.empty());
  }

  @Override
  public Duration keyLifetime() {
    return KEY_LIFETIME;
  }

  /**
   * Reads from Stripe once, which a key that may write transfers may do, too.
   *
   * @return why Stripe could not be asked now, as a sentence for a log; empty when all is well
   * @throws SettingsException when Stripe does not accept the key, or lets it read no transfers
   */
  public Optional<String> check() throws SettingsException {
    StripeReply reply = api.get(Transfer.PATH, Map.of("limit", "1"), Deadline.in(SEND_LIMIT));
    if (reply instanceof StripeReply.Answered answered) {
      if (answered.isSuccess()) {
        return Optional.empty();
      }
      boolean isOfStripe = answered.error().isObject();
      if (isOfStripe && answered.status() == 401) {
        throw new SettingsException(
            "%s is not accepted by Stripe. Set it to a valid key"
                .formatted(StripeSettings.API_KEY));
      }
      if (isOfStripe && answered.status() == 403) {
        throw new SettingsException(
            "%s may not read transfers. Give the key the right to write transfers, or set another key"
                .formatted(StripeSettings.API_KEY));
      }
    }
    return Optional.of(
        "Stripe could not be asked whether it accepts the key: %s. Payments are retried."
            .formatted(table.unknown(reply).reason()));
  }
}
