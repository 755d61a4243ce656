package dev.invoices.payment.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.payment.provider.ProviderAnswer;
import dev.invoices.payment.provider.ProviderAnswer.Declined;
import dev.invoices.payment.provider.ProviderAnswer.NotDone;
import dev.invoices.payment.provider.ProviderAnswer.Paid;
import dev.invoices.payment.provider.ProviderAnswer.Unknown;
import dev.invoices.text.Quote;
import dev.invoices.text.SafeText;
import java.util.Optional;
import java.util.Set;

/**
 * What Stripe's answer to a transfer means. Only an error that Stripe itself gives, and gives for
 * good, is a decline; what can be read in two ways is unknown. {@code docs/payments.md} has the
 * table.
 */
final class AnswerTable {

  /** The errors of a request that Stripe has understood and does not carry out. */
  private static final Set<Integer> REFUSALS = Set.of(400, 402, 404);

  private static final Set<String> FINAL_TYPES = Set.of("invalid_request_error", "card_error");
  private static final Set<String> OF_THE_ACCOUNT =
      Set.of(
          "account_invalid",
          "insufficient_capabilities_for_transfer",
          "resource_missing",
          "transfers_not_allowed");

  private static final String APPROVE_AGAIN = "and approve again";
  private static final String LOOK = "Look for it in Stripe's Dashboard";
  private static final int MAX_SHOWN = 160;

  private final ApiKey key;

  /**
   * @param key to be hidden in what Stripe says
   */
  AnswerTable(ApiKey key) {
    this.key = key;
  }

  /** The answer to a request for a transfer. */
  ProviderAnswer of(StripeReply reply, PaymentRound round) {
    if (reply instanceof StripeReply.NotSent notSent) {
      return new NotDone(notSent.reason(), Optional.empty());
    }
    if (reply instanceof StripeReply.Answered answered) {
      return of(answered, round);
    }
    return unknown(reply);
  }

  private ProviderAnswer of(StripeReply.Answered answered, PaymentRound round) {
    if (answered.isSuccess()) {
      return Transfer.of(answered.body())
          .map(made -> paid(made, round))
          .orElseGet(() -> unknown(answered));
    }
    Optional<String> before = beforeStripeActs(answered);
    if (before.isPresent()) {
      return new NotDone(before.get(), answered.retryAfter());
    }
    return isDecline(answered)
        ? new Declined(declined(answered.error(), round))
        : unknown(answered);
  }

  /** The money moved, unless it is the transfer of something else. */
  ProviderAnswer paid(Transfer made, PaymentRound round) {
    return made.agreesWith(round)
        ? new Paid(made.id(), made.created())
        : new Unknown(
            "the transfer %s at Stripe is for this payment, but has another amount, currency or account. %s"
                .formatted(made.id(), LOOK),
            Optional.empty());
  }

  /** Why a request had no effect that Stripe or another server did not let through. */
  private Optional<String> beforeStripeActs(StripeReply.Answered answered) {
    return switch (answered.status()) {
      case 301, 302, 303, 307, 308 ->
          Optional.of(
              "the address of Stripe leads to another one. Correct %s, and restart the worker"
                  .formatted(StripeSettings.URL));
      case 401 ->
          Optional.of(
              "Stripe does not accept the key. Correct %s, and restart the worker"
                  .formatted(StripeSettings.API_KEY));
      case 403 ->
          Optional.of(
              "Stripe does not let the key do this. Give it the right to write transfers%s"
                  .formatted(says(answered.error())));
      case 404 ->
          isUnknownAddress(answered)
              ? Optional.of(
                  "there is no Stripe at its address. Correct %s, and restart the worker"
                      .formatted(StripeSettings.URL))
              : Optional.empty();
      case 407 -> Optional.of("the proxy before Stripe asks for a password. Correct its settings");
      case 429 ->
          isLimit(answered) ? Optional.of("Stripe takes no more requests now") : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Stripe names the parameter or a code when it knows the address. */
  private static boolean isUnknownAddress(StripeReply.Answered answered) {
    return !answered.error().hasNonNull("code") && !answered.error().hasNonNull("param");
  }

  /** The limit stands before everything; a lock is met on the way. */
  private static boolean isLimit(StripeReply.Answered answered) {
    return !answered.error().path("code").asText().equals("lock_timeout");
  }

  private static boolean isDecline(StripeReply.Answered answered) {
    return REFUSALS.contains(answered.status())
        && FINAL_TYPES.contains(answered.error().path("type").asText())
        && !answered.mayBeRetried();
  }

  private String declined(JsonNode error, PaymentRound round) {
    String code = error.path("code").asText();
    if (code.equals("balance_insufficient")) {
      return "the balance at Stripe is too low. Add money, %s%s"
          .formatted(APPROVE_AGAIN, says(error));
    }
    if (OF_THE_ACCOUNT.contains(code) || error.path("param").asText().equals("destination")) {
      return "the account %s cannot be paid. Correct it at Stripe or in the list of payees, %s%s"
          .formatted(Quote.word(round.payee()), APPROVE_AGAIN, says(error));
    }
    return "Stripe declines the transfer%s".formatted(says(error));
  }

  /** What is not known of a request. */
  Unknown unknown(StripeReply reply) {
    if (reply instanceof StripeReply.Answered answered) {
      return new Unknown(
          beforeStripeActs(answered).orElseGet(() -> whyUnknown(answered)), answered.retryAfter());
    }
    return new Unknown(
        reply instanceof StripeReply.NotSent notSent
            ? notSent.reason()
            : ((StripeReply.Unanswered) reply).reason(),
        Optional.empty());
  }

  private String whyUnknown(StripeReply.Answered answered) {
    JsonNode error = answered.error();
    if (answered.status() == 409) {
      return "Stripe still works on an earlier request for this payment";
    }
    if (error.path("type").asText().equals("idempotency_error")) {
      return "Stripe had another request under the key of this payment before. %s".formatted(LOOK);
    }
    return answered.status() / 100 == 2
        ? "Stripe gave an answer that cannot be read"
        : "Stripe gave an answer that does not say what happened (HTTP %d)%s"
            .formatted(answered.status(), says(error));
  }

  /** Stripe's own words come last, in quotation marks. */
  private String says(JsonNode error) {
    String message = SafeText.of(error.path("message").asText(), Integer.MAX_VALUE);
    return message.isBlank()
        ? ""
        : ". Stripe says: %s".formatted(Quote.of(key.hiddenIn(message), MAX_SHOWN));
  }
}
