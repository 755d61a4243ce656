package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.ToolReply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An invoice about which nobody decides in time. */
@Timeout(60)
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
      ToolReply expired = tools.awaitStatus("LATE", "Approval timeout - invoice rejected");

      // then it is closed and nothing is paid
      assertThat(expired.text())
          .startsWith("Invoice LATE status: Approval timeout - invoice rejected\n")
          .contains("Line 1: Desk, USD 10.00 - not paid yet");
      assertThat(stack.workflow("LATE").getResult(String.class)).isEqualTo("REJECTED");
      assertThat(stack.requestedPayments("LATE")).isEmpty();

      // and a decision comes too late, and says so
      ToolReply late = tools.approve("LATE");
      assertThat(late.code()).isEqualTo("ALREADY_CLOSED");
      assertThat(late.text())
          .startsWith("Invoice LATE is closed (Approval timeout - invoice rejected). No approval");
      assertThat(stack.signals("LATE")).isEmpty();

      // and it may be submitted again
      assertThat(tools.submit(INVOICE).code()).isEqualTo("STARTED");
    }
  }
}
