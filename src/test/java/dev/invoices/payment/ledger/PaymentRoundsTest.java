package dev.invoices.payment.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.LedgerException;
import dev.invoices.payment.PaymentUncertainException;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.payment.provider.ProviderAnswer;
import dev.invoices.payment.provider.ProviderAnswer.Declined;
import dev.invoices.payment.provider.ProviderAnswer.NotDone;
import dev.invoices.payment.provider.ProviderAnswer.NotFound;
import dev.invoices.payment.provider.ProviderAnswer.Paid;
import dev.invoices.payment.provider.ProviderAnswer.Unknown;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.testkit.ScriptedProvider;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a round, whatever the provider answers and wherever the worker dies. */
class PaymentRoundsTest extends RoundFixture {

  @Test
  void round_isOnTheDiskBeforeItIsSent() throws Exception {
    List<String> whileSent = new ArrayList<>();
    provider.then(
        (round, bank) -> {
          whileSent.addAll(
              rows("SELECT state, round, provider, payee, workflow_id, begun_at FROM payments"));
          return bank.move();
        });

    Receipt receipt = pay(line(1));

    assertThat(whileSent)
        .containsExactly("begun|1|scripted|acct_Alpha Ltd|invoice-INV-1|2026-01-31T12:00:00Z");
    assertThat(receipt).isEqualTo(new Receipt("tr_1", NOON, false));
    assertThat(rows(ROUNDS)).containsExactly("1|paid|tr_1|null");
    assertThat(pay(line(1, NOON))).isEqualTo(receipt);
    assertThat(provider.sent()).hasSize(1);
  }

  @Test
  void paymentThatAnOlderBackupDoesNotKnow_isFoundBeforeItIsSent() throws Exception {
    Receipt receipt = pay(line(1));
    execute("DELETE FROM payments");
    provider.forgetKeys();

    assertThat(pay(line(1))).isEqualTo(receipt);

    assertThat(provider.sent()).hasSize(1);
    assertThat(provider.moved(KEY)).isEqualTo(1);
    assertThat(rows(ROUNDS)).containsExactly("1|paid|tr_1|null");
  }

  /** The provider has forgotten the key, so nothing but the look-up protects the payment. */
  @ParameterizedTest
  @ValueSource(strings = {"no answer", "the worker dies"})
  void lookUpThatFailedAfterARestore_isRepeatedBeforeAnythingIsSent(String failure)
      throws Exception {
    Receipt receipt = pay(line(1));
    execute("DELETE FROM payments");
    provider.forgetKeys();
    provider.beforeFind(
        () -> {
          provider.beforeFind(() -> {});
          if (failure.equals("no answer")) {
            throw new IllegalStateException(failure);
          }
          throw new Killed();
        });
    assertThatThrownBy(() -> pay(line(1)))
        .isInstanceOfAny(PaymentUncertainException.class, Killed.class);
    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");

    assertThat(pay(line(1))).isEqualTo(receipt);

    assertThat(provider.moved(KEY)).isEqualTo(1);
  }

  /** The key of the first round is still good, and was never used. */
  @Test
  void roundThatIsBegunInABackup_andWasPaidInALaterOne_isNotSent() throws Exception {
    provider.then((round, bank) -> UNKNOWN).then((round, bank) -> new Declined("closed"));
    assertUncertain(line(1));
    assertDeclined(line(1), "closed");
    Receipt second = pay(line(1, NOON));
    execute("DELETE FROM payments WHERE round = 2");
    execute("UPDATE payments SET state = 'begun', reason = NULL");

    assertThat(pay(line(1)).id()).isEqualTo(second.id());

    assertThat(provider.moved(KEY)).isEqualTo(1);
  }

  @Test
  void providerThatDoesNotSayWhetherItHasPaid_isSentNothing() throws Exception {
    provider.thenFinds(UNKNOWN);

    assertThat(assertUncertain(line(1)))
        .hasMessage(
            "scripted was not asked for the payment, because it does not say whether it has made it before: no answer");

    assertThat(provider.sent()).isEmpty();
    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");
  }

  @Test
  void declined_keepsItsReason_andOnlyALaterRequestBeginsTheNextRound() throws Exception {
    provider.then((round, bank) -> new Declined("card\u001b[31m\nexpired"));

    assertDeclined(line(1), "card?[31m expired");
    assertDeclined(line(1), "card?[31m expired");
    assertThat(provider.sent()).hasSize(1);
    pay(line(1, NOON));

    assertThat(provider.sent()).extracting(PaymentRound::key).containsExactly(KEY, KEY + "-2");
    assertThat(rows(ROUNDS))
        .containsExactly("1|declined|null|card?[31m expired", "2|paid|tr_1|null");
  }

