package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static dev.invoices.workflow.activity.PaymentActivities.FIND_PAYMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.payment.Fence;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.payment.sandbox.Hold;
import dev.invoices.testkit.Eventually;
import dev.invoices.workflow.activity.PaymentActivities;
import dev.invoices.workflow.activity.PaymentResult;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Payments that somebody ends by hand while their attempt runs: only the ledger is believed. */
class EndedFromOutsideTest {

  /** As long as an attempt that was given up may go on. */
  private static final Duration WAIT = Duration.ofSeconds(31);

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.WITHOUT_PAUSE);

  private final RecordingGateway gateway = environment.gateway();

  static Stream<Arguments> endings() {
    return Stream.of(
        ending(
            "completed with an invented receipt",
            payment ->
                payment.complete(
                    new PaymentResult("SBX-invented", Instant.EPOCH, 1, false, "00ff"))),
        ending(
            "completed as an older worker would",
            payment -> payment.complete(Map.of("receipt", "R", "paid_at", "2026-01-01T00:00:00Z"))),
        ending("completed with nothing", payment -> payment.complete(null)),
        ending("completed with a number", payment -> payment.complete(7)),
        ending(
            "completed without a time",
            payment -> payment.complete(Map.of("receipt", "R", "attempts", 1, "seal", "00"))),
        ending(
            "failed as declined",
            payment ->
                payment.fail(
                    ApplicationFailure.newNonRetryableFailure(
                        "no money", PaymentActivities.PAYMENT_DECLINED, 1))),
        ending(
            "failed as declined under a seal",
            payment ->
                payment.fail(
                    ApplicationFailure.newNonRetryableFailure(
                        "no money", PaymentActivities.PAYMENT_DECLINED, 1, "00ff"))),
        ending(
            "failed as declined with odd details",
            payment ->
                payment.fail(
                    ApplicationFailure.newNonRetryableFailure(
                        "no money", PaymentActivities.PAYMENT_DECLINED, "one", List.of(1)))),
        ending(
            "failed without a message",
            payment ->
                payment.fail(
                    ApplicationFailure.newNonRetryableFailure(
                        null, PaymentActivities.PAYMENT_DECLINED, 1, "00ff"))),
        ending(
            "failed without a type",
            payment -> payment.fail(ApplicationFailure.newNonRetryableFailure("stopped", ""))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endings")
  void notPaid_isDeclinedWithTheReasonAndNoReceipt(String name, Consumer<PaymentByHand> ending)
      throws Exception {
    gateway.decline(2, "line 2 is refused");
    Hold second = gateway.hold(2);
    SubmittedInvoice invoice = approved();
    second.awaitArrival();

    ending.accept(invoice.paymentByHand());
    environment.skip(WAIT);

    invoice.awaitLinesIn(LineState.DECLINED, 1);
    LineSnapshot line = invoice.details().lines().get(1);
    assertThat(line.receipt()).isEmpty();
    assertThat(line.lastError())
        .hasValue("the payment was ended from outside, and the ledger does not hold it");
    second.release();
    invoice.awaitStatus(PAYMENT_DECLINED);
    invoice.reject();
    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
    assertThat(invoice.details().paidAmount()).hasToString("USD 2,000.01");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endings")
  void paidWithinTheWait_isPaidWithTheReceiptOfTheLedger(
      String name, Consumer<PaymentByHand> ending) throws Exception {
    Hold second = gateway.hold(2);
    SubmittedInvoice invoice = approved();
    second.awaitArrival();

    ending.accept(invoice.paymentByHand());
    invoice.awaitLinesIn(LineState.PAYING, 1);
    assertThat(invoice.status()).isEqualTo("Processing payments");
    second.release();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(invoice.details().lines().get(1).receipt()).hasValue("R-INV-7/2");
    assertThat(invoice.details().paidAmount()).hasToString("USD 2,100.11");
    assertThat(gateway.attemptedLines()).containsExactly("INV-7/1", "INV-7/2", "INV-7/3");
  }

  @Test
  void cancelledMeanwhile_theLedgerIsAskedAndShown() {
    Hold second = gateway.hold(2);
    SubmittedInvoice invoice = approved();
    second.awaitArrival();

    invoice.cancel();
    invoice.paymentByHand().fail(ApplicationFailure.newNonRetryableFailure("stopped", ""));
    second.release();

    assertThatThrownBy(invoice::result).isInstanceOf(WorkflowFailedException.class);
    assertThat(invoice.details().status().text()).startsWith("Cancelled");
    assertThat(invoice.details().paidAmount()).hasToString("USD 2,100.10");
    assertThat(gateway.attemptedLines()).containsExactly("INV-7/1", "INV-7/2");
  }

  @Test
  void attemptThatOutlivesTheQuestion_doesNotPay() throws Exception {
    Hold second = gateway.hold(2);
    SubmittedInvoice invoice = approved();
    second.awaitArrival();
    invoice.paymentByHand().fail(ApplicationFailure.newNonRetryableFailure("stopped", ""));
    environment.skip(WAIT);
    invoice.awaitStatus(PAYMENT_DECLINED);
    invoice.reject();
    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");

    second.release();
    Eventually.see("the late attempt", gateway::outdated, late -> late.size() == 1);

    assertThat(gateway.paidLines()).containsExactly("INV-7/1", "INV-7/3");
    assertThat(invoice.details().paidAmount()).hasToString("USD 2,000.01");
  }

  /** As when Temporal's clock was set back after the ledger was asked. */
  @Test
  void paymentThatAFenceStops_isDeclinedWithTheReason_andPaidOnceAskedForLater() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    Instant later = invoice.details().submittedAt().plus(Duration.ofSeconds(20));
    gateway.find(List.of(), Optional.of(new Fence("INV-7", Optional.empty(), later)));

    invoice.approve();
    Eventually.see("the refusals", gateway::outdated, refused -> refused.size() == 1);
    environment.skip(WAIT);

    invoice.awaitStatus(PAYMENT_DECLINED);
    assertThat(invoice.details().lines().get(0).lastError())
        .hasValue(
            "the payment was refused, and the ledger does not hold it. Refused: the workflow has asked the ledger since, and continued without this payment");
    assertThat(gateway.paidLines()).containsExactly("INV-7/2", "INV-7/3");
    invoice.approve();
    assertThat(invoice.result()).isEqualTo("COMPLETED");
  }

  @Test
  void approvedAgainWhileTheFirstAttemptGoesOn_isPaidOnceByTheSecond() throws Exception {
    Hold second = gateway.hold(2);
    SubmittedInvoice invoice = approved();
    second.awaitArrival();
    invoice.paymentByHand().fail(ApplicationFailure.newNonRetryableFailure("stopped", ""));
    environment.skip(WAIT);
    invoice.awaitStatus(PAYMENT_DECLINED);

    invoice.approve();
    Eventually.see("a second attempt", gateway::attempts, attempts -> attempts.size() == 4);
    second.release();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(gateway.paidLines()).containsExactly("INV-7/1", "INV-7/3", "INV-7/2");
  }

  @Test
  void questionAboutOnePayment_namesItAndComesAfterItsRequest() throws Exception {
    Hold second = gateway.hold(2);
    SubmittedInvoice invoice = approved();
    second.awaitArrival();
    invoice.paymentByHand().fail(ApplicationFailure.newNonRetryableFailure("stopped", ""));
    environment.skip(WAIT);
    invoice.awaitStatus(PAYMENT_DECLINED);

    JsonNode inquiry = InvoiceSamples.node(invoice.request(FIND_PAYMENTS));
    assertThat(inquiry.path("line").asInt()).isEqualTo(2);
    second.release();
    invoice.reject();
    invoice.result();

    assertThat(InvoiceSamples.node(invoice.request(FIND_PAYMENTS)).has("line")).isFalse();
    List<Instant> times = invoice.times();
    assertThat(times)
        .as("of three payments, a question about one, and one about all")
        .hasSize(5)
        .isSorted();
    assertThat(times.get(2)).isAfter(times.get(1));
    assertThat(times.get(4)).isAfter(times.get(3));
  }

  @Test
  void onePaymentOfTheTotal_isShownAsTheLedgerHasIt() throws Exception {
    ProcessingRules whole = InvoiceEnvironment.WITHOUT_PAUSE.withPaymentPer(PaymentPer.INVOICE);
    try (InvoiceEnvironment perInvoice = InvoiceEnvironment.under(whole)) {
      Hold payment = perInvoice.gateway().hold(0);
      SubmittedInvoice invoice = perInvoice.awaitingApproval(InvoiceSamples.BARE);
      invoice.approve();
      payment.awaitArrival();

      invoice.paymentByHand().fail(ApplicationFailure.newNonRetryableFailure("stopped", ""));
      payment.release();

      assertThat(invoice.result()).isEqualTo("COMPLETED");
      assertThat(invoice.details().lines())
          .allSatisfy(line -> assertThat(line.receipt()).hasValue("R-INV-7/0"));
    }
  }

  private static Arguments ending(String name, Consumer<PaymentByHand> ending) {
    return Arguments.of(name, ending);
  }

  private SubmittedInvoice approved() {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();
    return invoice;
  }
}
