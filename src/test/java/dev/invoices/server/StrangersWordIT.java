package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.display.InvoiceMemo;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stranger with access to Temporal writes or answers is never this product's word. */
@Tag("real-server")
@Tag("patient")
@Timeout(120)
@ComparesResults
class StrangersWordIT {

  private static final String OTHER_QUEUE = "strangers-queue";

  private static TemporalFixture temporal;
  private static WorkerFactory stranger;
  private static McpTools tools;

  /** A workflow of our type that says whatever its owner likes. */
  @WorkflowInterface
  public interface Liar {
    @WorkflowMethod(name = "InvoiceWorkflow")
    void run(Map<String, Object> invoice);

    @QueryMethod(name = "get_status")
    String status();

    @QueryMethod(name = "get_details")
    Map<String, Object> details();

    /** Claims that all is paid. */
    final class Implementation implements Liar {

      private Map<String, Object> said = Map.of();

      @Override
      public void run(Map<String, Object> invoice) {
        said = invoice;
        Workflow.await(() -> false);
      }

      @Override
      public String status() {
        return "Completed\nTotal: \"USD 10.00\"";
      }

      @Override
      public Map<String, Object> details() {
        Map<String, Object> details = memo(harmless(String.valueOf(said.get("id"))), "Completed");
        details.put("vendor", "ACME\nPaid: everything");
        details.put("ended_at", Instant.now());
        details.put("lines", List.of());
        details.put("ignored_decisions", List.of());
        return details;
      }
    }
  }

  /** A worker that fails at whatever it is given, as ours does without what it needs. */
  @WorkflowInterface
  public interface Broken {
    @WorkflowMethod(name = "InvoiceWorkflow")
    void run(Map<String, Object> invoice);

