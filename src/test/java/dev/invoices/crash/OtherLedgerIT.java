package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.OperatorCli;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.workflow.InvoiceWorkflow;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker has paid, and the next one has another ledger. */
@Tag("real-server")
@Timeout(300)
class OtherLedgerIT {

  private static final int LINES = 2;

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(1);

  @Test
  void workerKilledAfterTheLedger_nextOneWithAnotherLedgerPaysNothing() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      Path other = scenario.ledgerFile().resolveSibling("other.db");
      String id = scenario.submitAndApprove(LINES);
      scenario.awaitHalt(scenario.haltingWorker(HaltingWorker.Moment.AFTER_THE_LEDGER, id, 1));

      WorkerProcess wrong = scenario.worker("INVOICE_LEDGER=" + other);
      Eventually.see(
          "both files in the status",
          CrashScenario.LIMIT,
          () -> scenario.tools().status(id).text(),
          text ->
              text.contains(scenario.ledgerFile().toString()) && text.contains(other.toString()));
      assertThat(Store.file(other).payments(id)).isEmpty();
      scenario.kill(wrong);

      scenario.worker();
      scenario.awaitEnd(id);
      scenario.audit(id, LINES).assertCompleted();
      assertThat(Store.file(other).payments(id)).isEmpty();
    }
  }

  /** The reset takes away what the workflow knew of its ledger; both ledgers are asked in turn. */
  @Test
  void resetToTheFirstTask_warnsInTheOtherLedgerAndPaysNothingInEither() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      Path other = scenario.ledgerFile().resolveSibling("other-of-reset.db");
      WorkerProcess first = scenario.worker();
      String id = scenario.submitRegistered(LINES);
      scenario.approve(id);
      scenario.awaitEnd(id);
      scenario.kill(first);
      var operator = new OperatorCli(scenario::serve);

      operator.reset(InvoiceWorkflow.workflowId(id), "FirstWorkflowTask");
      WorkerProcess second = scenario.worker("INVOICE_LEDGER=" + other);
      Eventually.see(
          "the warning of another ledger",
          CrashScenario.LIMIT,
          () -> scenario.tools().status(id).text(),
          text ->
              text.contains("another ledger may hold payments") && text.contains(other.toString()));
      assertThat(Store.file(other).payments(id)).isEmpty();
      scenario.kill(second);

      operator.reset(InvoiceWorkflow.workflowId(id), "FirstWorkflowTask");
      scenario.worker();
      scenario.awaitEnd(id);
      assertThat(scenario.ledger(id)).hasSize(LINES);
      assertThat(Store.file(other).payments(id)).isEmpty();
      assertThat(scenario.tools().status(id).text())
          .contains("Completed")
          .doesNotContain("another ledger may hold payments");
      scenario.accountedFor(id);
    }
  }
}
