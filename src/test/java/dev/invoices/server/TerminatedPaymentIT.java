package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.ToolReply;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operator terminates an invoice while the packaged worker pays a line of it. */
@Timeout(60)
class TerminatedPaymentIT {

  @Test
  void paymentInFlight_isMadeAfterwards_andTheStatusNamesItsLine() throws Exception {
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
