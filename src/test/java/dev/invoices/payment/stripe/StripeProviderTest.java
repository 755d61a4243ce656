package dev.invoices.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.payment.provider.ProviderAnswer;
import dev.invoices.payment.provider.ProviderAnswer.Declined;
import dev.invoices.payment.provider.ProviderAnswer.NotDone;
import dev.invoices.payment.provider.ProviderAnswer.NotFound;
import dev.invoices.payment.provider.ProviderAnswer.Paid;
import dev.invoices.payment.provider.ProviderAnswer.Unknown;
import dev.invoices.temporal.SettingsException;
import dev.invoices.testkit.FreePort;
import dev.invoices.testkit.stripe.StripeFault;
import dev.invoices.testkit.stripe.StripeStandIn;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@Timeout(60)
class StripeProviderTest {

  private static final PaymentRound ROUND = StripeRounds.first("INV-001", 1);

  @TempDir private Path folder;
  private StripeStandIn stripe;
  private PaymentProvider provider;

  @BeforeEach
  void start() throws Exception {
    stripe = StripeStandIn.start().account(StripeRounds.ACCOUNT).balance("usd", 1_000_000);
    provider = provider(stripe.url(), StripeStandIn.KEY);
  }

  @AfterEach
  void stop() {
    stripe.close();
  }

  @Test
  void approvedPayment_isOneTransfer() {
    ProviderAnswer answer = provider.send(ROUND);

    assertThat(answer).isInstanceOf(Paid.class);
    assertThat(((Paid) answer).reference()).isEqualTo("tr_standin000001");
    assertPaidOnce();
  }