    /** Fails the task, not the workflow, so that Temporal hands it out again. */
    final class Implementation implements Broken {
      @Override
      public void run(Map<String, Object> invoice) {
        throw new IllegalStateException("this worker cannot do that");
      }
    }
  }

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer();
    stranger = WorkerFactory.newInstance(temporal.client());
    stranger.newWorker(OTHER_QUEUE).registerWorkflowImplementationTypes(Liar.Implementation.class);
    stranger.start();
    tools = McpTools.start(temporal::serve, "claude-ai");
  }

  @AfterAll
  static void stop() throws Exception {
    if (temporal != null) {
      tools.close();
      stranger.shutdownNow();
      stranger.awaitTermination(5, TimeUnit.SECONDS);
      temporal.close();
    }
  }

  @Test
  void harmlessMemoOfAnEvilInput_isNotShown_andTheDecisionIsAboutTheInput() throws Exception {
    // given an input and a memo that differ, and no worker
    start("MEMO", InvoiceWorkflow.TASK_QUEUE, evil("MEMO"), memo(harmless("MEMO"), "Processing"));

    // when its status is asked for
    ToolReply status = tools.status("MEMO");

    // then it is the input that is shown
    assertThat(status.text()).contains("Evil Inc", "666").doesNotContain("ACME", "USD 10.00");
    assertThat(status.content().path("caveat").asText()).contains("memo");
    assertThat(status.content().toString()).doesNotContain("ACME");
    assertGolden("status-memo-differs", status);

    // and a decision is about that
    ToolReply approved = tools.approve("MEMO");
    assertThat(approved.code()).isEqualTo("SENT");
    assertThat(approved.text()).contains("Evil Inc").doesNotContain("ACME");
    assertThat(decisions("MEMO"))
        .singleElement()
        .satisfies(
            sent ->
                assertThat(
                        sent.getWorkflowExecutionSignaledEventAttributes()
                            .getInput()
                            .getPayloads(0)
                            .getData()
                            .toStringUtf8())
                    .contains(evil("MEMO").digest()));
  }

  @Test
  void memoThatPosesAsThatOfAWorker_isNoGroundForADecisionFromTheList() throws Exception {
    // given a memo with the digest of the evil input in a list
    Map<String, Object> forged = memo(harmless("LISTED"), "Awaiting approval");
    forged.put("digest", evil("LISTED").digest());
    start("LISTED", InvoiceWorkflow.TASK_QUEUE, evil("LISTED"), forged);
    Eventually.see(
        "the list with it",
        () -> tools.call("get_invoice_status", Map.of()),
        list -> list.text().contains("- LISTED: USD 10.00, Awaiting approval, vendor: \"ACME\""));

    // when a person who saw nothing else approves it
    ToolReply approval = tools.approve("LISTED");

    // then they are shown what it is, and nothing was sent
    assertThat(approval.code()).isEqualTo("CHANGED");
    assertThat(approval.text()).contains("Vendor: \"Evil Inc\"");
    assertThat(decisions("LISTED")).isEmpty();
  }

  @Test
  void inputThatIsNoInvoice_isNotDecidedAbout() throws Exception {
    start(
        "NONE",
        InvoiceWorkflow.TASK_QUEUE,
        Map.of("id", "NONE"),
        memo(harmless("NONE"), "Processing"));

    ToolReply approval = tools.approve("NONE");

    assertThat(approval.code()).isEqualTo("NO_WORKER");
    assertThat(approval.text()).contains("not a valid invoice").doesNotContain("ACME");
    assertThat(decisions("NONE")).isEmpty();
    assertGolden("status-no-invoice", tools.status("NONE"));
  }

  @Test
  void inputOfAnotherInvoice_isNoInvoice_andIsNotDecidedAbout() throws Exception {
    // given an input whose id is not that of its workflow, and no worker
    start("TAKEN", InvoiceWorkflow.TASK_QUEUE, evil("OTHER"), Map.of());

    ToolReply status = tools.status("TAKEN");

    assertThat(status.content().path("caveat").asText()).contains("not a valid invoice");
    assertThat(status.text()).doesNotContain("Evil Inc", "666");
    ToolReply approval = tools.approve("TAKEN");
    assertThat(approval.code()).isEqualTo("NO_WORKER");
    assertThat(decisions("TAKEN")).isEmpty();
  }

  @Test
  void workflowOnAnotherTaskQueue_isQuoted_andGetsNoDecision() throws Exception {
    start("AWAY", OTHER_QUEUE, harmless("AWAY"), Map.of());

    ToolReply status = tools.status("AWAY");

    assertThat(status.status()).isEqualTo("On another task queue");
    assertThat(status.content().path("worker_says").asText()).startsWith("Completed");
    assertThat(status.content().toString()).doesNotContain("\\n", "ACME");
    assertGolden("status-on-another-task-queue", status);
    ToolReply approval = tools.approve("AWAY");
    assertThat(approval.code()).isEqualTo("OTHER_TASK_QUEUE");
    assertGolden("approve_invoice-on-another-task-queue", approval);
    assertThat(tools.reject("AWAY").code()).isEqualTo("OTHER_TASK_QUEUE");
    assertThat(decisions("AWAY")).isEmpty();
    ToolReply submitted = tools.submit(submission("AWAY"));
    assertThat(submitted.code()).isEqualTo("OTHER_TASK_QUEUE");
    assertGolden("process_invoice-on-another-task-queue", submitted);
  }

  @Test
  void closedWorkflowOnAnotherTaskQueue_mayHavePaid_soThatTheInvoiceIsNotStartedAgain()
      throws Exception {
    start("GONE", OTHER_QUEUE, harmless("GONE"), Map.of());
    temporal
        .client()
        .newUntypedWorkflowStub(InvoiceWorkflow.workflowId("GONE"))
        .terminate("its worker does not ask for payments as ours does");

    ToolReply submitted = tools.submit(submission("GONE"));

    assertThat(submitted.code()).isEqualTo("OTHER_TASK_QUEUE");
    assertThat(submitted.status()).isEqualTo("On another task queue");
  }

  @Test
  void workerThatFails_isNotTakenForNone() throws Exception {
    // given an invoice that no worker has looked at yet
    start("FAILING", InvoiceWorkflow.TASK_QUEUE, harmless("FAILING"), Map.of());
    ToolReply before = tools.status("FAILING");
    assertThat(before.text()).contains("No worker answered in time");
    assertThat(before.content().has("failed_attempts")).isFalse();

    // when one tries in vain
    WorkerFactory broken = WorkerFactory.newInstance(temporal.client());
    broken
        .newWorker(InvoiceWorkflow.TASK_QUEUE)
        .registerWorkflowImplementationTypes(Broken.Implementation.class);
    broken.start();
    try {
      ToolReply status =
          Eventually.see(
              "its failure",
              () -> tools.status("FAILING"),
              reply -> reply.text().contains("A worker has tried to process this invoice"));

      // then that is said, and nothing of a worker that should be started
      assertThat(status.text()).doesNotContain("No worker answered", "Start one");
      assertThat(status.content().path("failed_attempts").asInt()).isPositive();
      assertThat(status.text()).contains("The reason that it gave: \"this worker cannot do that\"");
      assertThat(status.content().path("failure_reason").asText())
          .isEqualTo("this worker cannot do that");
      assertThat(status.content().path("worker_answered").asBoolean(true)).isFalse();
    } finally {
      broken.shutdownNow();
      broken.awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void strangersRunAfterAnInvoiceOfOurs_isNotTakenForIt() throws Exception {
    // given an invoice that this server knows, which ended
    try (var worker = temporal.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"))) {
      tools.submit(submission("HEIR"));
      tools.awaitStatus("HEIR", "Awaiting approval");
      tools.reject("HEIR");
      tools.awaitStatus("HEIR", "Rejected by approver");
      assertThat(worker.isAlive()).isTrue();
    }

    // when a run on another task queue follows under its id
    start("HEIR", OTHER_QUEUE, harmless("HEIR"), Map.of());

    // then it is not believed, and a decision does not reach it
    assertThat(tools.status("HEIR").status()).isEqualTo("On another task queue");
    assertThat(tools.approve("HEIR").code()).isEqualTo("OTHER_TASK_QUEUE");
    assertThat(decisions("HEIR")).isEmpty();
  }

  private static void start(String id, String taskQueue, Object input, Map<String, Object> memo) {
    temporal
        .client()
        .newUntypedWorkflowStub(
            InvoiceWorkflow.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(InvoiceWorkflow.workflowId(id))
                .setTaskQueue(taskQueue)
                .setWorkflowExecutionTimeout(Duration.ofHours(1))
                .setMemo(memo)
                .build())
        .start(input);
  }

  private static List<HistoryEvent> decisions(String id) {
    return temporal.client().fetchHistory(InvoiceWorkflow.workflowId(id)).getEvents().stream()
        .filter(
            event ->
                event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
                    || event.getEventType()
                        == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)
        .toList();
  }

  private static Map<String, Object> memo(Invoice invoice, String status) {
    Map<String, Object> memo = new HashMap<>(InvoiceMemo.submitted(invoice, Instant.now()));
    memo.put("status", status);
    return memo;
  }

  private static Invoice harmless(String id) {
    return invoice(id, "ACME", 10);
  }

  private static Invoice evil(String id) {
    return invoice(id, "Evil Inc", 666);
  }

  private static Invoice invoice(String id, String vendor, int amount) {
    return InvoiceSamples.valid(json(id, vendor, amount));
  }

  private static String submission(String id) {
    return json(id, "ACME", 10);
  }

  private static String json(String id, String vendor, int amount) {
    return "{\"id\": \"%s\", \"vendor\": \"%s\", \"lines\": [{\"item\": \"Desk\", \"amount\": %d}]}"
        .formatted(id, vendor, amount);
  }
}
