package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Decision;
import dev.invoices.invoice.DecisionSignal;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import dev.invoices.payment.sandbox.Ledger;
import dev.invoices.payment.sandbox.LedgerException;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.testkit.Eventually;
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

  @RegisterExtension static final TemporalStage STAGE = new TemporalStage(4);

  @Test
  void ledgerLockedFor20Seconds_isRetriedVisibly_andPaidWhenFree() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      scene.worker();
      String id = scene.submit(LINES);
      Instant locked = Instant.now();
      try (Connection lock = lockLedger(scene)) {
        scene.approve(id);
        Eventually.see(
            "retries in the status",
            CrashScenario.LIMIT,
            () -> scene.tools().status(id).text(),
            text ->
                text.contains("being retried after")
                    && text.contains("another process keeps it locked")
                    && locked.plusSeconds(20).isBefore(Instant.now()));
        assertThat(scene.ledger(id)).isEmpty();
        lock.createStatement().execute("ROLLBACK");
      }
      WorkerKilledIT.assertCompleted(scene, id);
    }
  }

  @Test
  void diskFull_isRetriedVisibly_andPaidOnceThereIsRoom() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      // given a ledger that cannot grow, as on a full disk, and that other payments have filled
      String fourPages = "?max_page_count=4";
      scene.workerWithLedgerOptions(fourPages);
      fill(Ledger.open(Path.of(scene.ledgerFile() + fourPages)));

      // when an invoice is approved
      String id = scene.submitAndApprove(LINES);

      // then its first line is tried again and again, the status says why, and nothing is written
      Eventually.see(
          "retries in the status",
          CrashScenario.LIMIT,
          () -> scene.tools().status(id).text(),
          text -> text.contains("being retried after") && text.contains("the disk is full"));
      assertThat(scene.ledger(id)).isEmpty();

      // and it is paid as soon as there is room
      try (Connection connection = connect(scene)) {
        connection.createStatement().execute("DELETE FROM payments WHERE invoice_id = 'FILLER'");
      }
      WorkerKilledIT.assertCompleted(scene, id);
    }
  }

  @Test
  void declinedThenToppedUp_isCompletedByASecondApproval() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      String id = declined(scene, SHORT_OF_MONEY);
      scene.worker();
      scene.approve(id);
      scene.awaitEnd(id);
      scene.witnesses(id, LINES).agreeOnCompleted();
    }
  }

  @Test
  void declinedThenRejected_staysPartiallyPaid() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      String id = declined(scene, SHORT_OF_MONEY);
      scene.worker();
      assertThat(scene.tools().reject(id).code()).isIn("REJECTED", "SENT");
      scene.awaitEnd(id);
      assertPartiallyPaid(scene, id);
    }
  }

  @Test
  void declinedAndDeadlinePassed_staysPartiallyPaid() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      String id = declined(scene, SHORT_OF_MONEY, "INVOICE_APPROVAL_TIMEOUT=PT15S");
      scene.worker();
      scene.awaitEnd(id);
      assertPartiallyPaid(scene, id);
    }
  }

  @Test
  void cancelledInAPause_paysNothingMore() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      String id = inThePauseBefore3(scene);

      scene.workflow(id).cancel();

      scene.awaitEnd(id);
      scene.witnesses(id, LINES).agreeOn(InvoiceStatus.CANCELLED, Set.of(1, 2), Optional.empty());
    }
  }

  @Test
  void cancelledInAPayment_seesItToItsEnd_andPaysNothingMore() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      scene.worker();
      String id = scene.submit(LINES);
      try (Connection lock = lockLedger(scene)) {
        scene.approve(id);
        Eventually.see(
            "a payment under way",
            CrashScenario.LIMIT,
            () -> scene.workflow(id).describe().getRawDescription().getPendingActivitiesCount(),
            payments -> payments == 1);
        scene.workflow(id).cancel();
        scene.awaitHistory(
            id,
            "cancellation",
            history -> history.count("WORKFLOW_EXECUTION_CANCEL_REQUESTED") == 1);
        lock.createStatement().execute("ROLLBACK");
      }
      scene.awaitEnd(id);
      scene.witnesses(id, LINES).agreeOn(InvoiceStatus.CANCELLED, Set.of(1), Optional.empty());
    }
  }

  @Test
  void terminatedInAPause_paysNothingMore_andTheStatusStillAnswers() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      String id = inThePauseBefore3(scene);

      scene.workflow(id).terminate("test");

      var status = scene.tools().status(id);
      assertThat(status.status()).isEqualTo("Terminated");
      assertThat(status.text()).contains("2 of 5 lines", "it was terminated");
      assertThat(scene.ledger(id)).hasSize(2);
      assertThat(scene.history(id).paid()).hasSize(2);
      scene.accountedFor(id);
    }
  }

  private static String inThePauseBefore3(CrashScenario scene) throws Exception {
    scene.worker(PACE);
    String id = scene.submitAndApprove(LINES);
    scene.awaitHistory(id, "pause before 3", history -> history.isInPauseBefore(3));
    return id;
  }

  @Test
  void longInvoice_whoseWorkerIsKilledAgainAndAgain_isPaidOnceInAllItsRuns() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      int lines = 700;
      String inFlight = "INVOICE_PAYMENTS_IN_FLIGHT=16";
      WorkerProcess worker = scene.worker(inFlight);
      String id = scene.submitAndApprove(lines);
      for (int paid : new int[] {100, 290, 450, 600}) {
        scene.awaitPayments(id, paid);
        scene.kill(worker);
        worker = scene.worker(inFlight);
      }
      scene.awaitEnd(id);
      Audit witnesses = scene.witnesses(id, lines);
      witnesses.agreeOnCompleted();
      assertThat(witnesses.history().runs()).hasSize(3);
    }
  }

  @Test
  void longInvoice_whoseWorkersDieAroundEachNewRun_isPaidOnceAndForgetsNoDecision()
      throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      // given runs of 300 lines, and workers that die in the last line of one and the next's first
      int lines = 700;
      String inFlight = "INVOICE_PAYMENTS_IN_FLIGHT=16";
      String id = scene.submitAndApprove(lines);
      scene.awaitHalt(
          scene.haltingWorker(HaltingWorker.Moment.AFTER_THE_LEDGER, id, 300, inFlight));
      scene.awaitHalt(
          scene.haltingWorker(HaltingWorker.Moment.BEFORE_THE_LEDGER, id, 301, inFlight));

      // when a rejection comes too late, while nobody works on it
      scene
          .workflow(id)
          .signal(InvoiceWorkflow.REJECT, new DecisionSignal("bob", "", "stop", "", ""));
      scene.awaitHalt(
          scene.haltingWorker(HaltingWorker.Moment.INSIDE_THE_TRANSACTION, id, 600, inFlight));
      scene.worker(inFlight);
      scene.awaitEnd(id);

      // then
      Audit witnesses = scene.witnesses(id, lines);
      witnesses.agreeOnCompleted();
      assertThat(witnesses.history().runs()).hasSize(3);
      assertThat(witnesses.snapshot().decision()).map(Decision::approved).hasValue(true);
      assertThat(witnesses.snapshot().ignoredDecisions())
          .extracting(Decision::by)
          .containsExactly("bob");
    }
  }

  @Test
  void workerKilledWithSeveralLinesInFlight_paysEachOnce() throws Exception {
    try (CrashScenario scene = STAGE.scene()) {
      int lines = 20;
      String inFlight = "INVOICE_PAYMENTS_IN_FLIGHT=4";
      String id = scene.submitAndApprove(lines);
      scene.awaitHalt(scene.haltingWorker(HaltingWorker.Moment.AFTER_THE_LEDGER, id, 7, inFlight));
      scene.awaitHalt(
          scene.haltingWorker(HaltingWorker.Moment.INSIDE_THE_TRANSACTION, id, 13, inFlight));
      scene.worker();
      scene.awaitEnd(id);
      scene.witnesses(id, lines).agreeOnCompleted();
    }
  }

  /** An invoice of which the account could pay two lines; its worker is gone. */
  private static String declined(CrashScenario scene, String... settings) throws Exception {
    WorkerProcess worker = scene.worker(settings);
    String id = scene.submitAndApprove(LINES);
    scene.tools().awaitStatus(id, "Payment declined - awaiting decision");
    assertThat(scene.tools().status(id).text()).contains("insufficient funds");
    scene.kill(worker);
    return id;
  }

  private static void assertPartiallyPaid(CrashScenario scene, String id) throws Exception {
    scene
        .witnesses(id, LINES)
        .agreeOn(InvoiceStatus.PARTIALLY_PAID, Set.of(1, 2), Optional.of("PARTIALLY_PAID"));
  }

  /** Pays until nothing more fits, in rows that are shorter than those of any invoice. */
  private static void fill(Ledger ledger) throws Exception {
    var gateway = new SandboxPaymentGateway(ledger, Optional.empty(), Clock.systemUTC());
    var amount = new Money(Currency.getInstance("USD"), new BigDecimal("1.00"));
    try {
      for (int line = 1; ; line++) {
        gateway.pay(new Payment("F/" + line, "FILLER", line, "", amount));
      }
    } catch (LedgerException full) {
      assertThat(full).hasMessageEndingWith("the disk is full");
    }
  }

  private static Connection lockLedger(CrashScenario scene) throws SQLException {
    Connection connection = connect(scene);
    connection.createStatement().execute("BEGIN IMMEDIATE");
    return connection;
  }

  private static Connection connect(CrashScenario scene) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + scene.ledgerFile());
  }
}
