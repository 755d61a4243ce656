package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.ToolReply;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An invoice about which nobody decides in time. */
@Timeout(60)
@ComparesResults
class ApprovalTimeoutIT {

  private static final String INVOICE =
      "{\"id\": \"LATE\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10}]}";

  @Test
  void undecidedInvoice_isRejectedAtTheDeadline_andMayBeSubmittedAgain() throws Exception {
    try (var stack = InvoiceStack.start()) {
      // given a worker that gives people two seconds
      stack.startWorker(Map.of("INVOICE_APPROVAL_TIMEOUT", "PT2S"));
      var tools = stack.connect("claude-ai");
      tools.submit(INVOICE);

      // when nobody decides
      ToolReply expired = tools.awaitClosed("LATE");

      // then it is closed and nothing is paid
      assertThat(expired.status()).isEqualTo("Approval timeout - invoice rejected");
      assertGolden("status-timed-out", expired);
      assertThat(stack.workflow("LATE").getResult(String.class)).isEqualTo("REJECTED");
      assertThat(stack.requestedPayments("LATE")).isEmpty();

      // and a decision comes too late, and says so
      ToolReply late = tools.approve("LATE");
      assertThat(late.code()).isEqualTo("ALREADY_CLOSED");
      assertGolden("approve_invoice-after-the-deadline", late);
      assertThat(late.content().get("ending").asText()).isEqualTo("it has ended");
      Instant closed = stack.workflow("LATE").describe().getCloseTime();
      assertThat(Instant.parse(late.content().get("closed_at").asText()))
          .isEqualTo(late.invoice().orElseThrow().endedAt().orElseThrow())
          .isBetween(closed.minusSeconds(1), closed);
      assertThat(stack.decisions("LATE")).isEmpty();

      // and it may be submitted again
      assertThat(tools.submit(INVOICE).code()).isEqualTo("STARTED");
    }
  }

  @Test
  void declinedPaymentNobodyDecidesAbout_isStoppedAtTheDeadline_andALateDecisionIsRefused(
      @TempDir Path directory) throws Exception {
    try (var stack = InvoiceStack.start()) {
      // given an account that cannot pay for the second line, and people who have three seconds
      stack.startWorker(
          Map.of(
              "INVOICE_APPROVAL_TIMEOUT", "PT3S",
              "INVOICE_PAYMENT_PACE", "PT0S",
              "INVOICE_SANDBOX_BALANCE", "15",
              "INVOICE_LEDGER", directory.resolve("ledger.db").toString()));
      var tools = stack.connect("claude-ai");
      stack.warmUp(tools);
      tools.submit(
          """
          {"id": "HALF", "lines": [
            {"item": "Desk", "amount": 10}, {"item": "Chair", "amount": 10}]}""");
      ToolReply approved = tools.approve("HALF");

      // when nobody decides about what was declined
      assertThat(tools.awaitClosed("HALF").status()).isEqualTo("Partially paid - stopped");

      // then a late decision is refused, naming who approved, and that nobody decided afterwards
      ToolReply late = tools.reject("HALF");
      assertThat(late.code()).isEqualTo("ALREADY_CLOSED");
      assertGolden("reject_invoice-after-the-second-deadline", late);
      assertThat(approved.isError()).isFalse();
    }
  }
}