  @Test
  void nextRound_mayBeOfAnotherAmount() throws Exception {
    provider.then((round, bank) -> new Declined("too much"));
    assertDeclined(line(1, "9.00", ASKED), "too much");

    pay(line(1, "8.00", NOON));

    assertThat(rows("SELECT round, amount, state FROM payments ORDER BY round"))
        .containsExactly("1|9.00|declined", "2|8.00|paid");
  }

  @Test
  void declineForARequestThatJoinedTheRound_isRepeatedForIt() throws Exception {
    provider.then((round, bank) -> UNKNOWN).then((round, bank) -> new Declined("closed"));
    assertUncertain(line(1));
    assertDeclined(line(1, NOON), "closed");

    assertDeclined(line(1, NOON), "closed");

    assertThat(provider.sent()).hasSize(2);
  }

  @Test
  void unknown_staysBegun_andIsSentAgainAsItWas() throws Exception {
    provider.then(
        (round, bank) -> new Unknown("the connection was cut", Optional.of(Duration.ofSeconds(7))));

    PaymentUncertainException uncertain = assertUncertain(line(1));

    assertThat(uncertain)
        .hasMessage("it is not known whether scripted made the payment: the connection was cut");
    assertThat(uncertain.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");
    clock.forward(Duration.ofMinutes(5));
    assertThat(pay(line(1)).id()).isEqualTo("tr_1");
    assertThat(provider.sent()).hasSize(2).containsOnly(provider.sent().get(0));
    assertThat(provider.moved(KEY)).isEqualTo(1);
  }

  @Test
  void unknown_andPaid_isFound_andNotSentAgain() throws Exception {
    provider.then(PaymentRoundsTest::moveUnseen);
    assertUncertain(line(1));

    assertThat(pay(line(1)).id()).isEqualTo("tr_1");

    assertThat(provider.sent()).hasSize(1);
  }

  @Test
  void notDone_staysBegun_andIsSentAgain() throws Exception {
    provider.then((round, bank) -> new NotDone("wrong key", Optional.empty()));

    assertThat(assertUncertain(line(1)))
        .hasMessage("scripted has not made the payment yet: wrong key");

    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");
    assertThat(pay(line(1)).id()).isEqualTo("tr_1");
  }

  @Test
  void answersThatSayNothing_countAsUnknown() {
    provider
        .then(
            (round, bank) -> {
              throw new IllegalStateException("no route");
            })
        .then((round, bank) -> new NotFound())
        .then((round, bank) -> new Paid(" ", NOON))
        .then((round, bank) -> new Paid("tr_1", null))
        .then((round, bank) -> new Declined(null))
        .then((round, bank) -> new NotDone("closed", null))
        .then((round, bank) -> new Unknown(null, Optional.empty()));

    for (int i = 0; i < 7; i++) {
      assertThat(assertUncertain(line(1)))
          .hasMessageStartingWith("it is not known whether scripted made the payment");
      assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");
    }
  }

  /** Where a worker can die, as an error that nobody handles. */
  @ParameterizedTest
  @ValueSource(strings = {"before it is sent", "after the money moved", "before it is recorded"})
  void workerThatDies_leavesARoundThatIsPaidOnce(String moment) throws Exception {
    switch (moment) {
      case "before it is sent" ->
          provider.then(
              (round, bank) -> {
                throw new Killed();
              });
      case "after the money moved" ->
          provider.then(
              (round, bank) -> {
                bank.move();
                throw new Killed();
              });
      default -> store.failOn("UPDATE OF receipt");
    }
    assertThatThrownBy(() -> pay(line(1))).isInstanceOfAny(Killed.class, LedgerException.class);
    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");
    store.heal();

    assertThat(pay(line(1)).id()).isEqualTo("tr_1");

    assertThat(provider.moved(KEY)).isEqualTo(1);
    assertThat(rows(ROUNDS)).containsExactly("1|paid|tr_1|null");
  }

  @Test
  void workerThatDiesBeforeItWritesTheRoundDown_hasSentNothing() throws Exception {
    store.failOn("INSERT");

    assertThatThrownBy(() -> pay(line(1))).isInstanceOf(LedgerException.class);

    assertThat(provider.sent()).isEmpty();
    assertThat(rows(ROUNDS)).isEmpty();
  }

  @Test
  void keyThatMayBeForgotten_isLookedUpBeforeItIsSent() throws Exception {
    provider.then(PaymentRoundsTest::moveUnseen);
    assertUncertain(line(1));
    provider.forgetKeys();
    clock.forward(KEY_LIFETIME);

    assertThat(pay(line(1))).isEqualTo(new Receipt("tr_1", NOON, false));

    assertThat(provider.sent()).hasSize(1);
    assertThat(provider.moved(KEY)).isEqualTo(1);
  }

  @Test
  void keyThatMayBeForgotten_andNothingFound_isSentAsAFirstTime() throws Exception {
    provider.then((round, bank) -> UNKNOWN).then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    clock.forward(KEY_LIFETIME);

    assertUncertain(line(1));

    assertThat(rows("SELECT begun_at, first_sent_at, last_sent_at FROM payments"))
        .containsExactly("2026-01-31T12:00:00Z|2026-02-01T11:00:00Z|2026-02-01T11:00:00Z");
    clock.forward(KEY_LIFETIME.minusSeconds(1));
    pay(line(1));
    assertThat(provider.sent()).extracting(PaymentRound::key).containsOnly(KEY);
    assertThat(provider.moved(KEY)).isEqualTo(1);
  }

  @Test
  void keyThatMayBeForgotten_andTheProviderDoesNotSay_isNotSent() {
    provider.then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    clock.forward(KEY_LIFETIME);
    provider.thenFinds(UNKNOWN);

    assertThat(assertUncertain(line(1))).hasMessageEndingWith("no answer");

    assertThat(provider.sent()).hasSize(1);
    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");
  }

  @Test
  void nothingFound_whileARequestMayBeOnItsWay_isNotBelieved() {
    provider.then((round, bank) -> UNKNOWN).then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    clock.forward(KEY_LIFETIME.minusSeconds(1));
    assertUncertain(line(1));
    clock.forward(Duration.ofSeconds(111));

    PaymentUncertainException uncertain = assertUncertain(line(1));

    assertThat(uncertain)
        .hasMessage("scripted has no payment yet, and one may still be on its way");
    assertThat(uncertain.retryAfter()).contains(Duration.ofSeconds(19));
    assertThat(provider.sent()).hasSize(2);
  }

  @Test
  void clockThatWasSetBack_isNoReasonToTrustTheKey() throws Exception {
    provider.then(PaymentRoundsTest::moveUnseen);
    assertUncertain(line(1));
    provider.forgetKeys();
    clock.set(NOON.minus(Duration.ofDays(1)));

    assertThat(pay(line(1)).id()).isEqualTo("tr_1");

    assertThat(provider.sent()).hasSize(1);
  }

  @Test
  void roundThatTookTooLongToWriteDown_isNotSent() throws Exception {
    clock.stepEachLook(Duration.ofSeconds(10));

    assertThat(assertUncertain(line(1)))
        .hasMessage("the ledger took too long to write the payment down, so it was not sent");

    assertThat(provider.sent()).isEmpty();
    clock.stepEachLook(Duration.ofSeconds(9));
    assertThat(pay(line(1)).id()).isEqualTo("tr_1");
  }

  @Test
  void manyThreadsForOneObligation_moveMoneyOnce() throws Exception {
    for (int i = 0; i < 10; i++) {
      provider.then((round, bank) -> UNKNOWN);
      provider.then(
          (round, bank) -> {
            bank.move();
            return UNKNOWN;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(50);
    List<Callable<String>> payers =
        Collections.nCopies(
            50,
            () -> {
              while (true) {
                try {
                  return pay(line(1)).id();
                } catch (PaymentUncertainException e) {
                  // It is tried again, as Temporal does.
                }
              }
            });
    List<String> receipts = new ArrayList<>();
    for (Future<String> payer : threads.invokeAll(payers, 60, TimeUnit.SECONDS)) {
      receipts.add(payer.get());
    }
    threads.shutdownNow();

    assertThat(receipts).hasSize(50).containsOnly("tr_1");
    assertThat(provider.moved(KEY)).isEqualTo(1);
    assertThat(provider.sent()).extracting(PaymentRound::key).containsOnly(KEY);
    assertThat(rows(ROUNDS)).containsExactly("1|paid|tr_1|null");
  }

  @Test
  void whatIsBegun_standsInTheWayAsWhatIsPaid() {
    provider.then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    String undecided =
        "the payment of %s has begun, and it is not known yet whether it was made: Desk, USD 1.00 to Alpha Ltd. Reject this one, which settles it, and submit it again";

    assertDeclined(line(1, "2.00", NOON), undecided.formatted("this id and line"));
    assertDeclined(
        payment("INV-1/0", "Alpha Ltd", 0, "3.00", NOON), undecided.formatted("line 1 of this id"));
    assertDeclined(
        payment("similar", "Alphá Ltd", 1, "1.00", NOON), undecided.formatted("this id and line"));
    assertThat(provider.sent()).hasSize(1);
  }

  @Test
  void whatAnotherProviderHasBegun_isLeftToIt() throws Exception {
    provider.then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    var sandbox = new SandboxPaymentGateway(ledger, Optional.empty(), clock);
    String advice =
        "the payment was begun with scripted, and only scripted knows whether it was made; start a worker that pays through scripted";

    assertThatThrownBy(() -> sandbox.pay(line(1)))
        .isInstanceOf(PaymentUncertainException.class)
        .hasMessage(advice);
    assertThatThrownBy(() -> sandbox.find(List.of(line(1)), Optional.empty())).hasMessage(advice);
    execute("UPDATE payments SET provider = 'other'");
    assertThatThrownBy(() -> pay(line(1)))
        .isInstanceOf(PaymentUncertainException.class)
        .hasMessageContaining("start a worker that pays through other");
    assertThat(provider.sent()).hasSize(1);
  }

  @Test
  void declineThatComesAfterAnotherAttemptWasPaid_doesNotCount() throws Exception {
    provider.then(
        (round, bank) -> {
          assertThat(payQuietly()).isEqualTo("tr_1");
          return new Declined("too late");
        });

    assertThat(pay(line(1)).id()).isEqualTo("tr_1");

    assertThat(rows(ROUNDS)).containsExactly("1|paid|tr_1|null");
  }

  @Test
  void moneyThatMovedAfterADecline_isRecordedAsPaid() throws Exception {
    provider.then(
        (round, bank) -> {
          declineQuietly();
          return bank.move();
        });

    assertThat(pay(line(1)).id()).isEqualTo("tr_1");

    assertThat(rows(ROUNDS)).containsExactly("1|paid|tr_1|null");
    assertThat(pay(line(1, NOON)).id()).isEqualTo("tr_1");
    assertThat(provider.moved(KEY)).isEqualTo(1);
  }

  @Test
  void moneyThatMovedAfterADecline_andBesideTheNextRound_needsAPerson() {
    provider.then(
        (round, bank) -> {
          declineQuietly();
          provider.then((next, any) -> UNKNOWN);
          assertUncertain(line(1, NOON));
          return bank.move();
        });

    assertThat(assertUncertain(line(1)))
        .hasMessageEndingWith("check at scripted whether it was paid twice");

    assertThat(rows(ROUNDS)).containsExactly("1|declined|null|closed", "2|begun|null|null");
  }

  @Test
  void table_refusesWhatMustNotBe() throws Exception {
    provider.then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    for (String change :
        List.of(
            "INSERT INTO payments SELECT payment + 1, idempotency_key, 2, state, invoice_id, number_key, vendor, vendor_key, line, item, amount, currency, submission, workflow_id, provider, payee, asked_at, begun_at, first_sent_at, last_sent_at, receipt, paid_at, reason FROM payments",
            "UPDATE payments SET state = 'paid'",
            "UPDATE payments SET state = 'declined'",
            "UPDATE payments SET state = 'lost'",
            "UPDATE payments SET reason = 'none'",
            "UPDATE payments SET receipt = 'R'",
            "UPDATE payments SET last_sent_at = NULL")) {
      assertThatThrownBy(() -> execute(change)).as(change).isInstanceOf(SQLException.class);
    }
    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");
  }

  /** The money moves, and no answer comes. */
  private static ProviderAnswer moveUnseen(PaymentRound round, ScriptedProvider.Bank bank) {
    bank.move();
    return UNKNOWN;
  }

  private String payQuietly() {
    try {
      return pay(line(1)).id();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** As another attempt does that is told so by the provider. */
  private void declineQuietly() {
    provider.then((round, bank) -> new Declined("closed"));
    assertDeclined(line(1), "closed");
  }

  /** The end of the process. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }
}
