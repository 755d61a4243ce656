package dev.invoices.server;

import static dev.invoices.testkit.EveryTool.APPROVE;
import static dev.invoices.testkit.EveryTool.PROCESS;
import static dev.invoices.testkit.EveryTool.REJECT;
import static dev.invoices.testkit.EveryTool.STATUS;
import static dev.invoices.testkit.EveryTool.codes;
import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.EveryTool;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What can be wrong with a real Temporal, and what each of the four tools makes of it, always
 * within 7 s. {@link TemporalDownIT} has what needs no real one.
 */
@Tag("real-server")
@Timeout(120)
@ComparesResults
@Tag("patient")
class RealServerFailuresIT {

  /** The submitted invoice is safe and the decisions are: nobody has answered yet. */
  private static final Map<String, String> SAFE_WITHOUT_A_WORKER =
      Map.of(PROCESS, "STARTED", APPROVE, "SENT", REJECT, "SENT", STATUS, "STATUS");

  private static final Map<String, String> AT_ONCE = Map.of("INVOICE_PAYMENT_PACE", "PT0S");

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
  void noWorkerSinceTheServerStarted_everyToolSaysSoAndNothingIsLost() throws Exception {
    // given a Temporal whose task queue nobody has ever polled
    try (var fresh = TemporalFixture.devServer();
        var tools = startWith(fresh, Map.of())) {
      EveryTool.prepare(tools, "NEW");

      // when each tool is called
      Map<String, ToolReply> replies = EveryTool.call(tools, "NEW");

      // then everything is recorded, and the answer says that nobody works on it
      assertThat(codes(replies)).isEqualTo(SAFE_WITHOUT_A_WORKER);
      assertThat(replies.values()).allSatisfy(RealServerFailuresIT::assertNoWorker);

      // and it takes effect when a worker comes
      try (var worker = fresh.startWorker(AT_ONCE)) {
        assertDecisionsTakeEffect(tools, "NEW");
        assertThat(worker.isAlive()).isTrue();
      }
    }
  }

  @Test
  void workerKilledAMomentAgo_everyToolSaysSoAndNothingIsLost() throws Exception {
    try (var tools = startWith(temporal, Map.of())) {
      // given invoices that a worker has just looked at
      try (var worker = temporal.startWorker(AT_ONCE)) {
        for (String id : EveryTool.prepare(tools, "ORPHAN")) {
          tools.awaitStatus(id, "Awaiting approval");
        }
        worker.kill();
      }

      // when it is killed and each tool is called at once
      Map<String, ToolReply> replies = EveryTool.call(tools, "ORPHAN");

      // then everything is recorded, and the status is what the dead worker reported last
      assertThat(codes(replies)).isEqualTo(SAFE_WITHOUT_A_WORKER);
      assertThat(replies.values()).allSatisfy(RealServerFailuresIT::assertNoWorker);
      assertThat(replies.get(STATUS).status()).isEqualTo("Awaiting approval");

      // and it takes effect when another comes
      try (var worker = temporal.startWorker(AT_ONCE)) {
        assertDecisionsTakeEffect(tools, "ORPHAN");
        assertThat(worker.isAlive()).isTrue();
      }
    }
  }

  @Test
  void wrongNamespace_isRefusedToEveryTool_byName() throws Exception {
    try (var tools = startWith(temporal, Map.of("TEMPORAL_NAMESPACE", "no-such-namespace"))) {
      Map<String, ToolReply> replies = EveryTool.call(tools, "NAMESPACE");

      assertThat(codes(replies)).isEqualTo(EveryTool.all("TEMPORAL_REFUSED"));
      assertThat(replies.values())
          .allSatisfy(
              reply ->
                  assertGolden(
                      "temporal-refused-namespace", reply, temporal.address(), "<address>"));
    }
  }

  @Test
  void unknownId_isNotFoundByEveryToolThatNeedsAnInvoice() throws Exception {
    try (var tools = startWith(temporal, Map.of())) {
      Map<String, ToolReply> replies = EveryTool.call(tools, "UNKNOWN");

      assertThat(codes(replies))
          .isEqualTo(
              Map.of(
                  PROCESS,
                  "STARTED",
                  APPROVE,
                  "NOT_FOUND",
                  REJECT,
                  "NOT_FOUND",
                  STATUS,
                  "NOT_FOUND"));
      assertThat(replies.get(STATUS).text()).contains(EveryTool.id("UNKNOWN", STATUS));
    }
  }

  @Test
  void otherWorkflowUnderTheId_isNoInvoiceToAnyTool_andIsLeftAlone() throws Exception {
    // given workflows of somebody else under the ids of invoices
    List<String> workflows =
        List.of(PROCESS, APPROVE, REJECT, STATUS).stream()
            .map(tool -> InvoiceWorkflow.workflowId(EveryTool.id("FOREIGN", tool)))
            .toList();
    workflows.forEach(RealServerFailuresIT::startForeignWorkflow);

    try (var tools = startWith(temporal, Map.of())) {
      // when each tool is called
      Map<String, ToolReply> replies = EveryTool.call(tools, "FOREIGN");

      // then it says what is there
      assertThat(codes(replies)).isEqualTo(EveryTool.all("NOT_AN_INVOICE"));
      assertThat(replies.values())
          .allSatisfy(reply -> assertThat(reply.text()).contains("NightlyReport"));

      // and has not touched it
      assertThat(workflows)
          .allSatisfy(
              id ->
                  assertThat(temporal.client().fetchHistory(id).getEvents())
                      .noneMatch(
                          event ->
                              event.getEventType()
                                  == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED));
    }
  }

