package dev.invoices.payment.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.testkit.ScriptedProvider;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A workflow asks what was paid, while a request is still on its way to the provider. */
class SlowProviderTest extends RoundFixture {

  @Test
  void wait_isAsLongAsARequestCanTake() {
    Duration longestWaitOfStripesLibrary = Duration.ofSeconds(80);
    Duration latestSend = Duration.ofSeconds(10);

    assertThat(ProviderPaymentGateway.SETTLED_AFTER)
        .isEqualTo(Duration.ofSeconds(130))
        .isGreaterThan(
            latestSend.plus(PaymentProvider.SEND_LIMIT).plus(longestWaitOfStripesLibrary));
  }

  @Test
  void requestThatIsOnItsWay_isWaitedFor() throws Exception {
    CountDownLatch onItsWay = new CountDownLatch(1);
    CountDownLatch arrive = new CountDownLatch(1);
    provider.then(
        (round, bank) -> {
          onItsWay.countDown();
          await(arrive);
          return bank.move();
        });
    CompletableFuture<Receipt> payment = CompletableFuture.supplyAsync(() -> payNow(line(1)));
    await(onItsWay);

    assertThat(askEarly().retryAfter()).contains(Duration.ofSeconds(30));
    arrive.countDown();
    Receipt receipt = payment.get(20, TimeUnit.SECONDS);

    assertThat(ask(FENCE, line(1))).isEqualTo(Map.of(1, receipt));
  }

  /** As when Stripe is slow: the worker waits 20 seconds for an answer, Stripe's library 80. */
  @Test
  void moneyThatMovesLongAfterTheSendWasGivenUp_isFound() {
    AtomicReference<ScriptedProvider.Bank> slow = new AtomicReference<>();
    provider.then(
        (round, bank) -> {
          slow.set(bank);
          return UNKNOWN;
        });
    assertUncertain(line(1));
    for (int asked = 0; asked < 3; asked++) {
      assertThat(askEarly().retryAfter()).contains(Duration.ofSeconds(30));
      clock.forward(Duration.ofSeconds(33));
    }

    slow.get().move();

    assertThat(ask(FENCE, line(1))).containsOnlyKeys(1);
    assertThat(rows(ROUNDS)).containsExactly("1|paid|tr_1|null");
  }

  private Receipt payNow(Payment payment) {
    try {
      return pay(payment);
    } catch (PaymentDeclinedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
