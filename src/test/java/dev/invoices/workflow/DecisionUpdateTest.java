package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.payment.sandbox.Hold;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Decisions that the workflow takes and reports on in one step. */
class DecisionUpdateTest {

  private static final DecisionSignal ALICE =
      new DecisionSignal("alice", "claude-ai 1.0", "checked", "req-1", "");
  private static final DecisionSignal BOB =
      new DecisionSignal("bob", "temporal cli", "too dear", "req-2", "");

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.WITHOUT_PAUSE);

  @Test
  void approval_reportsThatTheLinesAreBeingPaid() throws Exception {
    Hold firstPayment = environment.gateway().hold(1);
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    InvoiceSnapshot after = invoice.approveAtOnce(ALICE);

    assertThat(after.status()).isEqualTo(InvoiceStatus.PROCESSING_PAYMENTS);
    assertThat(after.decision()).get().extracting(Decision::by).isEqualTo("alice");
    firstPayment.release();
    assertThat(invoice.result()).isEqualTo("COMPLETED");
  }

  @Test
  void rejection_reportsTheEnd() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    InvoiceSnapshot after = invoice.rejectAtOnce(BOB);

    assertThat(after.status()).isEqualTo(InvoiceStatus.REJECTED);
    assertThat(after.decision()).get().extracting(Decision::note).isEqualTo("too dear");
    assertThat(after.endedAt()).isPresent();
    assertThat(invoice.result()).isEqualTo("REJECTED");
    assertThat(environment.gateway().paidLines()).isEmpty();
  }

  @Test
  void decisionOfAnUnknownSender_counts() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    InvoiceSnapshot after = invoice.rejectAtOnce(7);

    assertThat(after.status()).isEqualTo(InvoiceStatus.REJECTED);
    assertThat(after.decision()).get().extracting(Decision::by).isEqualTo("");
  }

  @Test
  void decisionWhileNoneIsAwaited_refusedWithoutARecord() throws Exception {
    Hold firstPayment = environment.gateway().hold(1);
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approveAtOnce(ALICE);

    assertThatThrownBy(() -> invoice.rejectAtOnce(BOB))
        .isInstanceOf(WorkflowUpdateException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refusal ->
                assertThat(refusal.getOriginalMessage()).isEqualTo(InvoiceWorkflow.NOT_AWAITED));

    assertThat(invoice.details().ignoredDecisionCount()).isZero();
    firstPayment.release();
    assertThat(invoice.result()).isEqualTo("COMPLETED");
  }

  @Test
  void decisionAboutAClosedInvoice_refused() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.rejectAtOnce(BOB);
    invoice.result();

    assertThatThrownBy(() -> invoice.approveAtOnce(ALICE))
        .isInstanceOf(WorkflowNotFoundException.class);
  }

  @Test
  void sameDecisionBySignalAndUpdate_countsOnce() throws Exception {
    Hold firstPayment = environment.gateway().hold(1);
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approveAtOnce(ALICE);
    firstPayment.awaitArrival();

    invoice.approve(ALICE);

    assertThat(invoice.details().ignoredDecisionCount()).isZero();
    invoice.approve(BOB);
    assertThat(invoice.details().ignoredDecisionCount()).isEqualTo(1);
    firstPayment.release();
    assertThat(invoice.result()).isEqualTo("COMPLETED");
  }

  @Test
  void retryAfterADecline_approvedAtOnce_paysTheRest() throws Exception {
    environment.gateway().decline(2, "insufficient funds");
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approveAtOnce(ALICE);
    invoice.awaitStatus(InvoiceStatus.PAYMENT_DECLINED);
    environment.gateway().accept(2);

    InvoiceSnapshot after = invoice.approveAtOnce(BOB);

    assertThat(after.status()).isEqualTo(InvoiceStatus.PROCESSING_PAYMENTS);
    assertThat(invoice.result()).isEqualTo("COMPLETED");
  }

  @Test
  void approvalThatComesOnceMoreAfterADecline_paysNothing() throws Exception {
    environment.gateway().decline(2, "insufficient funds");
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approveAtOnce(ALICE);
    invoice.awaitStatus(InvoiceStatus.PAYMENT_DECLINED);
    environment.gateway().accept(2);

    invoice.approve(ALICE);

    assertThat(invoice.status()).isEqualTo("Payment declined - awaiting decision");
    assertThat(invoice.details().ignoredDecisionCount()).isZero();
    invoice.rejectAtOnce(BOB);
    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
    assertThat(environment.gateway().paidLines()).doesNotContain("INV-7/2");
  }

  @Test
  void approvalBeforeTheFirstTask_refused_andTheHistoryReplays() throws Exception {
    try (InvoiceEnvironment idle = InvoiceEnvironment.withoutWorker()) {
      SubmittedInvoice invoice = idle.submitJson(InvoiceSamples.BARE);
      invoice.reject(BOB);
      CompletableFuture<Object> approval =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return invoice.approveAtOnce(ALICE);
                } catch (RuntimeException e) {
                  return e;
                }
              });

      idle.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);

      assertThat(invoice.result()).isEqualTo("REJECTED");
      assertThat(approval).succeedsWithin(Duration.ofSeconds(20));
      assertThat(invoice.details().decision()).get().extracting(Decision::by).isEqualTo("bob");
      assertThat(idle.gateway().paidLines()).isEmpty();
    }
  }
}
