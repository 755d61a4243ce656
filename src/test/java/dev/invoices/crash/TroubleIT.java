package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.Money;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.Payment;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.workflow.InvoiceWorkflow;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Payments that meet a locked ledger, a full disk, an empty account, a cancellation or a crash
 * among many.
 */
@Tag("real-server")
@Timeout(400)
@Execution(ExecutionMode.CONCURRENT)
class TroubleIT {

  private static final int LINES = 5;
  private static final String PACE = "INVOICE_PAYMENT_PACE=PT2S";

  /** Enough for the first two of five lines. */
  private static final String SHORT_OF_MONEY = "INVOICE_SANDBOX_BALANCE=21.00";

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(4);

  @Test
  void ledgerLockedFor20Seconds_isRetriedVisibly_andPaidWhenFree() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      scenario.worker();
      String id = scenario.submit(LINES);
      Instant locked = Instant.now();
      try (Connection lock = lockLedger(scenario)) {
        scenario.approve(id);
        Eventually.see(
            "retries in the status",
            CrashScenario.LIMIT,
            () -> scenario.tools().status(id),
            reply ->
                isRetriedAfter("another process keeps it locked", reply)
                    && locked.plusSeconds(20).isBefore(Instant.now()));
        assertThat(scenario.ledger(id)).isEmpty();
        lock.createStatement().execute("ROLLBACK");
      }
      WorkerKilledIT.assertCompleted(scenario, id);
    }
  }

  @Test
  void diskFull_isRetriedVisibly_andPaidOnceThereIsRoom() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      // given a ledger that cannot grow, as on a full disk, and that other payments have filled
      SqliteLedger.open(scenario.ledgerFile(), scenario.namespace());
      String noMorePages = "?max_page_count=1";
      scenario.workerWithLedgerOptions(noMorePages);
      fill(SqliteLedger.open(Path.of(scenario.ledgerFile() + noMorePages), scenario.namespace()));

      // when an invoice is approved
      String id = scenario.submitAndApprove(LINES);

      // then its first line is tried again and again, the status says why, and nothing is written
      Eventually.see(
          "retries in the status",
          CrashScenario.LIMIT,
          () -> scenario.tools().status(id),
          reply -> isRetriedAfter("the disk is full", reply));
      assertThat(scenario.ledger(id)).isEmpty();

      // and it is paid as soon as there is room
      try (Connection connection = connect(scenario)) {
        connection.createStatement().execute("DELETE FROM payments WHERE invoice_id = 'FILLER'");
      }
      WorkerKilledIT.assertCompleted(scenario, id);
    }
  }

  @Test
  void declinedThenToppedUp_isCompletedByASecondApproval() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      String id = declined(scenario, SHORT_OF_MONEY);
      scenario.worker();
      scenario.approve(id);
      scenario.awaitEnd(id);
      scenario.audit(id, LINES).assertCompleted();
    }
  }

  @Test
  void declinedThenRejected_staysPartiallyPaid() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      String id = declined(scenario, SHORT_OF_MONEY);
      scenario.worker();
      assertThat(scenario.tools().reject(id).code()).isIn("REJECTED", "SENT");
      scenario.awaitEnd(id);
      assertPartiallyPaid(scenario, id);
    }
  }

  @Test
  void declinedAndDeadlinePassed_staysPartiallyPaid() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      String id = declined(scenario, SHORT_OF_MONEY, "INVOICE_APPROVAL_TIMEOUT=PT15S");
      scenario.worker();
      scenario.awaitEnd(id);
      assertPartiallyPaid(scenario, id);
    }
  }

  @Test
  void cancelledInAPause_paysNothingMore() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      String id = inThePauseBefore3(scenario);

      scenario.workflow(id).cancel();

      scenario.awaitEnd(id);
      scenario
          .audit(id, LINES)
          .assertEndedAs(InvoiceStatus.CANCELLED, Set.of(1, 2), Optional.empty());
    }
  }

  @Test
  void cancelledInAPayment_finishesIt_andPaysNothingMore() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      scenario.worker();
      String id = scenario.submit(LINES);
      try (Connection lock = lockLedger(scenario)) {
        scenario.approve(id);
        Eventually.see(
            "a payment under way",
            CrashScenario.LIMIT,
            () -> scenario.workflow(id).describe().getRawDescription().getPendingActivitiesCount(),
            payments -> payments == 1);
        scenario.workflow(id).cancel();
        scenario.awaitHistory(
            id,
            "cancellation",
            history -> history.count("WORKFLOW_EXECUTION_CANCEL_REQUESTED") == 1);
        lock.createStatement().execute("ROLLBACK");
      }
      scenario.awaitEnd(id);
      scenario.audit(id, LINES).assertEndedAs(InvoiceStatus.CANCELLED, Set.of(1), Optional.empty());
    }
  }

  @Test
  void terminatedInAPause_paysNothingMore_andTheStatusStillAnswers() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      String id = inThePauseBefore3(scenario);

      scenario.workflow(id).terminate("test");

      var status = scenario.tools().status(id);
      assertThat(status.status()).isEqualTo("Terminated");
      assertThat(status.invoice().orElseThrow().linesPaid()).isEqualTo(2);
      assertThat(status.text()).contains("2 of 5");
      assertThat(status.content().get("ending").asText()).isEqualTo("it was terminated");
      assertThat(scenario.ledger(id)).hasSize(2);
      assertThat(scenario.history(id).paid()).hasSize(2);
      scenario.accountedFor(id);
    }
  }

  /** Whether a line is being paid once more, and the status says after which error. */
  private static boolean isRetriedAfter(String error, ToolReply reply) {
    return reply.invoice().stream()
        .flatMap(invoice -> invoice.lines().stream())
        .anyMatch(
            line ->
                line.state() == LineState.PAYING
                    && line.attempts() > 0
                    && line.lastError().filter(shown -> shown.contains(error)).isPresent());
  }

  private static String inThePauseBefore3(CrashScenario scenario) throws Exception {
    scenario.worker(PACE);
    String id = scenario.submitAndApprove(LINES);
    scenario.awaitHistory(id, "pause before 3", history -> history.isInPauseBefore(3));
    return id;
  }

  @Test
  void longInvoice_whoseWorkerIsKilledAgainAndAgain_isPaidOnceInAllItsRuns() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      int lines = 700;
      String inFlight = "INVOICE_PAYMENTS_IN_FLIGHT=16";
      WorkerProcess worker = scenario.worker(inFlight);
      String id = scenario.submitAndApprove(lines);
      for (int paid : new int[] {100, 290, 450, 600}) {
        scenario.awaitPayments(id, paid);
        scenario.kill(worker);
        worker = scenario.worker(inFlight);
      }
      scenario.awaitEnd(id);
      Audit audit = scenario.audit(id, lines);
      audit.assertCompleted();
      assertThat(audit.history().runs()).hasSize(3);
    }
  }

  @Test
  void longInvoice_whoseWorkersDieAroundEachNewRun_isPaidOnceAndForgetsNoDecision()
      throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      // given runs of 300 lines, and workers that die in the last line of one and the next's first
      int lines = 700;
      String inFlight = "INVOICE_PAYMENTS_IN_FLIGHT=16";
      String id = scenario.submitAndApprove(lines);
      scenario.awaitHalt(
          scenario.haltingWorker(HaltingWorker.Moment.AFTER_THE_LEDGER, id, 300, inFlight));
      scenario.awaitHalt(
          scenario.haltingWorker(HaltingWorker.Moment.BEFORE_THE_LEDGER, id, 301, inFlight));

      // when a rejection comes too late, while nobody works on it
      scenario
          .workflow(id)
          .signal(InvoiceWorkflow.REJECT, new DecisionSignal("bob", "", "stop", "", ""));
      scenario.awaitHalt(
          scenario.haltingWorker(HaltingWorker.Moment.INSIDE_THE_TRANSACTION, id, 600, inFlight));
      scenario.worker(inFlight);
      scenario.awaitEnd(id);

      // then
      Audit audit = scenario.audit(id, lines);
      audit.assertCompleted();
      assertThat(audit.history().runs()).hasSize(3);
      assertThat(audit.snapshot().decision()).map(Decision::approved).hasValue(true);
      assertThat(audit.snapshot().ignoredDecisions())
          .extracting(Decision::by)
          .containsExactly("bob");
    }
  }

  @Test
  void workerKilledWithSeveralLinesInFlight_paysEachOnce() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      int lines = 20;
      String inFlight = "INVOICE_PAYMENTS_IN_FLIGHT=4";
      String id = scenario.submitAndApprove(lines);
      scenario.awaitHalt(
          scenario.haltingWorker(HaltingWorker.Moment.AFTER_THE_LEDGER, id, 7, inFlight));
      scenario.awaitHalt(
          scenario.haltingWorker(HaltingWorker.Moment.INSIDE_THE_TRANSACTION, id, 13, inFlight));
      scenario.worker();
      scenario.awaitEnd(id);
      scenario.audit(id, lines).assertCompleted();
    }
  }

  /** An invoice of which the account could pay two lines; its worker is gone. */
  private static String declined(CrashScenario scenario, String... settings) throws Exception {
    WorkerProcess worker = scenario.worker(settings);
    String id = scenario.submitAndApprove(LINES);
    scenario.tools().awaitStatus(id, "Payment declined - awaiting decision");
    assertThat(scenario.tools().status(id).text()).contains("insufficient funds");
    scenario.kill(worker);
    return id;
  }

  private static void assertPartiallyPaid(CrashScenario scenario, String id) throws Exception {
    scenario
        .audit(id, LINES)
        .assertEndedAs(InvoiceStatus.PARTIALLY_PAID, Set.of(1, 2), Optional.of("PARTIALLY_PAID"));
  }

  /** Pays until nothing more fits, in rows that are shorter than those of any invoice. */
  private static void fill(Ledger ledger) throws Exception {
    var gateway = new SandboxPaymentGateway(ledger, Optional.empty(), Clock.systemUTC());
    var amount = new Money(Currency.getInstance("USD"), new BigDecimal("1.00"));
    try {
      for (int line = 1; ; line++) {
        gateway.pay(
            new Payment(
                "F/" + line, Optional.of(""), "FILLER", line, "", amount, "", Optional.empty()));
      }
    } catch (LedgerException full) {
      assertThat(full).hasMessageEndingWith("the disk is full");
    }
  }

  private static Connection lockLedger(CrashScenario scenario) throws SQLException {
    Connection connection = connect(scenario);
    connection.createStatement().execute("BEGIN IMMEDIATE");
    return connection;
  }

  private static Connection connect(CrashScenario scenario) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + scenario.ledgerFile());
  }
}
