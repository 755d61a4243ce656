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
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator resets an invoice's workflow: what was decided before does not pay anything. */
@Tag("real-server")
@Timeout(120)
class ResetIT {

  private static final Map<String, String> AT_ONCE = Map.of("INVOICE_PAYMENT_PACE", "PT0S");
  private static final Map<String, String> SLOWLY = Map.of("INVOICE_PAYMENT_PACE", "PT2S");

  /** Enough for the first line. */
  private static final Map<String, String> POOR =
      Map.of("INVOICE_PAYMENT_PACE", "PT0S", "INVOICE_SANDBOX_BALANCE", "2000.00");

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
    try (WorkerProcess poor = temporal.startWorker(POOR)) {
      tools.approve(id);
      tools.awaitStatus(id, "Payment declined - awaiting decision");
      tools.reject(id);
      tools.awaitStatus(id, "Partially paid - stopped");
      assertThat(poor.isAlive()).isTrue();
    }

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

      InvoiceSnapshot after = tools.awaitStatus(id, "Completed").invoice().orElseThrow();
      assertThat(after.paid()).isEqualByComparingTo("2100.11");
      assertThat(after.lines())
          .flatExtracting(line -> line.receipt().stream().toList())
          .containsExactlyElementsOf(before);
      assertThat(receipts(id)).isEqualTo(before);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  /**
   * It asks anew and says why, unless the reset went back to after the end was decided; then it
   * ends again. What was paid is what the ledger says.
   */
  private static void assertRestsAfterReset(String id, String paid, String end) throws Exception {
    ToolReply reply =
        Eventually.see(
            "rest after the reset",
            () -> tools.status(id),
            seen -> List.of("Awaiting approval", end).contains(seen.status()));
    InvoiceSnapshot invoice = reply.invoice().orElseThrow();
    assertThat(invoice.paid()).isEqualByComparingTo(paid);
    if (reply.status().equals("Awaiting approval")) {
      assertThat(invoice.warnings()).extracting(InvoiceWarning::kind).contains(Kind.RESET);
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
