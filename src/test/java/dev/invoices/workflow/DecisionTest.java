package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.PROCESSING_PAYMENTS;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_FIRED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.payment.sandbox.Hold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which decision counts, whose it was, and what becomes of the others. */
class DecisionTest {

  private static final DecisionSignal ALICE =
      new DecisionSignal("alice", "claude-ai 1.0", "checked", "req-1", "");
  private static final DecisionSignal BOB =
      new DecisionSignal("bob", "temporal cli", "too dear", "req-2", "");

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.WITHOUT_PAUSE);

  @Test
  void decisionWithItsSender_recordedInFull() throws Exception {
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.BARE);

    invoice.reject(BOB);

    assertThat(invoice.result()).isEqualTo("REJECTED");
    Decision decision = invoice.details().decision().orElseThrow();
    assertThat(decision).isEqualTo(Decision.of(false, BOB, decision.at()));
    assertThat(decision.at()).isAfterOrEqualTo(invoice.details().submittedAt());
  }

  @Test
  void rejectionAfterAnApproval_ignoredAndRecordedWithItsSender() throws Exception {
    Hold firstPayment = environment.gateway().hold(1);
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.BARE);
    invoice.approve(ALICE);
    firstPayment.awaitArrival();

    invoice.reject(BOB);
    invoice.approve(BOB);

    assertThat(invoice.status()).isEqualTo("Processing payments");
    firstPayment.release();
    assertThat(invoice.result()).isEqualTo("COMPLETED");
    InvoiceSnapshot details = invoice.details();
    assertThat(details.decision()).get().extracting(Decision::by).isEqualTo("alice");
    assertThat(details.ignoredDecisionCount()).isEqualTo(2);
    assertThat(details.ignoredDecisions())
        .extracting(Decision::approved, Decision::by, Decision::note)
        .containsExactly(tuple(false, "bob", "too dear"), tuple(true, "bob", "too dear"));
    assertThat(environment.gateway().paidLines()).hasSize(3);
  }

  @Test
  void approvalAfterARejectionInOneTask_ignoredAndNothingPaid() throws Exception {
    try (InvoiceEnvironment idle = InvoiceEnvironment.withoutWorker()) {
      SubmittedInvoice invoice = idle.submitJson(InvoiceSamples.BARE);
      invoice.reject(BOB);
      invoice.approve(ALICE);

      idle.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);

      assertThat(invoice.result()).isEqualTo("REJECTED");
      assertThat(invoice.status()).isEqualTo("Rejected by approver");
      assertThat(invoice.details().ignoredDecisions())
          .extracting(Decision::by)
          .containsExactly("alice");
      assertThat(idle.gateway().attempts()).isEmpty();
    }
  }

  @Test
  void approvalBeforeTheFirstTask_countsAndNobodyIsAsked() throws Exception {
    try (InvoiceEnvironment idle = InvoiceEnvironment.withoutWorker()) {
      SubmittedInvoice invoice = idle.submitJson(InvoiceSamples.BARE);
      invoice.approve(ALICE);

      idle.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);

      assertThat(invoice.result()).isEqualTo("COMPLETED");
      assertThat(invoice.events(EVENT_TYPE_TIMER_STARTED)).isEmpty();
      assertThat(invoice.events(EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED).get(0).toString())
          .contains("Processing payments");
      assertThat(idle.gateway().paidLines()).containsExactly("INV-7/1", "INV-7/2", "INV-7/3");
    }
  }

  @Test
  void submittedWhileNoWorkerRuns_submittedAtIsTheStartAndTheDeadlineCountsFromTheQuestion() {
    try (InvoiceEnvironment idle = InvoiceEnvironment.withoutWorker()) {
      SubmittedInvoice invoice = idle.submitJson(InvoiceSamples.BARE);
      idle.skipOverAWaitingTask(Duration.ofHours(2));

      idle.startWorker(ProcessingRules.DEFAULT);

      InvoiceSnapshot details = invoice.details();
      assertThat(details.submittedAt()).isEqualTo(invoice.startedAt());
      assertThat(Duration.between(details.submittedAt(), details.approvalDeadline().orElseThrow()))
          .isGreaterThanOrEqualTo(Duration.ofDays(5).plusHours(2));
    }
  }

  @Test
  void deadlineBeforeTheDecisionWhileNoWorkerRuns_timeout() throws Exception {
    try (InvoiceEnvironment restarting = InvoiceEnvironment.withoutWorker()) {
      SubmittedInvoice invoice = awaitingWithoutWorker(restarting);
      restarting.skip(Duration.ofDays(5));
      invoice.awaitEvents(EVENT_TYPE_TIMER_FIRED, 1);
      invoice.approve(ALICE);

      restarting.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);

      assertThat(invoice.result()).isEqualTo("REJECTED");
      assertThat(invoice.status()).isEqualTo("Approval timeout - invoice rejected");
      assertThat(invoice.details().decision()).isEmpty();
      assertThat(invoice.details().ignoredDecisions())
          .extracting(Decision::by)
          .containsExactly("alice");
      assertThat(restarting.gateway().attempts()).isEmpty();
    }
  }

  @Test
  void decisionBeforeTheDeadlineWhileNoWorkerRuns_decisionCounts() throws Exception {
    try (InvoiceEnvironment restarting = InvoiceEnvironment.withoutWorker()) {
      SubmittedInvoice invoice = awaitingWithoutWorker(restarting);
      invoice.approve(ALICE);
      restarting.skipOverAWaitingTask(Duration.ofDays(5));
      invoice.awaitEvents(EVENT_TYPE_TIMER_FIRED, 1);

      restarting.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);

      assertThat(invoice.result()).isEqualTo("COMPLETED");
      assertThat(invoice.details().decision()).get().extracting(Decision::by).isEqualTo("alice");
      assertThat(restarting.gateway().paidLines()).hasSize(3);
    }
  }

  static Stream<Object> oddArguments() {
    return Stream.of(
        7,
        true,
        List.of("alice"),
        Map.of("by", Map.of("first", "alice")),
        RawPayloads.of("json/plain", "{\"by\":"),
        RawPayloads.of("json/plain", ""),
        RawPayloads.of("binary/plain", "\u0000"),
        RawPayloads.of("binary/null", ""),
        RawPayloads.of("message/gold", "x"),
        RawPayloads.withoutEncoding());
  }

  @ParameterizedTest
  @MethodSource("oddArguments")
  void decisionWithAnUnreadableArgument_countsWithoutItsDetails(Object argument) throws Exception {
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.BARE);

    invoice.approve(argument);

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    Decision decision = invoice.details().decision().orElseThrow();
    assertThat(decision).isEqualTo(Decision.of(true, DecisionSignal.UNKNOWN, decision.at()));
    assertThat(environment.gateway().paidLines()).hasSize(3);
    assertThat(invoice.events(EVENT_TYPE_WORKFLOW_TASK_FAILED)).isEmpty();
  }

  @Test
  void decisionWithATextAlone_isMadeByWhoIsNamed() throws Exception {
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.BARE);

    invoice.approve("alice");

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(invoice.details().decision()).get().extracting(Decision::by).isEqualTo("alice");
  }

  @Test
  void decisionWithMoreArguments_countsWithTheFirst() throws Exception {
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.BARE);

    invoice.reject(BOB, ALICE, 7);

    assertThat(invoice.result()).isEqualTo("REJECTED");
    assertThat(invoice.details().decision()).get().extracting(Decision::by).isEqualTo("bob");
  }

  @Test
  void decisionAcknowledged_nextQuerySeesIt() {
    Hold firstPayment = environment.gateway().hold(1);
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.BARE);

    invoice.approve(ALICE);

    assertThat(invoice.details().status()).isEqualTo(PROCESSING_PAYMENTS);
    assertThat(invoice.details().decision()).get().extracting(Decision::by).isEqualTo("alice");
    firstPayment.release();
  }

  /** An invoice that awaits its approval and whose worker has stopped. */
  private static SubmittedInvoice awaitingWithoutWorker(InvoiceEnvironment environment) {
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.BARE);
    invoice.awaitEvents(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 1);
    environment.stopWorker();
    return invoice;
  }
}
