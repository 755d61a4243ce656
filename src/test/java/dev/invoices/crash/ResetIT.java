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
import dev.invoices.workflow.activity.PaymentActivities;
import io.temporal.api.history.v1.HistoryEvent;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator resets an invoice's workflow: what was decided before does not pay anything. */
@Tag("real-server")
@Timeout(400)
@Order(1)
class ResetIT {

  private static final Map<String, String> AT_ONCE = Map.of("INVOICE_PAYMENT_PACE", "PT0S");
  private static final Map<String, String> SLOWLY = Map.of("INVOICE_PAYMENT_PACE", "PT2S");

  /** Enough for the first line. */
  private static final Map<String, String> POOR =
      Map.of("INVOICE_PAYMENT_PACE", "PT0S", "INVOICE_SANDBOX_BALANCE", "2000.00");

  /** Longer than the time in which a payment may still be made that was ended from outside. */
  private static final Duration LIMIT = Duration.ofSeconds(70);

  private static final List<String> CURRENCIES = List.of("USD", "EUR", "GBP", "CHF", "SEK", "NOK");
  private static final AtomicInteger INVOICES = new AtomicInteger();

  private static TemporalFixture temporal;
  private static McpTools tools;
  private static OperatorCli operator;

  /** How an operator resets. */
  record Reset(String type, String... options) {

    void of(String id) throws Exception {
      operator.reset(InvoiceWorkflow.workflowId(id), type, options);
    }

    @Override
    public String toString() {
      return type + " " + String.join(" ", options);
    }
  }