  @Test
  void temporalKilledAndRestartedOnItsDatabase_isUsedAgainWithoutARestart() throws Exception {
    try (var mortal = TemporalFixture.devServer();
        var tools = startWith(mortal, Map.of())) {
      // given a server that has worked
      EveryTool.prepare(tools, "OUTAGE");

      // when Temporal is killed, then every tool says so
      mortal.kill();
      Map<String, ToolReply> during = EveryTool.call(tools, "OUTAGE");
      assertThat(codes(during)).isEqualTo(EveryTool.all("TEMPORAL_UNREACHABLE"));
      assertThat(during.values())
          .allSatisfy(reply -> assertThat(reply.text()).contains(mortal.address()));

      // and when it is back on its database and has taken one more invoice, each works at once
      mortal.restart();
      Eventually.see(
          "an invoice that it has taken",
          () -> tools.submit(EveryTool.invoice("OUTAGE-OVER")).code(),
          List.of("STARTED", "ALREADY_OPEN")::contains);
      Map<String, ToolReply> after = EveryTool.call(tools, "OUTAGE");
      assertThat(codes(after)).isEqualTo(SAFE_WITHOUT_A_WORKER);
      try (var worker = mortal.startWorker(AT_ONCE)) {
        assertDecisionsTakeEffect(tools, "OUTAGE");
        assertThat(worker.isAlive()).isTrue();
      }
    }
  }

  @Test
  void cancellationThatNoWorkerHasSeen_isReported() throws Exception {
    try (var tools = startWith(temporal, Map.of())) {
      tools.submit("{\"id\": \"STOP\", \"lines\": [{\"item\": \"Desk\", \"amount\": 1}]}");
      tools.approve("STOP");
      workflow("STOP").cancel();

      ToolReply reply = tools.status("STOP");

      assertGolden("status-cancel-requested", reply);
      assertThat(reply.content().get("cancel_requested").asBoolean()).isTrue();
    }
  }

  @Test
  void temporalThatStandsStillAndGoesOn_isUsedAgainWithoutARestart() throws Exception {
    try (var tools = startWith(temporal, Map.of())) {
      // given a server that has worked
      EveryTool.prepare(tools, "FROZEN");

      // when Temporal takes calls and answers none, then every tool says so
      temporal.freeze();
      Map<String, ToolReply> during;
      try {
        during = EveryTool.call(tools, "FROZEN");
      } finally {
        temporal.thaw();
      }
      assertThat(codes(during)).isEqualTo(EveryTool.all("TEMPORAL_UNREACHABLE"));

      // and when it goes on, the very next call works
      assertThat(tools.status(EveryTool.id("FROZEN", APPROVE)).code()).isEqualTo("STATUS");
    }
  }

  private static WorkflowStub workflow(String id) {
    return temporal.client().newUntypedWorkflowStub(InvoiceWorkflow.workflowId(id));
  }

  @Test
  void tlsExpectedButPlaintextOffered_isReportedByEveryTool_withTheSettingToCheck()
      throws Exception {
    try (var tools = startWith(temporal, Map.of("TEMPORAL_TLS", "true"))) {
      Map<String, ToolReply> replies = EveryTool.call(tools, "TLS");

      assertThat(codes(replies)).isEqualTo(EveryTool.all("TEMPORAL_UNREACHABLE"));
      assertThat(replies.values())
          .allSatisfy(
              reply -> assertThat(reply.text()).contains(temporal.address(), "TEMPORAL_TLS"));
    }
  }

  private static McpTools startWith(TemporalFixture temporal, Map<String, String> settings)
      throws Exception {
    McpTools tools =
        McpTools.start(
            process -> {
              temporal.serve(process).environment().putAll(settings);
              return process;
            },
            "claude-ai");
    // That they answer in time is for processes that have loaded their classes.
    tools.status("WARM-UP");
    return tools.timed();
  }

  private static void startForeignWorkflow(String workflowId) {
    temporal
        .client()
        .newUntypedWorkflowStub(
            "NightlyReport",
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(InvoiceWorkflow.TASK_QUEUE + "-of-others")
                .build())
        .start();
  }

  private static void assertNoWorker(ToolReply reply) {
    assertThat(reply.text()).contains("java @target/invoice-worker.args", "--check");
    assertThat(reply.content().get("worker_answered").asBoolean()).isFalse();
  }

  private static void assertDecisionsTakeEffect(McpTools tools, String prefix) throws Exception {
    tools.awaitStatus(EveryTool.id(prefix, APPROVE), "Completed");
    tools.awaitStatus(EveryTool.id(prefix, REJECT), "Rejected by approver");
    tools.awaitStatus(EveryTool.id(prefix, PROCESS), "Awaiting approval");
  }
}
