package dev.invoices.payment.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentOutdatedException;
import dev.invoices.payment.PaymentUncertainException;
import dev.invoices.payment.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A workflow asks what was paid, while rounds are begun: none of them may stay unknown. */
class FencedRoundsTest extends RoundFixture {

  private static final String STOPPED =
      "it was stopped before the money moved, and is not made any more";

  @Test
  void roundThatWasPaid_isFoundAndRecorded() {
    provider.then(
        (round, bank) -> {
          bank.move();
          return UNKNOWN;
        });
    assertUncertain(line(1));

    Map<Integer, Receipt> answer = ask(FENCE, line(1), line(2));

    assertThat(answer).isEqualTo(Map.of(1, new Receipt("tr_1", NOON, false)));
    assertThat(rows(ROUNDS)).containsExactly("1|paid|tr_1|null");
  }

  @Test
  void roundThatIsNotAtTheProvider_isStoppedOnceNoRequestCanBeOnItsWay() throws Exception {
    provider.then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    clock.forward(Duration.ofSeconds(129));

    PaymentUncertainException early = askEarly();
    assertThat(early.retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");
    clock.forward(Duration.ofSeconds(2));
    assertThat(ask(FENCE, line(1))).isEmpty();

    assertThat(rows(ROUNDS)).containsExactly("1|declined|null|" + STOPPED);
    assertDeclined(line(1), STOPPED);
    pay(line(1, FENCE));
    assertThat(rows(ROUNDS)).containsExactly("1|declined|null|" + STOPPED, "2|paid|tr_1|null");
    assertThat(provider.moved(KEY)).isEqualTo(1);
  }

  @Test
  void providerThatDoesNotSay_leavesTheWorkflowWaiting() {
    provider.then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    clock.forward(Duration.ofMinutes(10));
    provider.thenFinds(UNKNOWN);

    assertThat(askEarly())
        .hasMessage("it is not known whether scripted made the payment: no answer");

    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");
  }

  @Test
  void roundOfAnEarlierSubmission_isSettledToo() {
    provider.then((round, bank) -> UNKNOWN);
    assertUncertain(line(3, "7.00", ASKED));
    clock.forward(Duration.ofMinutes(3));

    assertThat(ask(FENCE, line(1))).isEmpty();

    assertThat(rows(ROUNDS)).containsExactly("1|declined|null|" + STOPPED);
  }

  @Test
  void roundOfALaterRequest_isLeftAlone() {
    provider.then((round, bank) -> UNKNOWN).then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    assertUncertain(line(1, FENCE));
    clock.forward(Duration.ofMinutes(3));

    assertThat(ask(FENCE, line(1))).isEmpty();

    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");
  }

  @Test
  void questionWithoutAFence_stopsNothing_butRecordsWhatWasPaid() {
    provider
        .then((round, bank) -> UNKNOWN)
        .then(
            (round, bank) -> {
              bank.move();
              return UNKNOWN;
            });
    assertUncertain(line(1));
    assertUncertain(line(2));
    clock.forward(Duration.ofMinutes(3));

    assertThat(gateway().find(List.of(line(1), line(2)), Optional.empty())).containsOnlyKeys(2);

    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null", "1|paid|tr_1|null");
  }

  @Test
  void sendThatComesAfterTheFence_isImpossible() {
    provider.then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    provider.beforeFind(
        () -> {
          provider.beforeFind(() -> {});
          assertOutdated(line(1));
          assertOutdated(line(2));
        });
    clock.forward(Duration.ofMinutes(3));

    ask(FENCE, line(1));

    assertThat(provider.sent()).hasSize(1);
    assertOutdated(line(2));
  }

  /** Also when the key may be forgotten, so that it was looked up before the fence came. */
  @Test
  void sendThatWasLookedUpBeforeTheFence_isImpossible() {
    provider.then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    clock.forward(KEY_LIFETIME);
    provider.beforeFind(
        () -> {
          provider.beforeFind(() -> {});
          assertThat(ask(FENCE, line(1))).isEmpty();
        });

    assertDeclined(line(1), STOPPED);

    assertThat(provider.sent()).hasSize(1);
  }

  /** What was found out before another attempt sent the round says nothing of that one. */
  @Test
  void lookUpThatAnotherSendOvertook_countsForNothing() {
    provider.then((round, bank) -> UNKNOWN).then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    clock.forward(KEY_LIFETIME);
    provider.beforeFind(
        () -> {
          provider.beforeFind(() -> {});
          assertUncertain(line(1));
        });

    assertThat(assertUncertain(line(1)))
        .hasMessage("another attempt of this payment is in progress");

    assertThat(provider.sent()).hasSize(2);
  }

  @Test
  void roundThatALaterRequestSendsDuringTheLookUp_isNotStopped() {
    provider.then((round, bank) -> UNKNOWN).then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    clock.forward(Duration.ofMinutes(3));
    provider.beforeFind(
        () -> {
          provider.beforeFind(() -> {});
          assertUncertain(line(1, FENCE));
        });

    assertThat(ask(FENCE, line(1))).isEmpty();

    assertThat(rows(ROUNDS)).containsExactly("1|begun|null|null");
  }

  /** Whoever wins, what the workflow is told is what happened. */
  @Test
  void fenceAndPayments_inAnyOrder_agree() throws Exception {
    AtomicInteger paid = new AtomicInteger();
    for (int i = 1; i <= 40; i++) {
      int line = i;
      if (i % 3 == 0) {
        provider.then((round, bank) -> UNKNOWN);
      } else if (i % 3 == 1) {
        provider.then(
            (round, bank) -> {
              bank.move();
              return UNKNOWN;
            });
      }
      CompletableFuture<Void> payer = CompletableFuture.runAsync(() -> tryToPay(line(line)));
      Instant fence = ASKED.plusMillis(1);
      Map<Integer, Receipt> answer = askUntilSettled(fence, line(line));
      payer.get(20, TimeUnit.SECONDS);
      tryToPay(line(line));

      assertThat(answer).as("line " + line).hasSize(provider.moved("INV-1/" + line));
      paid.addAndGet(answer.size());
    }
    assertThat(rows("SELECT 1 FROM payments WHERE state = 'begun'")).isEmpty();
    assertThat(rows("SELECT 1 FROM payments WHERE state = 'paid'")).hasSize(paid.get());
  }

  private Map<Integer, Receipt> askUntilSettled(Instant fence, Payment payment) {
    while (true) {
      try {
        return ask(fence, payment);
      } catch (PaymentUncertainException e) {
        clock.forward(Duration.ofSeconds(131));
      }
    }
  }

  private void tryToPay(Payment payment) {
    try {
      pay(payment);
    } catch (PaymentDeclinedException | PaymentOutdatedException | PaymentUncertainException e) {
      // The question says what became of it.
    }
  }

  @Test
  void failureOfTheProvider_isNoAnswer() {
    provider.then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));
    provider.beforeFind(
        () -> {
          throw new IllegalStateException("no route");
        });
    clock.forward(Duration.ofMinutes(3));

    assertThatThrownBy(() -> ask(FENCE, line(1)))
        .isInstanceOf(PaymentUncertainException.class)
        .hasMessageEndingWith("no route");
  }
}
