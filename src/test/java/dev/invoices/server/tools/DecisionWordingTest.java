package dev.invoices.server.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.client.DecisionOutcome.Ignored;
import dev.invoices.client.InvoiceView;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.server.inbox.WaitingInvoice;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionWordingTest {

  /** The deadline was first, and the ledger is asked before the invoice is closed. */
  @Test
  void decisionAfterTheDeadline_isNotSaidToMeetAClosedInvoice() {
    InvoiceView view =
        WaitingInvoice.of("INV-001", 7)
            .with("status", InvoiceStatus.CHECKING_PAYMENTS.text())
            .view();

    ToolResult result =
        new Ignored(view, Optional.empty())
            .accept(
                new DecisionWording(
                    DecisionKind.APPROVAL, "INV-001", Optional.empty(), false, id -> List.of()));

    assertThat(result.code()).isEqualTo(ResultCode.ALREADY_DECIDED);
    assertThat(result.message())
        .isEqualTo(
            "Your approval of invoice INV-001 came too late and was ignored. Its status is: Checking payments.");
  }
}
