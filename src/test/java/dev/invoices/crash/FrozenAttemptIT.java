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
import java.time.Duration;
import java.time.Instant;
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

  /** For as long at least an attempt waits for a locked ledger. */
  private static final Duration LOCK_WAIT = Duration.ofSeconds(2);

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(1);

  @Test
  void resetAndRejectedMeanwhile_theAttemptGoesOnAndPaysNothing() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      // given an attempt that waits for the ledger when its worker stands still
      Frozen payment = frozenInItsPayment(scenario, log);
      String id = payment.id();

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
      assertThat(CrashScenario.untilAnswered(() -> scenario.tools().reject(id)).code())
          .isIn("REJECTED", "SENT", "ALREADY_DECIDED");
      scenario.awaitEnd(id);
      assertThat(scenario.tools().status(id).status()).isEqualTo("Rejected by approver");
      payment.worker().thaw();

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

  /** A worker that stands still, and the invoice that it was paying. */
  private record Frozen(WorkerProcess worker, String id) {}

  /**
   * Afterwards the worker has no way to Temporal, which gives it nothing more to do that would then
   * wait for a time limit.
   */
  private static Frozen frozenInItsPayment(CrashScenario scenario, List<String> log)
      throws Exception {
    try (FaultyLink link = FaultyLink.to(TEMPORAL.fixture().port());
        Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + scenario.ledgerFile());
        Statement lock = ledger.createStatement()) {
      WorkerProcess worker = scenario.worker(log::add, "TEMPORAL_ADDRESS=" + link.address());
      String id = scenario.submitRegistered(1);
      lock.execute("BEGIN IMMEDIATE");
      scenario.approve(id);
      freezeInAnAttempt(scenario, id, worker);
      lock.execute("ROLLBACK");
      return new Frozen(worker, id);
    }
  }

  /** Tries again when the attempt may have given the locked ledger up before the worker stood. */
  private static void freezeInAnAttempt(CrashScenario scenario, String id, WorkerProcess worker)
      throws Exception {
    Instant givesUp;
    do {
      worker.thaw();
      givesUp = Attempt.await(scenario.workflow(id)).startedAt().plus(LOCK_WAIT);
      worker.freeze();
    } while (Instant.now().isAfter(givesUp));
  }
}
