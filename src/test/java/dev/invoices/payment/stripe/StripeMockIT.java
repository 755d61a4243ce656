package dev.invoices.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.testkit.CommandOnPath;
import dev.invoices.testkit.FreePort;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every request that the provider can send is one of Stripe's published OpenAPI, in the version
 * that the provider names: stripe-mock compares each with it.
 */
@Timeout(60)
class StripeMockIT {

  private static final String HOW_TO_GET_IT =
      "get it with: go install github.com/stripe/stripe-mock@v0.203.0";

  @TempDir private static Path folder;
  private static Process mock;
  private static StripeApi api;

  @BeforeAll
  static void start() throws Exception {
    Path command = CommandOnPath.require(HOW_TO_GET_IT, "stripe-mock", "stripe-mock.exe");
    int port = FreePort.find();
    mock =
        new ProcessBuilder(
                command.toString(), "-http-port", Integer.toString(port), "-strict-version-check")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("stripe-mock.log").toFile())
            .start();
    api = new StripeApi(URI.create("http://127.0.0.1:" + port), ApiKey.of("sk_test_123456789"));
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (list(Map.of("limit", "1")) instanceof StripeReply.NotSent) {
      assertThat(mock.isAlive()).as("stripe-mock runs").isTrue();
      assertThat(System.nanoTime()).as("stripe-mock starts within 30 s").isLessThan(end);
      Thread.sleep(100);
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (mock != null) {
      mock.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  static Stream<Arguments> rounds() {
    return Stream.of(
        arguments("a line", round("INV-001", 1, "Web Development", "USD", "5000.00", 1)),
        arguments("a whole invoice", round("INV-001", 0, "2 lines", "EUR", "7000.00", 1)),
        arguments("a second round", round("INV-001", 1, "Web Development", "USD", "5000.00", 2)),
        arguments("no decimals", round("INV-001", 1, "Design", "JPY", "500", 1)),
        arguments("two zeros", round("INV-001", 1, "Design", "ISK", "500", 1)),
        arguments("three decimals", round("INV-001", 1, "Design", "KWD", "1.230", 1)),
        arguments(
            "letters of the world", round("発注/17 & Söhne=é", 1, "設計 🎨 [x]&y=1", "USD", "1", 1)),
        arguments(
            "the longest",
            round(
                "x".repeat(Invoice.MAX_ID_LENGTH),
                Invoice.MAX_LINES,
                "x".repeat(Invoice.MAX_DIVIDED_ITEM_LENGTH),
                "USD",
                "999999999999.99",
                12)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rounds")
  void transferAndLookUp_accepted(String what, PaymentRound round) throws Exception {
    assertAccepted(
        what,
        api.post(
            Transfer.PATH, Transfer.form(round), round.key(), Deadline.in(Duration.ofSeconds(10))));
    assertAccepted(what, list(Transfer.query(round, 100, Optional.empty())));
    assertAccepted(what, list(Transfer.query(round, 100, Optional.of("tr_1"))));
  }

  @Test
  void answersOfTheMock_canBeRead() throws Exception {
    PaymentRound round = round("INV-001", 1, "Web Development", "USD", "5000.00", 1);
    StripeReply.Answered made =
        (StripeReply.Answered)
            api.post(
                Transfer.PATH,
                Transfer.form(round),
                round.key(),
                Deadline.in(Duration.ofSeconds(10)));
    StripeReply.Answered found =
        (StripeReply.Answered) list(Transfer.query(round, 100, Optional.empty()));

    assertThat(Transfer.of(made.body())).isPresent();
    assertThat(found.body().path("data")).isNotEmpty();
    assertThat(found.body().path("data")).allMatch(element -> Transfer.of(element).isPresent());
  }

  @Test
  void checkAtTheStart_accepted() {
    assertAccepted("the check", list(Map.of("limit", "1")));
  }

  @Test
  void requestOfAnotherForm_refused() throws Exception {
    Map<String, String> form =
        new LinkedHashMap<>(
            Transfer.form(round("INV-001", 1, "Web Development", "USD", "5000.00", 1)));
    form.put("line", "1");

    StripeReply reply = api.post(Transfer.PATH, form, "key", Deadline.in(Duration.ofSeconds(10)));

    assertThat(((StripeReply.Answered) reply).status()).isEqualTo(400);
  }

  private static void assertAccepted(String what, StripeReply reply) {
    assertThat(reply).as(what).isInstanceOf(StripeReply.Answered.class);
    StripeReply.Answered answered = (StripeReply.Answered) reply;
    assertThat(answered.status()).as("%s: %s", what, answered.body()).isEqualTo(200);
  }

  private static StripeReply list(Map<String, String> query) {
    return api.get(Transfer.PATH, query, Deadline.in(Duration.ofSeconds(10)));
  }

  private static PaymentRound round(
      String invoice, int line, String item, String currency, String amount, int round) {
    Payment payment =
        new Payment(
            "0".repeat(64),
            Optional.of("Alpha"),
            invoice,
            line,
            item,
            new Money(Currency.getInstance(currency), new BigDecimal(amount)),
            "submission",
            Optional.empty());
    return StripeRounds.round(payment, round);
  }
}
