package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that another run precedes, but whose state was handed on by a stranger. */
@Tag("real-server")
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
    Map<String, Object> forged =
        Map.of(
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
