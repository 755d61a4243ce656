package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.Ledger;
import dev.invoices.payment.Fence;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentOutdatedException;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.ledger.PaymentLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Once the workflow has asked what was paid, what it had asked for before is not paid any more. */
@Timeout(60)
class FenceTest extends LedgerFixture {

  private static final String RUN = "run-1";
  private static final Instant BEFORE = NOON.minusMillis(1);
  private static final Instant AFTER = NOON.plusMillis(1);

  @Test
  void paymentAskedForBeforeTheFence_isNotMade() throws Exception {
    assertThat(ask(ofInvoice(NOON), line(1, BEFORE), line(2, BEFORE))).isEmpty();

    assertOutdated(line(1, BEFORE));
    assertOutdated(line(2, BEFORE));
    assertThat(keys()).isEmpty();
  }

  @Test
  void paymentAskedForAtTheSameTimeOrLater_isMade() throws Exception {
    ask(ofInvoice(NOON), line(1, NOON), line(2, NOON));

    gateway(NOON).pay(line(1, NOON));
    gateway(NOON).pay(line(2, AFTER));

    assertThat(keys()).containsExactly("INV-1/1", "INV-1/2");
  }

  @Test
  void retryAfterTheFence_isMadeOnceAlthoughTheFirstRequestComesAgain() throws Exception {
    ask(ofPayment(1, NOON), line(1, BEFORE));
    assertOutdated(line(1, BEFORE));

    Receipt made = gateway(NOON).pay(line(1, AFTER));

    assertThat(gateway(AFTER).pay(line(1, BEFORE))).isEqualTo(made);
    assertThat(keys()).containsExactly("INV-1/1");
  }

  @Test
  void paymentMadeBeforeTheFence_isInTheAnswerAndStaysMade() throws Exception {
    Receipt made = gateway(NOON).pay(line(1, BEFORE));

    assertThat(ask(ofInvoice(NOON), line(1, NOON))).isEqualTo(Map.of(1, made));

    assertThat(gateway(AFTER).pay(line(1, BEFORE))).isEqualTo(made);
    assertThat(keys()).containsExactly("INV-1/1");
  }

  @Test
  void fenceOfOnePayment_stopsNoOther() throws Exception {
    ask(ofPayment(1, NOON), line(1, NOON));

    gateway(NOON).pay(line(2, BEFORE));

    assertThat(ofPayment(1, NOON).stops(line(2, BEFORE))).isFalse();
    assertOutdated(line(1, BEFORE));
    assertThat(keys()).containsExactly("INV-1/2");
  }

  @Test
  void fenceOfAnotherInvoice_stopsNothing() throws Exception {
    Fence ofOther = new Fence("INV-2", Optional.empty(), NOON);
    ask(ofOther, line(1, NOON));

    gateway(NOON).pay(line(1, BEFORE));

    assertThat(ofOther.stops(line(1, BEFORE))).isFalse();
    assertThat(keys()).containsExactly("INV-1/1");
  }

  @Test
  void attemptOfATerminatedSubmission_isStoppedByTheQuestionOfTheNext() throws Exception {
    Payment ofTerminated = line(1, BEFORE, "run-0");
    ask(ofInvoice(NOON), line(1, NOON));

    assertOutdated(ofTerminated);
    gateway(NOON).pay(line(1, AFTER, "run-2"));

    assertThat(keys()).containsExactly("INV-1/1");
  }

  @Test
  void paymentWithoutATime_isStoppedByAnyFenceIfItIsForASubmission() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00", RUN));
    ask(ofPayment(2, NOON), line(2, NOON));

    assertOutdated(payment("INV-1/2", "a", "1.00", RUN));
    gateway(NOON).pay(payment("INV-1/3", "a", "1.00", RUN));
    gateway(NOON).pay(payment("INV-1/2", "a", "1.00", ""));

    assertThat(keys()).containsExactly("INV-1/1", "INV-1/2", "INV-1/3");
  }

  @Test
  void inquiryThatComesAgainOrLate_takesNoFenceBack() throws Exception {
    ask(ofInvoice(NOON), line(1, NOON));
    ask(ofInvoice(NOON), line(1, NOON));
    ask(ofInvoice(BEFORE.minusMillis(1)), line(1, BEFORE));
    ask(ofPayment(1, BEFORE), line(1, BEFORE));

    assertOutdated(line(1, BEFORE));
    assertThat(rows("SELECT idempotency_key, asked_at FROM fences ORDER BY 1"))
        .containsExactly("|" + NOON.toEpochMilli(), "INV-1/1|" + BEFORE.toEpochMilli());
  }

  @Test
  void laterFence_stopsWhatWasAskedForBetween() throws Exception {
    ask(ofInvoice(BEFORE), line(1, BEFORE));
    ask(ofInvoice(AFTER), line(1, AFTER));

    assertOutdated(line(1, NOON));
  }

  @Test
  void fence_outlivesTheWorker() {
    ask(ofInvoice(NOON), line(1, NOON));

    ledger = store.open(NAMESPACE);

    assertOutdated(line(1, BEFORE));
  }

  @Test
  void writerInTheMiddleOfAPayment_isAwaited() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Receipt> payment =
        CompletableFuture.supplyAsync(
            () ->
                payAtOnce(
                    line(1, BEFORE),
                    () -> {
                      written.countDown();
                      await(goOn);
                    }));
    await(written);
    Ledger ofAnotherWorker = store.open(NAMESPACE);
    CompletableFuture<Map<Integer, Receipt>> answer =
        CompletableFuture.supplyAsync(
            () ->
                new SandboxPaymentGateway(ofAnotherWorker, Optional.empty(), Clock.systemUTC())
                    .find(List.of(line(1, NOON)), Optional.of(ofInvoice(NOON))));

    assertThat(answer).failsWithin(Duration.ofMillis(500));
    goOn.countDown();

    assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(Map.of(1, payment.get()));
  }

  private Receipt payAtOnce(Payment payment, Runnable meanwhile) {
    try {
      return new PaymentLedger(ledger, SandboxPaymentGateway.NAME, ledger.time())
          .payAtOnce(
              payment,
              connection -> {
                meanwhile.run();
                return new Receipt("R-1", NOON, false);
              });
    } catch (PaymentDeclinedException e) {
      throw new AssertionError(e);
    }
  }

  private void assertOutdated(Payment payment) {
    assertThatThrownBy(() -> gateway(NOON).pay(payment))
        .isInstanceOf(PaymentOutdatedException.class)
        .hasMessage("the workflow has asked the ledger since, and continued without this payment");
  }

  private Map<Integer, Receipt> ask(Fence fence, Payment... payments) {
    return gateway(NOON).find(List.of(payments), Optional.of(fence));
  }

  private static Fence ofInvoice(Instant askedAt) {
    return new Fence("INV-1", Optional.empty(), askedAt);
  }

  private static Fence ofPayment(int line, Instant askedAt) {
    return new Fence("INV-1", Optional.of("INV-1/" + line), askedAt);
  }

  private static Payment line(int line, Instant askedAt) {
    return line(line, askedAt, RUN);
  }

  private static Payment line(int line, Instant askedAt, String submission) {
    String key = "INV-1/" + line;
    return new Payment(
        key,
        Optional.of(VENDOR),
        "INV-1",
        line,
        "a",
        money("USD", "1.00"),
        submission,
        Optional.of(askedAt));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
