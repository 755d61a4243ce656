package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.FaultyLink;
import dev.invoices.testkit.OperatorCli;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.workflow.InvoiceWorkflow;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A worker stands still in the middle of a payment for longer than the workflow waits for it. */
@Tag("real-server")
@Timeout(400)
@Execution(ExecutionMode.CONCURRENT)
class FrozenAttemptIT {

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(1);

  @Test
  void resetAndRejectedMeanwhile_theAttemptGoesOnAndPaysNothing() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      // given an attempt that waits for the ledger when its worker stands still
      String id = scenario.submit(1);
      WorkerProcess frozen = frozenInItsPayment(scenario, id, log);

      // when an operator resets the workflow, another worker takes over, and a person rejects
      new OperatorCli(scenario::serve).reset(InvoiceWorkflow.workflowId(id), "FirstWorkflowTask");
      scenario.worker();
      Eventually.see(
          "the question after the reset",
          CrashScenario.LIMIT,
          () -> scenario.tools().status(id),
          reply ->
              reply.status().equals("Awaiting approval")
                  && reply.text().contains("operator reset"));
      assertThat(scenario.tools().reject(id).code()).isEqualTo("REJECTED");
      scenario.tools().awaitStatus(id, "Rejected by approver");
      frozen.thaw();

      // then the attempt is refused
      Eventually.see(
          "the refusal",
          () -> log,
          lines ->
              lines.stream()
                  .anyMatch(
                      line ->
                          line.contains(
                              "was not made: the workflow has asked the ledger since, and continued")));
      assertThat(scenario.ledger(id)).isEmpty();
      assertThat(scenario.tools().status(id).status()).isEqualTo("Rejected by approver");
      scenario.accountedFor(id);
    }
  }

  /**
   * Afterwards the worker has no way to Temporal, which gives it nothing more to do that would then
   * wait for a time limit.
   */
  private static WorkerProcess frozenInItsPayment(
      CrashScenario scenario, String id, List<String> log) throws Exception {
    try (FaultyLink link = FaultyLink.to(TEMPORAL.fixture().port());
        Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + scenario.ledgerFile());
        Statement lock = ledger.createStatement()) {
      WorkerProcess worker = scenario.worker(log::add, "TEMPORAL_ADDRESS=" + link.address());
      scenario.tools().awaitStatus(id, "Awaiting approval");
      lock.execute("BEGIN IMMEDIATE");
      scenario.approve(id);
      scenario.awaitAttempt(id);
      worker.freeze();
      lock.execute("ROLLBACK");
      return worker;
    }
  }
}
