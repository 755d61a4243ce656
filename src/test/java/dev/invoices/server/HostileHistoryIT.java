package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.EveryTool;
import dev.invoices.testkit.Fault;
import dev.invoices.testkit.FaultyLink;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Strangers send signals without end while no worker runs, and signals get lost on their way. */
@Tag("real-server")
@Timeout(240)
@ComparesResults
class HostileHistoryIT {

  private static final int MEGABYTE = 1024 * 1024;
  private static final int MAX_SIGNALS = 1_000;

  private static TemporalFixture temporal;
  private static FaultyLink link;
  private static McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer();
    link = FaultyLink.to(temporal.port());
    tools =
        McpTools.start(
            process -> {
              temporal.serve(process).environment().put("TEMPORAL_ADDRESS", link.address());
              return process;
            },
            "claude-ai");
    tools.status("WARM-UP");
    tools.timed();
  }

  @AfterAll
  static void stop() throws Exception {
    if (temporal != null) {
      tools.close();
      link.close();
      temporal.close();
    }
  }

  @Test
  void historyOf48Megabytes_isReadByManyCallsAtATime() throws Exception {
    // given an invoice that was approved after 48 signals of a megabyte each
    submit("HUGE");
    for (int i = 0; i < 48; i++) {
      signal("HUGE", "nonsense", MEGABYTE);
    }
    signal("HUGE", InvoiceWorkflow.APPROVE, 0);

    // when its status is asked for by many at a time
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<Future<ToolReply>> replies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      replies.add(threads.submit(() -> tools.status("HUGE")));
    }
    threads.shutdown();

    // then each shows the approval, or says that not all could be read in time
    for (Future<ToolReply> reply : replies) {
      ToolReply status = reply.get(60, TimeUnit.SECONDS);
      assertThat(status.code()).as(status.text()).isIn("STATUS", "NO_WORKER");
      assertThat(isApproved(status) || status.content().path("partial").asBoolean())
          .as(status.text())
          .isTrue();
    }

    // and one alone reads all of it, once Temporal is done with what the many have left
    Eventually.see(
        "the approval",
        Duration.ofMinutes(1),
        () -> tools.status("HUGE"),
        HostileHistoryIT::isApproved);
  }

  @Test
  void workflowWithAsManySignalsAsTemporalAllows_isNamed_andAWorkerHelps() throws Exception {
    // given an invoice with nonsense signals
    submit("FULL");
    for (int i = 0; i < MAX_SIGNALS; i++) {
      signal("FULL", "nonsense", 0);
    }

    // when it is approved, then the result says what helps
    ToolReply refused =
        Eventually.see(
            "a reply; Temporal may still be busy with the signals",
            () -> tools.approve("FULL"),
            reply -> !reply.code().equals("TEMPORAL_UNREACHABLE"));
    assertThat(refused.code()).isEqualTo("SIGNAL_LIMIT");
    assertGolden("signal-limit", refused);

    // and the first of it does
    try (var worker = temporal.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"))) {
      tools.awaitStatus("FULL", "Awaiting approval");
      assertThat(tools.approve("FULL").code()).isEqualTo("APPROVED");
      tools.awaitStatus("FULL", "Completed");
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void cancelledWorkflowWithTooManySignals_isSubmittedAnew() throws Exception {
    submit("ANEW");
    for (int i = 0; i < MAX_SIGNALS; i++) {
      signal("ANEW", "nonsense", 0);
    }
    temporal.client().newUntypedWorkflowStub(InvoiceWorkflow.workflowId("ANEW")).cancel();

    try (var worker = temporal.startWorker(Map.of())) {
      tools.awaitClosed("ANEW");
      assertThat(worker.isAlive()).isTrue();
    }
    submit("ANEW");
  }

  @Test
  void signalThatArrivesWithoutAConfirmation_isSeenAtOnce() throws Exception {
    submit("LOST-ANSWER");
    link.fail("SignalWorkflowExecution", Fault.dropAnswer());
    try {
      ToolReply reply = tools.approve("LOST-ANSWER");

      assertThat(reply.code()).isEqualTo("SENT");
      assertThat(isApproved(reply)).isTrue();
    } finally {
      link.mend();
    }
  }

  @Test
  void signalThatArrivesLate_mayHaveArrived_andTheNextStatusTells() throws Exception {
    submit("LATE");
    link.fail("SignalWorkflowExecution", Fault.slow(Duration.ofSeconds(8)));
    ToolReply reply;
    try {
      reply = tools.approve("LATE");
    } finally {
      link.mend();
    }

    assertThat(reply.code()).isEqualTo("TEMPORAL_UNREACHABLE");
    assertGolden("decision-not-confirmed", reply, link.address(), "<address>");
    Eventually.see("the approval", () -> tools.status("LATE"), HostileHistoryIT::isApproved);
  }

  private static boolean isApproved(ToolReply reply) {
    return reply.content().at("/decision/approved").asBoolean();
  }

  private static void submit(String id) throws IOException {
    ToolReply reply = tools.submit(EveryTool.invoice(id));
    assertThat(reply.code()).as(reply.text()).isEqualTo("STARTED");
  }

  private static void signal(String id, String name, int bytes) {
    temporal
        .stubs()
        .blockingStub()
        .signalWorkflowExecution(
            SignalWorkflowExecutionRequest.newBuilder()
                .setNamespace("default")
                .setWorkflowExecution(
                    WorkflowExecution.newBuilder().setWorkflowId(InvoiceWorkflow.workflowId(id)))
                .setSignalName(name)
                .setInput(
                    Payloads.newBuilder()
                        .addPayloads(
                            Payload.newBuilder().setData(ByteString.copyFrom(new byte[bytes]))))
                .build());
  }
}