  @Test
  void sameRoundAgain_hasTheSameReceipt() {
    assertThat(provider.send(ROUND)).isEqualTo(provider.send(ROUND));
    assertPaidOnce();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"CUT_AFTER_COMMIT", "ERROR_AFTER_COMMIT", "HALF_AN_ANSWER"})
  void paidButNotAnswered_foundAtOnce(StripeFault fault) {
    stripe.fail(fault, 1);

    assertThat(provider.send(ROUND)).isInstanceOf(Paid.class);
    assertPaidOnce();
  }

  @Test
  void cutBeforeAnythingHappened_isUnknown_andPaidAtTheNextTry() {
    stripe.fail(StripeFault.CUT_BEFORE_COMMIT, 1);

    assertThat(provider.send(ROUND)).isInstanceOf(Unknown.class);
    assertThat(provider.find(ROUND)).isEqualTo(new NotFound());
    assertThat(provider.send(ROUND)).isInstanceOf(Paid.class);
    assertPaidOnce();
  }

  @Test
  void
      internalErrorWithoutATransfer_staysUnknownWhileStripeRepeatsIt_andIsPaidWhenTheKeyIsForgotten() {
    stripe.fail(StripeFault.ERROR_BEFORE_COMMIT, 1);

    assertThat(provider.send(ROUND)).isInstanceOf(Unknown.class);
    assertThat(provider.send(ROUND)).isInstanceOf(Unknown.class);
    stripe.moveClock(Duration.ofHours(24));

    assertThat(provider.find(ROUND)).isEqualTo(new NotFound());
    assertThat(provider.send(ROUND)).isInstanceOf(Paid.class);
    assertPaidOnce();
  }

  @Test
  void forgottenKey_transferIsFoundByItsMetadata() {
    Paid paid = (Paid) provider.send(ROUND);
    stripe.forgetKeys();

    assertThat(provider.find(ROUND)).isEqualTo(paid);
  }

  @Test
  void answerThatNeverComes_unknownWithinTheLimit() {
    stripe.fail(StripeFault.ANSWER_DROPPED, 1);
    long begin = System.nanoTime();

    ProviderAnswer answer = provider.send(ROUND);

    assertThat(answer).isEqualTo(new Unknown("Stripe did not answer in time", Optional.empty()));
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(22));
    assertThat(provider.find(ROUND)).isInstanceOf(Paid.class);
    assertPaidOnce();
  }

  @Test
  void tooManyRequests_notDone_withThePauseThatStripeAsksFor() {
    stripe.fail(StripeFault.RATE_LIMITED, 1);

    assertThat(provider.send(ROUND))
        .isEqualTo(
            new NotDone("Stripe takes no more requests now", Optional.of(Duration.ofSeconds(1))));
    assertThat(provider.send(ROUND)).isInstanceOf(Paid.class);
  }

  @Test
  void keyInUse_unknown_andPaidOnce() throws Exception {
    stripe.fail(StripeFault.SLOW, 1, Duration.ofSeconds(2));
    CompletableFuture<ProviderAnswer> first =
        CompletableFuture.supplyAsync(() -> provider.send(ROUND));
    while (stripe.requestsForTransfers() == 0) {
      Thread.sleep(10);
    }

    assertThat(provider.send(ROUND))
        .isEqualTo(
            new Unknown(
                "Stripe still works on an earlier request for this payment", Optional.empty()));
    assertThat(first.get()).isInstanceOf(Paid.class);
    assertPaidOnce();
  }

  @Test
  void tooLittleMoney_declined_andSoIsEveryRepetition_butNotANewRound() {
    stripe.balance("usd", 4_999);
    assertThat(provider.send(ROUND)).isInstanceOf(Declined.class);

    stripe.balance("usd", 5_000);

    assertThat(provider.send(ROUND)).isInstanceOf(Declined.class);
    assertThat(provider.send(StripeRounds.round(ROUND.payment(), 2))).isInstanceOf(Paid.class);
    assertPaidOnce();
  }

  @Test
  void unknownAccount_declined() {
    assertThat(provider.send(StripeRounds.round(ROUND.payment(), 1, "acct_1Gone")))
        .isEqualTo(
            new Declined(
                "the account acct_1Gone cannot be paid. Correct it at Stripe or in the list of payees, and approve again. Stripe says: \"No such destination: 'acct_1Gone'\""));
  }

  @Test
  void anotherRequestUnderTheKey_unknownAndNeverDeclined() {
    provider.send(ROUND);
    Payment other = StripeRounds.payment("INV-001", 1, "60.00", "USD");

    assertThat(provider.send(StripeRounds.round(other, 1)))
        .isInstanceOfSatisfying(
            Unknown.class, unknown -> assertThat(unknown.reason()).contains("under the key"));
    assertPaidOnce();
  }

  @Test
  void amountThatStripeCannotMove_declinedWithoutARequest() {
    Payment payment = StripeRounds.payment("INV-001", 1, "0.001", "USD");

    assertThat(provider.send(StripeRounds.round(payment, 1))).isInstanceOf(Declined.class);
    assertThatThrownBy(() -> provider.payee(payment)).isInstanceOf(PaymentDeclinedException.class);
    assertThat(stripe.requestsForTransfers()).isZero();
  }

  @Test
  void find_looksThroughAllPages() {
    for (int line = 1; line <= 203; line++) {
      provider.send(StripeRounds.first("INV-001", line));
    }

    assertThat(provider.find(StripeRounds.first("INV-001", 1)))
        .isInstanceOfSatisfying(
            Paid.class, paid -> assertThat(paid.reference()).isEqualTo("tr_standin000001"));
    assertThat(provider.find(StripeRounds.first("INV-001", 204))).isEqualTo(new NotFound());
  }

  @Test
  void find_knowsOtherInvoicesVendorsAndLinesApart() {
    provider.send(ROUND);

    assertThat(provider.find(StripeRounds.first("INV-001", 2))).isEqualTo(new NotFound());
    assertThat(provider.find(StripeRounds.first("INV-002", 1))).isEqualTo(new NotFound());
    Money amount = new Money(Currency.getInstance("USD"), new BigDecimal("50.00"));
    Payment toOther = StripeRounds.payment(Optional.of("Beta"), "INV-001", 1, amount);
    assertThat(provider.find(StripeRounds.round(toOther, 1))).isEqualTo(new NotFound());
  }

  @Test
  void find_aTransferWithAnotherAmountOrAccount_isNeverNotFound() {
    provider.send(ROUND);
    Payment other = StripeRounds.payment("INV-001", 1, "60.00", "USD");

    assertThat(provider.find(StripeRounds.round(other, 1)))
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown -> assertThat(unknown.reason()).contains("tr_standin000001", "another amount"));
    assertThat(provider.find(StripeRounds.round(ROUND.payment(), 1, "acct_1Beta")))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void find_whatAnEarlierRoundPaid_isPaid() {
    provider.send(StripeRounds.round(ROUND.payment(), 2));

    assertThat(provider.find(ROUND)).isInstanceOf(Paid.class);
  }

  @Test
  void stripeAway_notDone_andWhatWasPaidIsUnknown() throws Exception {
    PaymentProvider away =
        provider(URI.create("http://127.0.0.1:" + FreePort.find()), StripeStandIn.KEY);

    assertThat(away.send(ROUND))
        .isInstanceOfSatisfying(
            NotDone.class,
            notDone -> assertThat(notDone.reason()).startsWith("Stripe cannot be reached ("));
    assertThat(away.find(ROUND)).isInstanceOf(Unknown.class);
    assertThat(((StripeProvider) away).check()).isPresent();
  }

  @Test
  void wrongKey_notDone_andAnErrorOfTheSettingsAtTheStart() throws Exception {
    StripeProvider wrong = provider(stripe.url(), "rk_test_51Hush0123456789");

    assertThat(wrong.send(ROUND))
        .isEqualTo(
            new NotDone(
                "Stripe does not accept the key. Correct STRIPE_API_KEY, and restart the worker",
                Optional.empty()));
    assertThat(wrong.find(ROUND))
        .isEqualTo(
            new Unknown(
                "Stripe does not accept the key. Correct STRIPE_API_KEY, and restart the worker",
                Optional.empty()));
    assertThatThrownBy(wrong::check)
        .isInstanceOf(SettingsException.class)
        .hasMessage("STRIPE_API_KEY is not accepted by Stripe. Set it to a valid key");
  }

  @Test
  void check_goodKey_nothingToSay() throws Exception {
    assertThat(((StripeProvider) provider).check()).isEmpty();
  }

  @Test
  void payee_comesFromTheList() throws Exception {
    assertThat(provider.payee(ROUND.payment())).isEqualTo(StripeRounds.ACCOUNT);
    assertThat(provider.name()).isEqualTo("stripe");
    assertThat(provider.keyLifetime()).isLessThan(Duration.ofHours(24));
  }

  private void assertPaidOnce() {
    assertThat(stripe.transfersByObligation())
        .containsExactly(Map.entry(ROUND.payment().idempotencyKey(), 1));
  }

  private StripeProvider provider(URI url, String key) throws Exception {
    Path payees = folder.resolve("payees.json");
    Files.writeString(
        payees,
        "{\"payees\": [{\"vendor\": \"%s\", \"stripe\": \"%s\"}]}"
            .formatted(StripeRounds.VENDOR, StripeRounds.ACCOUNT));
    return new StripeProvider(
        StripeSettings.fromEnvironment(
            Map.of(
                "STRIPE_API_KEY", key,
                "INVOICE_STRIPE_URL", url.toString(),
                "INVOICE_PAYEES", payees.toString())));
  }
}
