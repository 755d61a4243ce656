package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.OperatorCli;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.workflow.InvoiceWorkflow;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An operator resets the workflow to a point where it waits for a decision, and goes on waiting.
 */
@Tag("real-server")
@Timeout(400)
class ResetIntoWaitIT {

  private static final String ID = "INV-1";

  @AutoClose private final TemporalFixture temporal = TemporalFixture.devServer();
  @AutoClose private final McpTools tools = McpTools.start(temporal::serve, "claude-ai");

  ResetIntoWaitIT() throws Exception {}

  @Test
  void reset_isWarnedOfAndTheNextDecisionHasThePersonAskedAnew() throws Exception {
    try (WorkerProcess worker = temporal.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"))) {
      // given an invoice whose last task took up a decision that did not count
      submitAndHaveADecisionIgnored();

      // when that task is done again
      new OperatorCli(temporal::serve).reset(InvoiceWorkflow.workflowId(ID), "LastWorkflowTask");

      // then the status says so before the person decides
      Eventually.see("the warning", this::invoice, ResetIntoWaitIT::isWarnedOfReset);
      assertThat(invoice().paid()).isZero();

      // and their decision has them asked anew, with the true reason
      ToolReply first = tools.approve(ID);
      assertThat(first.code()).isEqualTo("ASKED_ANEW");
      assertThat(first.text()).contains("an operator has reset its workflow");
      assertThat(tools.awaitStatus(ID, "Awaiting approval").text()).contains("Earlier decisions");
      assertThat(tools.approve(ID).code()).isEqualTo("APPROVED");
      tools.awaitStatus(ID, "Completed");
      assertThat(worker.isAlive()).isTrue();
    }
  }

  /** What was paid before the reset is in no memo of the new run. */
  @Test
  void resetWithoutAWorker_showsNoLineAsUnpaid() throws Exception {
    try (WorkerProcess worker = temporal.startWorker(Map.of())) {
      submitAndHaveADecisionIgnored();
      worker.kill();
    }
    assertThat(invoice().lines()).hasSize(1);

    new OperatorCli(temporal::serve).reset(InvoiceWorkflow.workflowId(ID), "LastWorkflowTask");
    assertThat(invoice().lines()).isEmpty();

    new OperatorCli(temporal::serve).reset(InvoiceWorkflow.workflowId(ID), "FirstWorkflowTask");
    assertThat(invoice().lines()).isEmpty();
  }

  /** So that the last task of the workflow is not its first. */
  private void submitAndHaveADecisionIgnored() throws Exception {
    tools.submit("{\"id\": \"INV-1\", \"lines\": [{\"item\": \"Desk\", \"amount\": 5}]}");
    tools.awaitStatus(ID, "Awaiting approval");
    temporal
        .client()
        .newUntypedWorkflowStub(InvoiceWorkflow.workflowId(ID))
        .signal(InvoiceWorkflow.APPROVE, Map.of("question", 7));
    Eventually.see("it is ignored", this::invoice, it -> it.ignoredDecisionCount() == 1);
  }

  private InvoiceSnapshot invoice() throws Exception {
    return tools.status(ID).invoice().orElseThrow();
  }

  private static boolean isWarnedOfReset(InvoiceSnapshot invoice) {
    return invoice.warnings().stream().map(InvoiceWarning::kind).anyMatch(Kind.RESET::equals);
  }
}
