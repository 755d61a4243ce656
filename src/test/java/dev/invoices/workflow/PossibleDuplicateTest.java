package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.decision.Objection;
import dev.invoices.register.Finding;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.InvoiceEnding.Outcome;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a workflow makes of what its worker's register finds. */
class PossibleDuplicateTest {

  private static final Finding TWIN =
      new Finding(
          "inv-7",
          "Acme Ltd",
          "",
          Currency.getInstance("USD"),
          new BigDecimal("10.00"),
          Instant.parse("2026-01-31T12:00:00Z"),
          Finding.State.PAID,
          Finding.Match.NUMBER);

  @AutoClose private final InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker();

  @Test
  void similarInvoice_warnedOfInDetailsAndMemo() {
    SubmittedInvoice invoice = awaitingApprovalBesideATwin();

    assertThat(invoice.details().warnings())
        .containsExactly(
            new InvoiceWarning(
                Kind.POSSIBLE_DUPLICATE,
                "It may be a duplicate of an invoice over USD 10.00, seen at 2026-01-31 12:00:00 UTC. Their numbers agree. When this invoice arrived, the earlier invoice was paid. Its id: inv-7, its vendor: \"Acme Ltd\"",
                Optional.of("inv-7")));
    assertThat(invoice.memo().warnings()).isEqualTo(invoice.details().warnings());
  }

  @Test
  void approvalThatLeavesItOpen_refusedAsUpdateAndIgnoredAsSignal() {
    SubmittedInvoice invoice = awaitingApprovalBesideATwin();

    assertThatThrownBy(() -> invoice.approveAtOnce(decision(false)))
        .isInstanceOf(WorkflowUpdateException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refusal ->
                assertThat(refusal.getOriginalMessage())
                    .isEqualTo(InvoiceWorkflow.POSSIBLE_DUPLICATE));
    invoice.approve(decision(false));

    assertThat(invoice.details().status()).isEqualTo(InvoiceStatus.AWAITING_APPROVAL);
    assertThat(invoice.details().ignoredDecisions())
        .singleElement()
        .extracting(Decision::objection)
        .satisfies(objection -> assertThat(objection).hasValue(Objection.POSSIBLE_DUPLICATE));
  }

  @Test
  void approvalThatWasSentBeforeTheWarning_ignored() {
    environment.register().find(TWIN);
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.BARE);
    invoice.approve(decision(false));

    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);

    invoice.awaitStatus(InvoiceStatus.AWAITING_APPROVAL);
    assertThat(invoice.details().ignoredDecisionCount()).isEqualTo(1);
  }

  @Test
  void acknowledgedApproval_countsAndTheRecordSaysSo() throws Exception {
    SubmittedInvoice invoice = awaitingApprovalBesideATwin();

    invoice.approveAtOnce(decision(true));

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(invoice.details().decision())
        .hasValueSatisfying(made -> assertThat(made.duplicateAcknowledged()).isTrue());
  }

  @Test
  void acknowledgementWithoutAWarning_isNotInTheRecord() throws Exception {
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    invoice.approveAtOnce(decision(true));

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(invoice.details().decision())
        .hasValueSatisfying(made -> assertThat(made.outcome()).doesNotContain("duplicate"));
  }

  @Test
  void acknowledgingRejection_isRecordedAsARejectionAlone() throws Exception {
    SubmittedInvoice invoice = awaitingApprovalBesideATwin();

    invoice.rejectAtOnce(decision(true));

    assertThat(invoice.result()).isEqualTo("REJECTED");
    assertThat(invoice.details().decision())
        .hasValueSatisfying(made -> assertThat(made.outcome()).doesNotContain("duplicate"));
  }

  @Test
  void signalFromElsewhere_countsAsBefore() throws Exception {
    SubmittedInvoice invoice = awaitingApprovalBesideATwin();

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
  }

  @Test
  void rejection_needsNoAcknowledgement() throws Exception {
    SubmittedInvoice invoice = awaitingApprovalBesideATwin();

    invoice.rejectAtOnce(decision(false));

    assertThat(invoice.result()).isEqualTo("REJECTED");
    assertThat(environment.register().endings())
        .extracting(InvoiceEnding::outcome)
        .containsExactly(Outcome.REJECTED);
  }

  @Test
  void deadline_notedInTheRegister() {
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    environment.skip(Duration.ofDays(6));

    invoice.awaitStatus(InvoiceStatus.APPROVAL_TIMEOUT);
    assertThat(environment.register().endings())
        .extracting(InvoiceEnding::outcome)
        .containsExactly(Outcome.TIMED_OUT);
  }

  @Test
  void registerThatFails_costsAWarningAndNotTheInvoice() throws Exception {
    environment.register().breakDown();
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    assertThat(invoice.details().warnings())
        .extracting(InvoiceWarning::kind)
        .containsExactly(Kind.NOT_CHECKED_FOR_DUPLICATES);
    invoice.rejectAtOnce(decision(false));

    assertThat(invoice.result()).isEqualTo("REJECTED");
  }

  @Test
  void registerThatHangs_askedOnceAndCostsAWarningAfterTwoSeconds() {
    environment.register().hang();
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    try {
      long start = System.nanoTime();
      SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(invoice.details().warnings())
          .extracting(InvoiceWarning::kind)
          .containsExactly(Kind.NOT_CHECKED_FOR_DUPLICATES);
      assertThat(environment.register().attempts()).isOne();
    } finally {
      environment.register().release();
    }
  }

  @Test
  void arrival_registeredOnce() {
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);

    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    assertThat(environment.register().arrivals())
        .singleElement()
        .satisfies(
            arrival -> {
              assertThat(arrival.invoiceId()).isEqualTo(InvoiceSamples.ID);
              assertThat(arrival.runId()).isEqualTo(invoice.firstRun());
              assertThat(arrival.digest()).isEqualTo(invoice.details().digest());
            });
  }

  private SubmittedInvoice awaitingApprovalBesideATwin() {
    environment.register().find(TWIN);
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    return environment.awaitingApproval(InvoiceSamples.BARE);
  }

  private static DecisionSignal decision(boolean acknowledged) {
    return new DecisionSignal(
        "alice",
        "claude-ai 1.0",
        "",
        "req-" + acknowledged,
        "",
        "",
        0,
        "",
        Optional.of(acknowledged),
        "");
  }
}