  static Stream<Reset> resets() {
    return Stream.of("FirstWorkflowTask", "LastWorkflowTask")
        .flatMap(
            type ->
                Stream.of(
                    new Reset(type),
                    new Reset(type, "--reapply-exclude", "Signal"),
                    new Reset(type, "--reapply-exclude", "All")));
  }

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer();
    tools = McpTools.start(temporal::serve, "claude-ai");
    operator = new OperatorCli(temporal::serve);
  }

  @AfterAll
  static void stop() throws Exception {
    if (tools != null) {
      tools.close();
    }
    if (temporal != null) {
      temporal.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("resets")
  void rejectedAfterADecline_paysNothingUntilItIsDecidedAnew(Reset reset) throws Exception {
    // given an account that held the money for one line only
    String id = submit();
    rejectAfterDecline(id, POOR);

    // when it has money again and the workflow is reset
    try (WorkerProcess rich = temporal.startWorker(AT_ONCE)) {
      reset.of(id);

      // then nobody pays on the old approval
      assertRestsAfterReset(id, "2000.00", "Partially paid - stopped");
      assertThat(receipts(id)).hasSize(1);

      // and a new one counts
      approveIfAsked(id);
      assertThat(rich.isAlive()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("resets")
  void cancelledBetweenTwoLines_paysNothingUntilItIsDecidedAnew(Reset reset) throws Exception {
    String id = submit();
    try (WorkerProcess worker = temporal.startWorker(SLOWLY)) {
      tools.approve(id);
      Eventually.see("a payment", () -> receipts(id).size(), paid -> paid == 1);
      temporal.client().newUntypedWorkflowStub(InvoiceWorkflow.workflowId(id)).cancel();
      tools.awaitClosed(id);
      assertThat(receipts(id)).hasSize(1);

      reset.of(id);

      assertRestsAfterReset(id, "2000.00", "Cancelled - no further payment is made");
      assertThat(receipts(id)).hasSize(1);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("resets")
  void rejected_paysNothingUntilItIsDecidedAnew(Reset reset) throws Exception {
    String id = submit();
    try (WorkerProcess worker = temporal.startWorker(AT_ONCE)) {
      tools.awaitStatus(id, "Awaiting approval");
      tools.reject(id);
      tools.awaitClosed(id);

      reset.of(id);

      assertRestsAfterReset(id, "0.00", "Rejected by approver");
      assertThat(receipts(id)).isEmpty();
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("resets")
  void completed_isCompletedWithTheSameReceipts(Reset reset) throws Exception {
    String id = submit();
    try (WorkerProcess worker = temporal.startWorker(AT_ONCE)) {
      tools.approve(id);
      tools.awaitStatus(id, "Completed");
      List<String> before = receipts(id);

      reset.of(id);

      // The last payment is asked for by the earlier run, so that only the ledger tells of it.
      awaitStatus(id, "Completed");
      InvoiceSnapshot after = tools.status(id).invoice().orElseThrow();
      assertThat(after.paid()).isEqualByComparingTo("2100.11");
      assertThat(after.lines())
          .flatExtracting(line -> line.receipt().stream().toList())
          .containsExactlyElementsOf(before);
      assertThat(receipts(id)).isEqualTo(before);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  /** The first run of a long invoice, which has ended by continuing as new. */
  @Test
  void longInvoiceResetToItsContinuation_paysNothingUntilItIsDecidedAnew() throws Exception {
    // given an account that held the money for all lines but the last two, which were rejected
    String id = "LONG-RESET";
    String first = submitLong(id);
    rejectAfterDecline(id, manyAtOnce("301.00"));

    // when it has money again, and the task is done again that continued as new
    try (WorkerProcess rich = temporal.startWorker(AT_ONCE)) {
      operator.resetTo(InvoiceWorkflow.workflowId(id), first, lastTaskOf(id, first));

      // then the last two are paid on a new approval only
      assertRestsAfterReset(id, "300.00", "Partially paid - stopped");
      assertThat(tools.status(id).status()).isEqualTo("Awaiting approval");
      assertThat(receipts(id)).hasSize(300);
      assertThat(rich.isAlive()).isTrue();
    }
  }

  /** The last run of a long invoice, which begins to pay at its line 301. */
  @Test
  void longInvoiceResetInItsLastRun_nextApprovalPaysEveryLineThatIsUnpaid() throws Exception {
    // given an account without the money for line 5, which the first run asked for, and the last
    String id = "LAST-RUN";
    List<String> items =
        new ArrayList<>(Collections.nCopies(302, "{\"item\": \"Pen\", \"amount\": 1}"));
    items.set(4, "{\"item\": \"Desk\", \"amount\": 5000}");
    items.set(301, "{\"item\": \"Car\", \"amount\": 7000}");
    tools.submit(
        "{\"id\": \"%s\", \"currency\": \"KRW\", \"lines\": [%s]}"
            .formatted(id, String.join(", ", items)));
    rejectAfterDecline(id, manyAtOnce("400.00"));
    assertThat(receipts(id)).hasSize(300);

    // when it has money again, and the last run is reset to its first task
    try (WorkerProcess rich = temporal.startWorker(AT_ONCE)) {
      operator.reset(InvoiceWorkflow.workflowId(id), "FirstWorkflowTask");
      assertRestsAfterReset(id, "300.00", "none");

      // then one approval pays both
      tools.approve(id);
      awaitStatus(id, "Completed");
      assertThat(receipts(id)).hasSize(302);
      assertThat(rich.isAlive()).isTrue();
    }
  }

  /** Temporal gives the new run what the earlier one had scheduled before that point. */
  @Test
  void paymentThatWasScheduledBeforeTheReset_isNotMadeUntilItIsDecidedAnew() throws Exception {
    String id = submit();
    try (WorkerProcess poor =
        temporal.startWorker(
            Map.of(
                "INVOICE_PAYMENT_PACE",
                "PT1S",
                "INVOICE_PAYMENTS_IN_FLIGHT",
                "3",
                "INVOICE_SANDBOX_BALANCE",
                "0.01"))) {
      tools.awaitStatus(id, "Awaiting approval");
      try (var ledger = DriverManager.getConnection("jdbc:sqlite:" + temporal.ledger());
          var lock = ledger.createStatement()) {
        // given a payment that waits for a locked ledger while the next one is scheduled
        lock.execute("BEGIN IMMEDIATE");
        tools.approve(id);
        Eventually.see("two payments", () -> scheduled(id).size(), payments -> payments == 2);
        lock.execute("ROLLBACK");
      }
      tools.awaitStatus(id, "Payment declined - awaiting decision");
      tools.reject(id);
      tools.awaitClosed(id);
      assertThat(poor.isAlive()).isTrue();
    }
    int paid = receipts(id).size();
    long secondTask =
        scheduled(id)
            .get(1)
            .getActivityTaskScheduledEventAttributes()
            .getWorkflowTaskCompletedEventId();

    try (WorkerProcess rich = temporal.startWorker(AT_ONCE)) {
      operator.resetTo(InvoiceWorkflow.workflowId(id), runId(id), secondTask);

      awaitStatus(id, "Awaiting approval");
      assertThat(receipts(id)).hasSize(paid);
      assertThat(rich.isAlive()).isTrue();
    }
  }

  /** Within the pause before a payment, which the earlier run was approved to make. */
  @Test
  void resetWithinAPause_paysNothingUntilItIsDecidedAnew() throws Exception {
    String id = submit();
    try (WorkerProcess worker = temporal.startWorker(SLOWLY)) {
      tools.approve(id);
      Eventually.see("a payment", () -> receipts(id).size(), paid -> paid == 1);

      operator.reset(InvoiceWorkflow.workflowId(id), "LastWorkflowTask");

      assertRestsAfterReset(id, "2000.00", "none");
      assertThat(receipts(id)).hasSize(1);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  /** The history of the new run does not have the payment that the earlier run had requested. */
  @Test
  void resetAndTerminatedBeforeTheLedgerWasAsked_saysThatTheRunBeforeMayHavePaid()
      throws Exception {
    String id = submit();
    try (WorkerProcess worker = temporal.startWorker(AT_ONCE);
        var ledger = DriverManager.getConnection("jdbc:sqlite:" + temporal.ledger());
        var lock = ledger.createStatement()) {
      tools.awaitStatus(id, "Awaiting approval");
      lock.execute("BEGIN IMMEDIATE");
      tools.approve(id);
      Eventually.see("a payment", () -> scheduled(id).size(), payments -> payments == 1);
      worker.kill();
    }

    operator.reset(InvoiceWorkflow.workflowId(id), "FirstWorkflowTask");
    operator.run("workflow", "terminate", "--workflow-id", InvoiceWorkflow.workflowId(id));

    ToolReply reply = tools.status(id);
    assertThat(reply.status()).isEqualTo("Terminated");
    assertThat(reply.text())
        .contains("Payments of the run before the reset may have been in flight", "INVOICE_LEDGER")
        .doesNotContain("Nothing more will be paid");
    assertThat(reply.content().at("/payments_in_flight/0").asInt(-1)).isZero();
    assertThat(
            tools
                .submit(
                    "{\"id\": \"%s\", \"lines\": [{\"item\": \"Desk\", \"amount\": 7}]}"
                        .formatted(id))
                .code())
        .isEqualTo("ALREADY_CLOSED");
  }

  private static void awaitStatus(String id, String wanted) throws Exception {
    Eventually.see(wanted, LIMIT, () -> tools.status(id).status(), wanted::equals);
  }

  private static List<HistoryEvent> scheduled(String id) {
    return temporal.client().fetchHistory(InvoiceWorkflow.workflowId(id)).getEvents().stream()
        .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .filter(
            event ->
                event
                    .getActivityTaskScheduledEventAttributes()
                    .getActivityType()
                    .getName()
                    .equals(PaymentActivities.PROCESS_PAYMENT))
        .toList();
  }

  private static long lastTaskOf(String id, String runId) {
    return temporal
        .client()
        .fetchHistory(InvoiceWorkflow.workflowId(id), runId)
        .getEvents()
        .stream()
        .filter(HistoryEvent::hasWorkflowTaskCompletedEventAttributes)
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .getEventId();
  }

  private static String runId(String id) {
    return temporal
        .client()
        .newUntypedWorkflowStub(InvoiceWorkflow.workflowId(id))
        .describe()
        .getExecution()
        .getRunId();
  }

  /**
   * @return the run
   */
  private static String submitLong(String id) throws Exception {
    String line = "{\"item\": \"Pen\", \"amount\": 1}";
    tools.submit(
        "{\"id\": \"%s\", \"currency\": \"JPY\", \"lines\": [%s, %s, %s]}"
            .formatted(
                id,
                String.join(", ", Collections.nCopies(300, line)),
                "{\"item\": \"Desk\", \"amount\": 5000}",
                "{\"item\": \"Car\", \"amount\": 7000}"));
    return runId(id);
  }

  /**
   * It asks anew and says why, unless the reset went back to after the end was decided; then it
   * ends again. What was paid is what the ledger says.
   */
  private static void assertRestsAfterReset(String id, String paid, String end) throws Exception {
    ToolReply reply =
        Eventually.see(
            "rest after the reset",
            LIMIT,
            () -> tools.status(id),
            seen -> List.of("Awaiting approval", end).contains(seen.status()));
    InvoiceSnapshot invoice = reply.invoice().orElseThrow();
    assertThat(invoice.paid()).isEqualByComparingTo(paid);
    if (reply.status().equals("Awaiting approval")) {
      assertThat(invoice.warnings()).extracting(InvoiceWarning::kind).contains(Kind.RESET);
    }
  }

  /** For a long invoice, which would take minutes line by line. */
  private static Map<String, String> manyAtOnce(String balance) {
    return Map.of(
        "INVOICE_PAYMENT_PACE",
        "PT0S",
        "INVOICE_PAYMENTS_IN_FLIGHT",
        "20",
        "INVOICE_SANDBOX_BALANCE",
        balance);
  }

  /**
   * Approves an invoice and rejects what was declined.
   *
   * @param poor the settings of a worker that has the money for a part of it only
   */
  private static void rejectAfterDecline(String id, Map<String, String> poor) throws Exception {
    try (WorkerProcess worker = temporal.startWorker(poor)) {
      tools.approve(id);
      awaitStatus(id, "Payment declined - awaiting decision");
      tools.reject(id);
      tools.awaitStatus(id, "Partially paid - stopped");
      assertThat(worker.isAlive()).isTrue();
    }
  }

  private static void approveIfAsked(String id) throws Exception {
    if (tools.status(id).status().equals("Awaiting approval")) {
      tools.approve(id);
      tools.awaitStatus(id, "Completed");
      assertThat(receipts(id)).hasSize(3);
    }
  }

  private static String submit() throws Exception {
    int number = INVOICES.incrementAndGet();
    String id = "RESET-" + number;
    tools.submit(
        """
        {"id": "%s", "currency": "%s", "lines": [{"item": "Design", "amount": 2000},
          {"item": "Hosting", "amount": 100.10}, {"item": "Support", "amount": 0.01}]}"""
            .formatted(id, CURRENCIES.get(number % CURRENCIES.size())));
    return id;
  }

  /** What the ledger holds of an invoice, by line. */
  private static List<String> receipts(String id) throws Exception {
    List<String> receipts = new ArrayList<>();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + temporal.ledger());
        var query =
            connection.prepareStatement(
                "SELECT receipt FROM payments WHERE invoice_id = ? ORDER BY line")) {
      query.setString(1, id);
      try (var row = query.executeQuery()) {
        while (row.next()) {
          receipts.add(row.getString(1));
        }
      }
    }
    return receipts;
  }
}
