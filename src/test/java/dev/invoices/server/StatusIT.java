package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.payment.GatewayPerInvoice;
import dev.invoices.payment.sandbox.Hold;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.ProcessingRules;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code get_invoice_status} in every phase of an invoice's life, and what may be submitted again
 * after each end. The worker runs here, with a payment gateway that misbehaves as told.
 */
@Timeout(60)
@ComparesResults
class StatusIT {

  private static final GatewayPerInvoice GATEWAYS = new GatewayPerInvoice();

  private static InvoiceStack stack;
  private static McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(ProcessingRules.of(Duration.ofDays(5), Duration.ZERO, 1), GATEWAYS);
    tools = stack.connect("claude-ai");
    stack.warmUp(tools);
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  @Test
  void openInvoice_awaitsApproval() throws Exception {
    submit("OPEN");

    ToolReply reply = tools.status("OPEN");

    assertThat(reply.isError()).isFalse();
    assertThat(reply.code()).isEqualTo("STATUS");
    assertThat(reply.status()).isEqualTo("Awaiting approval");
    assertGolden("status-awaiting", reply);
  }

  @Test
  void invoiceBeingPaid_showsThePaymentInHand() throws Exception {
    // given an approved invoice whose second payment takes its time
    Hold second = GATEWAYS.of("PAYING").hold(2);
    submit("PAYING");
    tools.approve("PAYING");
    second.awaitArrival();

    // when its status is asked for
    ToolReply reply = tools.status("PAYING");

    // then one line is paid and the other in hand
    assertThat(reply.status()).isEqualTo("Processing payments");
    assertGolden("status-paying", reply);
    assertThat(reply.invoice().orElseThrow().lines())
        .extracting(LineSnapshot::state)
        .containsExactly(LineState.PAID, LineState.PAYING);
    assertThat(reply.invoice().orElseThrow().paid()).isEqualTo(new BigDecimal("10.00"));

    // and once it is done, everything is
    second.release();
    ToolReply completed = tools.awaitClosed("PAYING");
    assertThat(completed.status()).isEqualTo("Completed");
    assertGolden("status-completed", completed);
    assertThat(GATEWAYS.of("PAYING").paidLines()).containsExactly("PAYING/1", "PAYING/2");
  }

  @Test
  void paymentThatFailsForNow_isShownWithItsAttemptsAndTheLastError() throws Exception {
    // given a provider that is away for a while
    GATEWAYS.of("RETRY").failTransiently(1, 2);
    submit("RETRY");
    tools.approve("RETRY");

    // when the status is asked for meanwhile
    ToolReply reply =
        Eventually.see(
            "a second failed attempt",
            () -> tools.status("RETRY"),
            seen -> seen.invoice().orElseThrow().lines().get(0).attempts() == 2);

    // then it says how often it failed and why
    assertGolden("status-retrying", reply);
    assertThat(reply.invoice().orElseThrow().lines().get(0))
        .satisfies(
            line -> {
              assertThat(line.state()).isEqualTo(LineState.PAYING);
              assertThat(line.lastError()).contains("the provider is out of reach");
            });

    // and in the end how many attempts it took
    ToolReply completed = tools.awaitStatus("RETRY", "Completed");
    assertThat(completed.invoice().orElseThrow().lines().get(0).attempts()).isEqualTo(3);
    assertThat(GATEWAYS.of("RETRY").paidLines()).containsExactly("RETRY/1", "RETRY/2");
  }

  @Test
  void declinedPayment_awaitsADecision_andAnApprovalRetriesOnlyWhatIsUnpaid() throws Exception {
    // given an invoice whose first line is declined
    GATEWAYS.of("DECLINED").decline(1, "card expired");
    submit("DECLINED");
    tools.approve("DECLINED");
    ToolReply declined = tools.awaitStatus("DECLINED", "Payment declined - awaiting decision");
    assertGolden("status-declined", declined);

    // when the card is good again and a human approves once more
    GATEWAYS.of("DECLINED").accept(1);
    ToolReply again = tools.approve("DECLINED", "new card");

    // then the declined line is paid, and the other not twice
    assertThat(again.code()).isEqualTo("APPROVED");
    tools.awaitStatus("DECLINED", "Completed");
    assertThat(GATEWAYS.of("DECLINED").paidLines()).containsExactly("DECLINED/2", "DECLINED/1");
  }

  @Test
  void partiallyPaidInvoice_saysSo_andIsNeverAcceptedAgain() throws Exception {
    // given an invoice that was stopped after a decline
    GATEWAYS.of("PARTIAL").decline(2, "limit reached");
    submit("PARTIAL");
    tools.approve("PARTIAL");
    tools.awaitStatus("PARTIAL", "Payment declined - awaiting decision");
    assertThat(tools.reject("PARTIAL", "enough").code()).isEqualTo("REJECTED");
    ToolReply stopped = tools.awaitClosed("PARTIAL");
    assertThat(stopped.status()).isEqualTo("Partially paid - stopped");
    assertGolden("status-partially-paid", stopped);
    assertThat(stack.workflow("PARTIAL").getResult(String.class)).isEqualTo("PARTIALLY_PAID");

    // when it is submitted again
    ToolReply reply = submit("PARTIAL");

    // then nothing starts
    assertThat(reply.isError()).isTrue();
    assertThat(reply.code()).isEqualTo("ALREADY_CLOSED");
    assertThat(reply.status()).isEqualTo("Partially paid - stopped");
    assertGolden("already-closed-partially-paid", reply);
  }

