package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.LineState;
import dev.invoices.payment.GatewayPerInvoice;
import dev.invoices.payment.sandbox.Hold;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.InvoiceTools;
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
class StatusIT {

  private static final GatewayPerInvoice GATEWAYS = new GatewayPerInvoice();

  private static InvoiceStack stack;
  private static InvoiceTools tools;

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
    assertThat(reply.text())
        .startsWith("Invoice OPEN status: Awaiting approval\n")
        .contains("A human has to approve or reject it by ");
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
    assertThat(reply.text())
        .startsWith("Invoice PAYING status: Processing payments\n")
        .contains(
            "\nPaid: USD 10.00, 1 of 2 lines\n",
            "\nLine 1: Desk, USD 10.00 - paid at 2126-01-31 12:00:00 UTC, receipt R-PAYING/1\n",
            "\nLine 2: Chair, USD 5.50 - being paid\n",
            "\nDecision: approved by ");
    assertThat(reply.invoice().orElseThrow().paid()).isEqualTo(new BigDecimal("10.00"));

    // and once it is done, everything is
    second.release();
    assertThat(tools.awaitStatus("PAYING", "Completed").text())
        .contains("\nPaid: USD 15.50, 2 of 2 lines\n");
    assertThat(GATEWAYS.of("PAYING").paidKeys()).containsExactly("PAYING/1", "PAYING/2");
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
            "a retry",
            () -> tools.status("RETRY"),
            seen -> seen.text().contains("being retried after "));

    // then it says how often it failed and why
    assertThat(reply.text())
        .containsPattern("Line 1: Desk, USD 10.00 - being retried after [12] failed attempts: ")
        .contains("the provider is out of reach");
    assertThat(reply.invoice().orElseThrow().lines().get(0))
        .satisfies(
            line -> {
              assertThat(line.state()).isEqualTo(LineState.PAYING);
              assertThat(line.attempts()).isIn(1, 2);
              assertThat(line.lastError()).contains("the provider is out of reach");
            });

    // and in the end how many attempts it took
    ToolReply completed = tools.awaitStatus("RETRY", "Completed");
    assertThat(completed.invoice().orElseThrow().lines().get(0).attempts()).isEqualTo(3);
    assertThat(GATEWAYS.of("RETRY").paidKeys()).containsExactly("RETRY/1", "RETRY/2");
  }

  @Test
  void declinedPayment_awaitsADecision_andAnApprovalRetriesOnlyWhatIsUnpaid() throws Exception {
    // given an invoice whose first line is declined
    GATEWAYS.of("DECLINED").decline(1, "card expired");
    submit("DECLINED");
    tools.approve("DECLINED");
    ToolReply declined = tools.awaitStatus("DECLINED", "Payment declined - awaiting decision");
    assertThat(declined.text())
        .contains(
            "\nPaid: USD 5.50, 1 of 2 lines, 1 declined\n",
            "\nLine 1: Desk, USD 10.00 - declined: card expired\n",
            "\nLast decision: approved by ",
            "otherwise no further payment is made.");

    // when the card is good again and a human approves once more
    GATEWAYS.of("DECLINED").accept(1);
    ToolReply again = tools.approve("DECLINED", "new card");

    // then the declined line is paid, and the other not twice
    assertThat(again.code()).isEqualTo("APPROVED");
    tools.awaitStatus("DECLINED", "Completed");
    assertThat(GATEWAYS.of("DECLINED").paidKeys()).containsExactly("DECLINED/2", "DECLINED/1");
  }

  @Test
  void partiallyPaidInvoice_saysSo_andIsNeverAcceptedAgain() throws Exception {
    // given an invoice that was stopped after a decline
    GATEWAYS.of("PARTIAL").decline(2, "limit reached");
    submit("PARTIAL");
    tools.approve("PARTIAL");
    tools.awaitStatus("PARTIAL", "Payment declined - awaiting decision");
    assertThat(tools.reject("PARTIAL", "enough").code()).isEqualTo("REJECTED");
    ToolReply stopped = tools.awaitStatus("PARTIAL", "Partially paid - stopped");
    assertThat(stopped.text()).contains("\nPaid: USD 10.00, 1 of 2 lines, 1 declined\n");
    assertThat(stack.workflow("PARTIAL").getResult(String.class)).isEqualTo("PARTIALLY_PAID");

    // when it is submitted again
    ToolReply reply = submit("PARTIAL");

    // then nothing starts
    assertThat(reply.isError()).isTrue();
    assertThat(reply.code()).isEqualTo("ALREADY_CLOSED");
    assertThat(reply.text()).contains("(Partially paid - stopped), so it is not accepted again");
  }

  @Test
  void cancelledInvoice_saysSo_andMayBeSubmittedAgainWhenNothingWasPaid() throws Exception {
    // given an invoice that was cancelled in the Web UI
    submit("CANCELLED");
    stack.workflow("CANCELLED").cancel();

    // then status tells it, and that it can no longer be decided
    ToolReply reply =
        Eventually.see(
            "the end", () -> tools.status("CANCELLED"), seen -> seen.text().contains("it was"));
    assertThat(reply.text())
        .startsWith("Invoice CANCELLED status: Cancelled - no further payment is made\n")
        .contains("No payment will be made any more: it was cancelled.");
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

    // then that payment is seen to its end, and no other begins
    ToolReply reply = tools.awaitStatus("CANCELLED-LATE", "Cancelled - no further payment is made");
    assertThat(reply.text()).contains("\nPaid: USD 10.00, 1 of 2 lines\n");
    assertThat(GATEWAYS.of("CANCELLED-LATE").paidKeys()).containsExactly("CANCELLED-LATE/1");

    // and it is not accepted again
    assertThat(submit("CANCELLED-LATE").code()).isEqualTo("ALREADY_CLOSED");
  }

  @Test
  void terminatedInvoice_isStillTold_andMayBeSubmittedAgainWhenNothingWasPaid() throws Exception {
    // given an invoice that was terminated, after which no worker can be asked about it
    submit("TERMINATED");
    stack.workflow("TERMINATED").terminate("by mistake");

    // then its last recorded state is told
    ToolReply reply = tools.status("TERMINATED");
    assertThat(reply.isError()).isFalse();
    assertThat(reply.text())
        .startsWith("Invoice TERMINATED status: Terminated\n")
        .contains(
            "\nTotal: USD 15.50 in 2 lines\n",
            "No payment will be made any more: it was terminated.")
        .doesNotContain("No worker answered");
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
    first.release();

    // then nobody can tell what was paid, so it stays closed
    assertThat(submit("TERMINATED-LATE").code()).isEqualTo("ALREADY_CLOSED");
  }

  @Test
  void workflowThatAnotherClientStartedWithABadInput_tellsWhyItFailed() throws Exception {
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
    ToolReply reply =
        Eventually.see(
            "the failure", () -> tools.status("BAD"), seen -> seen.text().contains("has failed"));
    assertThat(reply.text())
        .startsWith("Invoice BAD status: Invalid invoice - nothing was paid\n")
        .contains("it has failed: Not a valid invoice: lines must have at least one line");

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
