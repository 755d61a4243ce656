package dev.invoices.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.payment.provider.ProviderAnswer;
import dev.invoices.payment.provider.ProviderAnswer.Declined;
import dev.invoices.payment.provider.ProviderAnswer.NotDone;
import dev.invoices.payment.provider.ProviderAnswer.Paid;
import dev.invoices.payment.provider.ProviderAnswer.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer of Stripe means; the table in docs/payments.md says the same. */
class AnswerTableTest {

  private static final String KEY = "rk_test_51Hush0123456789";
  private static final PaymentRound ROUND = StripeRounds.first("INV-001", 1);
  private static final String TRANSFER =
      """
      {"id": "tr_1", "object": "transfer", "amount": 5000, "currency": "usd",
       "destination": "acct_1Alpha", "created": 1764237600, "metadata": {}}
      """;

  private final AnswerTable table = new AnswerTable(ApiKey.of(KEY));

  static Stream<Arguments> errors() {
    String invalid = "invalid_request_error";
    return Stream.of(
        // certainly refused, and for good
        arguments(400, invalid, "", "", Declined.class),
        arguments(400, invalid, "balance_insufficient", "", Declined.class),
        arguments(400, invalid, "resource_missing", "destination", Declined.class),
        arguments(402, "card_error", "card_declined", "", Declined.class),
        arguments(402, invalid, "", "", Declined.class),
        arguments(404, invalid, "resource_missing", "destination", Declined.class),
        // let in by no gate: to be corrected by the operator, or later
        arguments(302, "", "", "", NotDone.class),
        arguments(401, invalid, "", "", NotDone.class),
        arguments(403, invalid, "", "", NotDone.class),
        arguments(404, invalid, "", "", NotDone.class),
        arguments(407, "", "", "", NotDone.class),
        arguments(429, invalid, "rate_limit", "", NotDone.class),
        arguments(429, "", "", "", NotDone.class),
        // may be read in two ways
        arguments(400, "idempotency_error", "", "", Unknown.class),
        arguments(400, "api_error", "", "", Unknown.class),
        arguments(400, "", "", "", Unknown.class),
        arguments(408, "", "", "", Unknown.class),
        arguments(409, "idempotency_error", "idempotency_key_in_use", "", Unknown.class),
        arguments(409, invalid, "", "", Unknown.class),
        arguments(424, "api_error", "", "", Unknown.class),
        arguments(429, invalid, "lock_timeout", "", Unknown.class),
        arguments(500, "api_error", "", "", Unknown.class),
        arguments(502, "", "", "", Unknown.class),
        arguments(503, "", "", "", Unknown.class),
        arguments(204, "", "", "", Unknown.class));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("errors")
  void error_meansOneThing(
      int status, String type, String code, String param, Class<? extends ProviderAnswer> meaning) {
    JsonNode body = type.isEmpty() ? MissingNode.getInstance() : error(type, code, param, "No.");

    assertThat(of(status, body)).isInstanceOf(meaning);
  }

  @Test
  void transfer_isPaid_withItsReceiptAndTime() {
    assertThat(of(200, json(TRANSFER)))
        .isEqualTo(new Paid("tr_1", Instant.ofEpochSecond(1764237600)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5000|5001",
        "5000|5000.5",
        "\"usd\"|\"eur\"",
        "acct_1Alpha|acct_1Beta",
        "\"transfer\"|\"charge\"",
        "\"tr_1\"|\"\"",
        "\"tr_1\"|\"tr 1; rm\"",
        "1764237600|\"today\""
      })
  void transferOfSomethingElse_isUnknown(String part, String other) {
    assertThat(of(200, json(TRANSFER.replace(part, other)))).isInstanceOf(Unknown.class);
  }

  @Test
  void successThatCannotBeRead_isUnknown() {
    assertThat(of(200, MissingNode.getInstance()))
        .isEqualTo(new Unknown("Stripe gave an answer that cannot be read", Optional.empty()));
    assertThat(of(201, json(TRANSFER))).isInstanceOf(Unknown.class);
  }

  @Test
  void declineThatStripeWouldRetry_isUnknown() {
    StripeReply reply =
        new StripeReply.Answered(
            400, Optional.empty(), true, error("invalid_request_error", "", "", "Busy."));

    assertThat(table.of(reply, ROUND)).isInstanceOf(Unknown.class);
  }

  @Test
  void noConnection_isNotDone_andNoAnswerIsUnknown() {
    assertThat(table.of(new StripeReply.NotSent("no way"), ROUND))
        .isEqualTo(new NotDone("no way", Optional.empty()));
    assertThat(table.of(new StripeReply.Unanswered("cut"), ROUND))
        .isEqualTo(new Unknown("cut", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 409, 503})
  void pauseThatStripeAsksFor_passedOn(int status) {
    Optional<Duration> pause = Optional.of(Duration.ofSeconds(7));
    ProviderAnswer answer =
        table.of(new StripeReply.Answered(status, pause, false, MissingNode.getInstance()), ROUND);

    assertThat(
            answer instanceof NotDone notDone
                ? notDone.retryAfter()
                : ((Unknown) answer).retryAfter())
        .isEqualTo(pause);
  }

  @Test
  void declines_sayWhatToDo_thenWhatStripeSays() {
    assertThat(of(400, error("invalid_request_error", "balance_insufficient", "", "Too poor.")))
        .isEqualTo(
            new Declined(
                "the balance at Stripe is too low. Add money, and approve again. Stripe says: \"Too poor.\""));
    assertThat(of(400, error("invalid_request_error", "resource_missing", "destination", "No.")))
        .isEqualTo(
            new Declined(
                "the account acct_1Alpha cannot be paid. Correct it at Stripe or in the list of payees, and approve again. Stripe says: \"No.\""));
    assertThat(of(400, error("invalid_request_error", "", "", "")))
        .isEqualTo(new Declined("Stripe declines the transfer"));
  }

  @Test
  void wordsOfStripe_cleanedQuotedAndCut() {
    String words = "Line one\nline two \u202E \"quoted\" " + "x".repeat(500);

    assertThat(reason(of(400, error("invalid_request_error", "", "", words))))
        .startsWith("Stripe declines the transfer. Stripe says: \"Line one line two ? 'quoted' xxx")
        .endsWith("x…\"")
        .hasSizeLessThan(250);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        KEY,
        "rk_test_****6789",
        "sk_live_51Another0123",
        "rk_\u200btest_51Hush0123456789",
        "pk_test_x"
      })
  void keyInTheWordsOfStripe_hidden(String key) {
    String text =
        reason(of(403, error("invalid_request_error", "", "", "The key '" + key + "' may not.")));

    assertThat(text)
        .contains("Stripe says: \"The key '(key)' may not.\"")
        .doesNotContain("Hush", "6789", "Another");
  }

  private ProviderAnswer of(int status, JsonNode body) {
    return table.of(new StripeReply.Answered(status, Optional.empty(), false, body), ROUND);
  }

  private static String reason(ProviderAnswer answer) {
    return answer instanceof Declined declined ? declined.reason() : ((NotDone) answer).reason();
  }

  private static JsonNode error(String type, String code, String param, String message) {
    var error = new ObjectMapper().createObjectNode();
    var fields = error.putObject("error").put("type", type).put("message", message);
    if (!code.isEmpty()) {
      fields.put("code", code);
    }
    if (!param.isEmpty()) {
      fields.put("param", param);
    }
    return error;
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