  @Test
  void cancelledInvoice_saysSo_andMayBeSubmittedAgainWhenNothingWasPaid() throws Exception {
    // given an invoice that was cancelled in the Web UI
    submit("CANCELLED");
    stack.workflow("CANCELLED").cancel();

    // then the status says so, and nobody can decide any more
    ToolReply reply = tools.awaitClosed("CANCELLED");
    assertThat(reply.status()).isEqualTo("Cancelled - no further payment is made");
    assertGolden("status-cancelled", reply);
    assertThat(tools.approve("CANCELLED").code()).isEqualTo("ALREADY_CLOSED");

    // and as nothing was paid, it may come again
    assertThat(submit("CANCELLED").code()).isEqualTo("STARTED");
  }

  @Test
  void invoiceCancelledWhilePaying_keepsWhatWasPaid_andIsNeverAcceptedAgain() throws Exception {
    // given an invoice that is cancelled while its first payment is in hand
    Hold first = GATEWAYS.of("CANCELLED-LATE").hold(1);
    submit("CANCELLED-LATE");
    tools.approve("CANCELLED-LATE");
    first.awaitArrival();
    stack.workflow("CANCELLED-LATE").cancel();
    first.release();

    // then that payment is finished, and no other begins
    ToolReply reply = tools.awaitClosed("CANCELLED-LATE");
    assertThat(reply.status()).isEqualTo("Cancelled - no further payment is made");
    assertThat(reply.invoice().orElseThrow().paid()).isEqualTo(new BigDecimal("10.00"));
    assertGolden("status-cancelled-while-paying", reply);
    assertThat(GATEWAYS.of("CANCELLED-LATE").paidLines()).containsExactly("CANCELLED-LATE/1");

    // and it is not accepted again
    assertThat(submit("CANCELLED-LATE").code()).isEqualTo("ALREADY_CLOSED");
  }

  @Test
  void terminatedInvoice_hasItsLastStatus_andMayBeSubmittedAgainWhenNothingWasPaid()
      throws Exception {
    // given an invoice that was terminated, after which no worker can be asked about it
    submit("TERMINATED");
    stack.workflow("TERMINATED").terminate("by mistake");

    // then the status is its last recorded state
    ToolReply reply = tools.status("TERMINATED");
    assertThat(reply.isError()).isFalse();
    assertThat(reply.status()).isEqualTo("Terminated");
    assertGolden("status-terminated", reply);
    assertThat(reply.content().has("worker_answered")).as("nobody asked a worker").isFalse();
    assertThat(tools.approve("TERMINATED").code()).isEqualTo("ALREADY_CLOSED");

    // and as no payment was requested, it may come again
    assertThat(submit("TERMINATED").code()).isEqualTo("STARTED");
  }

  @Test
  void invoiceTerminatedWhilePaying_isNeverAcceptedAgain() throws Exception {
    // given an invoice that was terminated while a payment was in hand
    Hold first = GATEWAYS.of("TERMINATED-LATE").hold(1);
    submit("TERMINATED-LATE");
    tools.approve("TERMINATED-LATE");
    first.awaitArrival();
    stack.workflow("TERMINATED-LATE").terminate("by mistake");
    ToolReply reply = tools.status("TERMINATED-LATE");
    first.release();

    // then the status says which payment was in flight, and nothing that may turn out wrong
    assertThat(reply.text()).contains("line 1").doesNotContain("Nothing more will be paid");
    assertThat(reply.content().at("/payments_in_flight/0").asInt()).isEqualTo(1);
    assertGolden("status-terminated-while-paying", reply);

    // and as Temporal does not know whether it was made, the id stays closed
    assertThat(submit("TERMINATED-LATE").code()).isEqualTo("ALREADY_CLOSED");
  }

  @Test
  void workflowThatAnotherClientStartedWithABadInput_hasAStatusThatSaysWhyItFailed()
      throws Exception {
    // given an invalid invoice that came past our server
    stack
        .client()
        .newUntypedWorkflowStub(
            "InvoiceWorkflow",
            WorkflowOptions.newBuilder()
                .setWorkflowId("invoice-BAD")
                .setTaskQueue("invoice-task-queue")
                .build())
        .start(Map.of("id", "BAD", "lines", List.of()));

    // then status names the field
    ToolReply reply = tools.awaitClosed("BAD");
    assertThat(reply.status()).isEqualTo("Invalid invoice - nothing was paid");
    assertGolden("status-invalid", reply);

    // and the id may be used by a valid one
    assertThat(submit("BAD").code()).isEqualTo("STARTED");
  }

  private static ToolReply submit(String id) throws Exception {
    return tools.submit(
        """
        {"id": "%s", "lines": [{"item": "Desk", "amount": 10}, {"item": "Chair", "amount": 5.5}]}"""
            .formatted(id));
  }
}
