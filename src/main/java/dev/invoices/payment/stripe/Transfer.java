package dev.invoices.payment.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.text.Quote;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A transfer at Stripe.
 *
 * @param id Stripe's own, the receipt
 * @param amount in the currency's smallest unit
 * @param currency ISO 4217, in small letters
 * @param destination the account that gets it
 * @param obligation the idempotency key of what is paid, without its round; empty in a transfer
 *     that another program made
 * @param round its number, as text; empty likewise
 * @param created when the money moved
 */
record Transfer(
    String id,
    BigInteger amount,
    String currency,
    String destination,
    String obligation,
    String round,
    Instant created) {

  static final String PATH = "/v1/transfers";

  private static final String OBLIGATION = "obligation";
  private static final String ROUND = "round";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,255}");

  /**
   * What asks for the transfer of a round. Stripe refuses another form under the same key, and
   * {@link #of} finds the transfer by it: so a round has one form, in this version and in later
   * ones.
   *
   * @throws PaymentDeclinedException when Stripe has no number for the amount
   */
  static Map<String, String> form(PaymentRound round) throws PaymentDeclinedException {
    Payment payment = round.payment();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("amount", MinorUnits.of(payment.amount()).toString());
    form.put("currency", currency(payment));
    form.put("destination", round.payee());
    form.put("transfer_group", round.workflowId());
    form.put("description", description(payment));
    form.put("metadata[invoice]", payment.invoiceId());
    form.put("metadata[line]", Integer.toString(payment.line()));
    form.put("metadata[%s]".formatted(ROUND), Integer.toString(round.round()));
    form.put("metadata[%s]".formatted(OBLIGATION), payment.idempotencyKey());
    return form;
  }

  private static String currency(Payment payment) {
    return payment.amount().currency().getCurrencyCode().toLowerCase(Locale.ROOT);
  }

  private static String description(Payment payment) {
    String invoice = "Invoice " + Quote.word(payment.invoiceId());
    return payment.isOfWholeInvoice()
        ? invoice
        : "%s, line %d: %s".formatted(invoice, payment.line(), Quote.of(payment.item()));
  }

  /** What fetches the transfers among which that of a round is. */
  static Map<String, String> query(PaymentRound round, int limit, Optional<String> after) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("transfer_group", round.workflowId());
    query.put("limit", Integer.toString(limit));
    after.ifPresent(id -> query.put("starting_after", id));
    return query;
  }

  /** Reads one; empty when it is none, or one of another form. */
  static Optional<Transfer> of(JsonNode json) {
    JsonNode amount = json.path("amount");
    JsonNode created = json.path("created");
    if (!json.path("object").asText().equals("transfer")
        || !ID.matcher(json.path("id").asText()).matches()
        || !amount.isIntegralNumber()
        || !created.canConvertToLong()) {
      return Optional.empty();
    }
    JsonNode metadata = json.path("metadata");
    return Optional.of(
        new Transfer(
            json.path("id").asText(),
            amount.bigIntegerValue(),
            json.path("currency").asText(),
            json.path("destination").asText(),
            metadata.path(OBLIGATION).asText(),
            metadata.path(ROUND).asText(),
            Instant.ofEpochSecond(created.longValue())));
  }

  /** Whether it pays what a round is to pay, in this round or in another. */
  boolean paysTheSameAs(PaymentRound asked) {
    return obligation.equals(asked.payment().idempotencyKey());
  }

  /** Whether amount, currency and account are those of a round. */
  boolean agreesWith(PaymentRound asked) {
    return amount.equals(amount(asked))
        && currency.equals(currency(asked.payment()))
        && destination.equals(asked.payee());
  }

  private static BigInteger amount(PaymentRound asked) {
    try {
      return MinorUnits.of(asked.payment().amount());
    } catch (PaymentDeclinedException e) {
      return BigInteger.ZERO;
    }
  }
}
