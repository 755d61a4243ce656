package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.PendingActivity;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.activity.PaymentActivities;
import dev.invoices.workflow.activity.PaymentResult;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator terminates an invoice while the packaged worker pays a line of it. */
@Tag("patient")
@Timeout(60)
class TerminatedPaymentIT {

  private static final String ID = InvoiceWorkflow.workflowId("LATE");

  static Stream<Arguments> endingsBefore() {
    return Stream.of(
        Arguments.of("nobody", (Consumer<InvoiceStack>) stack -> {}),
        Arguments.of(
            "an operator fails it",
            (Consumer<InvoiceStack>)
                stack ->
                    operator(stack)
                        .completeExceptionally(
                            ID, Optional.empty(), payment(stack), new IllegalStateException())),
        Arguments.of(
            "an operator completes it",
            (Consumer<InvoiceStack>)
                stack -> operator(stack).complete(ID, Optional.empty(), payment(stack), 7)),
        Arguments.of(
            "an operator completes it as a worker does",
            (Consumer<InvoiceStack>)
                stack ->
                    operator(stack)
                        .complete(
                            ID,
                            Optional.empty(),
                            payment(stack),
                            new PaymentResult("SBX-x", Instant.EPOCH, 1, false, "abc"))),
        Arguments.of(
            "an operator fails it as a worker does",
            (Consumer<InvoiceStack>)
                stack ->
                    operator(stack)
                        .completeExceptionally(
                            ID,
                            Optional.empty(),
                            payment(stack),
                            ApplicationFailure.newNonRetryableFailure(
                                "no money", PaymentActivities.PAYMENT_DECLINED, 1, "abc"))));
  }

  private static ActivityCompletionClient operator(InvoiceStack stack) {
    return stack.client().newActivityCompletionClient();
  }

  private static String payment(InvoiceStack stack) {
    return PendingActivity.idOf(stack.workflow("LATE"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endingsBefore")
  void paymentInFlight_isMadeAfterwards_andTheStatusNamesItsLine(
      String who, Consumer<InvoiceStack> endPayment) throws Exception {
    try (var stack = InvoiceStack.start()) {
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
      var tools = stack.connect("claude-ai");
      tools.submit(
          """
          {"id": "LATE", "lines": [{"item": "Desk", "amount": 10}, {"item": "Lamp", "amount": 5}]}""");
      tools.awaitStatus("LATE", "Awaiting approval");
      Path ledger = stack.temporal().ledger();

      // given an attempt that waits for the ledger
      try (Connection lock = DriverManager.getConnection("jdbc:sqlite:" + ledger)) {
        lock.createStatement().execute("BEGIN IMMEDIATE");
        tools.approve("LATE");
        Eventually.see(
            "an attempt",
            () -> stack.workflow("LATE").describe().getRawDescription().getPendingActivitiesList(),
            pending -> pending.size() == 1 && pending.get(0).hasLastStartedTime());

        // when the workflow is terminated, and the ledger is free again
        endPayment.accept(stack);
        stack.workflow("LATE").terminate("by mistake");
        assertLineOneMayBePaid(tools.status("LATE"));
        assertThat(payments(ledger)).isZero();
        lock.createStatement().execute("ROLLBACK");
      }

      // then the attempt pays, and the status was right before and is right after that
      Eventually.see("the payment", () -> payments(ledger), paid -> paid == 1);
      assertLineOneMayBePaid(tools.status("LATE"));
      assertThat(payments(ledger)).as("no other payment has begun").isEqualTo(1);
    }
  }

  @Test
  void paymentsThatTheWorkerHasEnded_areNotInFlight() throws Exception {
    try (var stack = InvoiceStack.start()) {
      // given a line that was paid, and one that was declined
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S", "INVOICE_SANDBOX_BALANCE", "10"));
      var tools = stack.connect("claude-ai");
      tools.submit(
          """
          {"id": "LATE", "lines": [{"item": "Desk", "amount": 10}, {"item": "Lamp", "amount": 5}]}""");
      tools.awaitStatus("LATE", "Awaiting approval");
      tools.approve("LATE");
      tools.awaitStatus("LATE", "Payment declined - awaiting decision");

      stack.workflow("LATE").terminate("by mistake");

      ToolReply status = tools.status("LATE");
      assertThat(status.content().has("payments_in_flight")).isFalse();
      assertThat(status.text()).contains("Nothing more will be paid");
    }
  }

  private static void assertLineOneMayBePaid(ToolReply status) {
    assertThat(status.status()).isEqualTo("Terminated");
    assertThat(status.content().path("payments_in_flight")).hasSize(1);
    assertThat(status.content().at("/payments_in_flight/0").asInt()).isEqualTo(1);
    assertThat(status.text())
        .contains(
            "The payment of line 1 was in flight then and may have been made.", "INVOICE_LEDGER");
  }

  private static int payments(Path ledger) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM payments")) {
      return row.getInt(1);
    }
  }
}
