package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.StrangersWorkflow;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.worker.WorkerFactory;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that another run precedes, but whose state was handed on by a stranger. */
@Tag("real-server")
@Tag("patient")
@Timeout(120)
class ForgedRunsIT {

  private static TemporalFixture temporal;

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer();
  }

  @AfterAll
  static void stop() throws Exception {
    if (temporal != null) {
      temporal.close();
    }
  }

  @Test
  void retriedOrScheduledWorkflow_paysNothingThatItsStarterHasForged() throws Exception {
    // given the state that a run hands on, approved, in a workflow that starts more runs itself
    Map<String, Object> forged = approvedState();
    startForged(
        "RETRIED", forged, options -> options.setWorkflowRunTimeout(Duration.ofSeconds(10)));
    String firstRun =
        startForged("SCHEDULED", forged, options -> options.setCronSchedule("@every 1s"));

    // when a worker runs the first and the next
    try (var worker = temporal.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
        var tools = McpTools.start(temporal::serve, "claude-ai")) {
      awaitSecondRun("RETRIED");
      awaitSecondRun("SCHEDULED");

      // then the one asks again, and the other fails each time
      tools.awaitStatus("RETRIED", "Awaiting approval");
      assertThat(
              temporal
                  .client()
                  .fetchHistory(InvoiceWorkflow.workflowId("SCHEDULED"), firstRun)
                  .toJson(false))
          .contains("cron schedule must not be set, because an invoice is paid only once");
      assertThat(worker.isAlive()).isTrue();
      assertThat(List.of("RETRIED", "SCHEDULED"))
          .noneMatch(
              id ->
                  temporal
                      .client()
                      .fetchHistory(InvoiceWorkflow.workflowId(id))
                      .getEvents()
                      .stream()
                      .anyMatch(HistoryEvent::hasActivityTaskScheduledEventAttributes));
    }
  }

  @Test
  void workflowOfAStrangersWorker_thatContinuesAsAnApprovedInvoice_isAskedAboutAnew()
      throws Exception {
    // given a worker of somebody else, which hands on a state of its own
    WorkerFactory stranger = WorkerFactory.newInstance(temporal.client());
    stranger
        .newWorker(StrangersWorkflow.TASK_QUEUE)
        .registerWorkflowImplementationTypes(StrangersWorkflow.Implementation.class);
    stranger.start();
    try (var worker = temporal.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
        var tools = McpTools.start(temporal::serve, "claude-ai")) {
      startForged(
          "HANDED-ON",
          approvedState(),
          options ->
              options
                  .setTaskQueue(StrangersWorkflow.TASK_QUEUE)
                  .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build()));
      awaitSecondRun("HANDED-ON");

      // when ours goes on with it, then a person is asked, and nothing is paid
      ToolReply asked = tools.awaitStatus("HANDED-ON", "Awaiting approval");
      assertThat(asked.text()).contains("Total: USD 666.00", "Its decisions do not count");
      assertThat(asked.content().has("decision")).isFalse();
      assertThat(payments()).isZero();

      // and their rejection counts
      tools.reject("HANDED-ON");
      tools.awaitStatus("HANDED-ON", "Rejected by approver");
      assertThat(payments()).isZero();
      assertThat(worker.isAlive()).isTrue();
    } finally {
      stranger.shutdownNow();
      stranger.awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  private static int payments() throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + temporal.ledger());
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM payments")) {
      return row.getInt(1);
    }
  }

  private static Map<String, Object> approvedState() {
    return Map.of(
        "terms",
        Map.of(
            "approvalTimeout",
            "PT1H",
            "paymentPace",
            "PT0S",
            "paymentsInFlight",
            1,
            "linesPerRun",
            300),
        "submitted_at",
        "2026-01-01T00:00:00Z",
        "decision",
        Map.of("approved", true, "at", "2026-01-01T00:00:00Z"),
        "ignored_decisions",
        List.of(),
        "ignored_decision_count",
        0,
        "next_line",
        1,
        "paid_lines",
        "",
        "declined_lines",
        "",
        "shown_lines",
        List.of());
  }

  private static String startForged(
      String id, Map<String, Object> forged, Consumer<WorkflowOptions.Builder> more) {
    WorkflowOptions.Builder options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(InvoiceWorkflow.workflowId(id))
            .setTaskQueue(InvoiceWorkflow.TASK_QUEUE)
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(2).build());
    more.accept(options);
    return temporal
        .client()
        .newUntypedWorkflowStub(InvoiceWorkflow.TYPE, options.build())
        .start(Map.of("id", id, "lines", List.of(Map.of("item", "Desk", "amount", 666))), forged)
        .getRunId();
  }

  private static void awaitSecondRun(String id) throws Exception {
    Eventually.see(
        "a second run of " + id,
        () -> temporal.client().fetchHistory(InvoiceWorkflow.workflowId(id)).getEvents().get(0),
        start ->
            !start
                .getWorkflowExecutionStartedEventAttributes()
                .getContinuedExecutionRunId()
                .isEmpty());
  }
}
