package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.payment.GatewayPerInvoice;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.EveryTool;
import dev.invoices.testkit.GoldenResult;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PendingActivity;
import dev.invoices.testkit.RecordingRegister;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.InvoiceWorkflowImpl;
import dev.invoices.workflow.ProcessingRules;
import dev.invoices.workflow.activity.PaymentActivitiesImpl;
import dev.invoices.workflow.activity.RegisterActivitiesImpl;
import dev.invoices.workflow.activity.Seal;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.PauseActivityRequest;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator paused is open: it is shown as paused, and it continues when it is resumed. */
@Tag("real-server")
@Timeout(120)
@ComparesResults
class PausedIT {

  private static final GatewayPerInvoice GATEWAYS = new GatewayPerInvoice();

  private static TemporalFixture temporal;
  private static WorkerFactory worker;
  private static McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer();
    worker = WorkerFactory.newInstance(temporal.client());
    Seal seal = new Seal(new byte[32]);
    var ours = worker.newWorker(InvoiceWorkflow.TASK_QUEUE);
    ours.registerWorkflowImplementationFactory(
        InvoiceWorkflow.class,
        () ->
            new InvoiceWorkflowImpl(
                ProcessingRules.of(Duration.ofDays(5), Duration.ZERO, 1), GATEWAYS.ledger(), seal));
    ours.registerActivitiesImplementations(
        new PaymentActivitiesImpl(GATEWAYS, seal),
        new RegisterActivitiesImpl(new RecordingRegister(), GATEWAYS.ledger()));
    worker.start();
    tools = McpTools.start(temporal::serve, "claude-ai").timed();
  }

  @AfterAll
  static void stop() throws Exception {
    if (temporal != null) {
      tools.close();
      worker.shutdownNow();
      worker.awaitTermination(5, TimeUnit.SECONDS);
      temporal.close();
    }
  }

  @Test
  void pausedWorkflow_keepsTheApproval_andPaysWhenItIsResumed() throws Exception {
    // given an invoice that waits, and an operator who pauses its workflow
    submit("PAUSED");
    pauseWorkflow("PAUSED");

    // when a person asks, approves, and submits it again
    ToolReply status = tools.status("PAUSED");
    ToolReply approval = tools.approve("PAUSED");
    ToolReply rejection = tools.reject("PAUSED");
    ToolReply again = tools.submit(EveryTool.invoice("PAUSED"));

    // then it is open and paused, and the approval is kept
    assertThat(status.code()).isEqualTo("STATUS");
    assertThat(status.status()).isEqualTo("Paused by an operator");
    GoldenResult.assertGolden("status-paused", status);
    assertThat(approval.code()).isEqualTo("SENT");
    GoldenResult.assertGolden("sent-approval-paused", approval);
    assertThat(rejection.code()).isEqualTo("ALREADY_DECIDED");
    assertThat(again.code()).isEqualTo("ALREADY_OPEN");

    // and the command that is shown has it paid
    enter(status.content().get("resume_command").asText());
    tools.awaitStatus("PAUSED", "Completed");
    assertThat(GATEWAYS.of("PAUSED").payments()).hasSize(1);
  }

  @Test
  void pausedWorkflowThatWasNotShown_takesTheRejection() throws Exception {
    submit("UNSEEN");
    pauseWorkflow("UNSEEN");

    try (var other = McpTools.start(temporal::serve, "other")) {
      ToolReply rejection = other.reject("UNSEEN");

      assertThat(rejection.code()).isEqualTo("SENT");
      enter(rejection.content().get("resume_command").asText());
      other.awaitStatus("UNSEEN", "Rejected by approver");
    }
  }

  @Test
  void pausedInvoiceThatIsBeingPaid_takesNoDecision() throws Exception {
    // given an approved invoice whose payment fails for now, and an operator who pauses it
    GATEWAYS.of("PAYING").failTransiently(1, 2);
    submit("PAYING");
    tools.approve("PAYING");
    awaitFailedAttempt("PAYING");
    pauseWorkflow("PAYING");

    ToolReply rejection = tools.reject("PAYING");

    assertThat(rejection.code()).isEqualTo("ALREADY_DECIDED");
    assertThat(rejection.status()).isEqualTo("Paused by an operator");
    enter(rejection.content().get("resume_command").asText());
    tools.awaitStatus("PAYING", "Completed");
  }

  @Test
  void pausedPayment_isShownWithTheCommandThatResumesIt() throws Exception {
    // given a payment that fails for now, and an operator who pauses it
    GATEWAYS.of("HELD").failTransiently(1, 2);
    submit("HELD");
    tools.approve("HELD");
    awaitFailedAttempt("HELD");
    String activityId = pausePayment("HELD");

    // when the status is asked for
    ToolReply status = tools.status("HELD");

    // then the line is paused, and a command resumes it
    assertThat(status.status()).isEqualTo("Processing payments");
    assertThat(status.content().get("paused_payments")).hasSize(1);
    assertThat(status.content().at("/paused_payments/0/line").asInt()).isEqualTo(1);
    GoldenResult.assertGolden("status-paused-payment", status, activityId, "<activity>");
    enter(status.content().at("/paused_payments/0/resume_command").asText());
    tools.awaitStatus("HELD", "Completed");
  }

  private static void submit(String id) throws Exception {
    tools.submit(EveryTool.invoice(id));
    tools.awaitStatus(id, "Awaiting approval");
  }

  private static void awaitFailedAttempt(String id) throws Exception {
    Eventually.see(
        "a failed attempt",
        () -> tools.status(id),
        seen -> seen.invoice().orElseThrow().lines().get(0).attempts() == 1);
  }

  private static void pauseWorkflow(String id) {
    temporal.pauseWorkflow(InvoiceWorkflow.workflowId(id));
  }

  private static String pausePayment(String id) {
    String workflowId = InvoiceWorkflow.workflowId(id);
    String activityId = PendingActivity.idOf(temporal.client().newUntypedWorkflowStub(workflowId));
    temporal
        .stubs()
        .blockingStub()
        .pauseActivity(
            PauseActivityRequest.newBuilder()
                .setNamespace("default")
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                .setId(activityId)
                .build());
    return activityId;
  }

  /** Runs what an operator is told to enter. */
  private static void enter(String command) throws Exception {
    Process shell = new ProcessBuilder(List.of("sh", "-c", command)).inheritIO().start();
    assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).as(command).isZero();
  }
}
