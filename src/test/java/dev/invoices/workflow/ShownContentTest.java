package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.decision.Objection;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A decision counts only for the content that the person was shown. */
class ShownContentTest {

  private static final DecisionSignal ABOUT_OTHER_CONTENT =
      new DecisionSignal("alice", "claude-ai 1.0", "", "req-1", "")
          .about("0123456789abcdef", 0, "");

  @AutoClose private final InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker();

  @Test
  void signalAboutOtherContent_recordedAsIgnoredAndNothingIsPaid() {
    SubmittedInvoice invoice = awaitingApproval();

    invoice.approve(ABOUT_OTHER_CONTENT);

    assertIgnored(invoice);
    assertThat(invoice.details().status()).isEqualTo(InvoiceStatus.AWAITING_APPROVAL);
    assertThat(environment.gateway().payments()).isEmpty();
  }

  @Test
  void signalAboutOtherContentBeforeAnyWorker_recordedAsIgnored() {
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.BARE);
    invoice.approve(ABOUT_OTHER_CONTENT);

    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);

    invoice.awaitStatus(InvoiceStatus.AWAITING_APPROVAL);
    assertIgnored(invoice);
  }

  @Test
  void updateAboutOtherContent_refusedWithoutARecord() {
    SubmittedInvoice invoice = awaitingApproval();

    assertThatThrownBy(() -> invoice.rejectAtOnce(ABOUT_OTHER_CONTENT))
        .isInstanceOf(WorkflowUpdateException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refusal ->
                assertThat(refusal.getOriginalMessage()).isEqualTo(InvoiceWorkflow.OTHER_CONTENT));

    assertThat(invoice.details().ignoredDecisionCount()).isZero();
  }

  @Test
  void decisionsAboutTheContent_count() throws Exception {
    SubmittedInvoice invoice = awaitingApproval();
    invoice.approve(ABOUT_OTHER_CONTENT);

    InvoiceSnapshot after =
        invoice.rejectAtOnce(ABOUT_OTHER_CONTENT.about(invoice.details().digest(), 1, ""));

    assertThat(after.status()).isEqualTo(InvoiceStatus.REJECTED);
    assertThat(invoice.result()).isEqualTo("REJECTED");
  }

  private SubmittedInvoice awaitingApproval() {
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    return environment.awaitingApproval(InvoiceSamples.BARE);
  }

  private static void assertIgnored(SubmittedInvoice invoice) {
    assertThat(invoice.details().decision()).isEmpty();
    assertThat(invoice.details().ignoredDecisions())
        .singleElement()
        .extracting(Decision::objection)
        .satisfies(objection -> assertThat(objection).hasValue(Objection.OTHER_CONTENT));
  }
}
