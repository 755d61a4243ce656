package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Invoice;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.client.WorkflowExecutionDescription;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The longest invoice there may be, from the chat to the ledger, on the real Temporal server. */
@Tag("real-server")
@Timeout(600)
class LargeInvoiceIT {

  /** Its workflow continues as new several times while it is paid. */
  private static final int LINES = 3_000;

  private static final Duration LIMIT = Duration.ofSeconds(500);

  /** Of an answer or a memo, however long the invoice; the real server warns from 512 KiB on. */
  private static final int MAX_BYTES = 64 * 1024;

  @Test
  void tenThousandLines_acceptedPaidOnceEach_andShownBriefly() throws Exception {
    try (TemporalFixture temporal = TemporalFixture.devServer();
        WorkerProcess worker =
            temporal.startWorker(
                Map.of(
                    "INVOICE_PAYMENT_PACE", "PT0S",
                    "INVOICE_PAYMENTS_IN_FLIGHT", "50"));
        McpTools tools = McpTools.start(temporal::serve, "claude-ai")) {
      // given the longest invoice, submitted, and another long one, approved
      tools.submit("{\"id\": \"WARM-UP\", \"lines\": [{\"item\": \"Desk\", \"amount\": 1}]}");
      tools.awaitStatus("WARM-UP", "Awaiting approval");
      ToolReply longest = tools.submit(invoice("LONGEST", Invoice.MAX_LINES));
      assertThat(longest.code()).as(longest.text()).isEqualTo("STARTED");
      assertThat(longest.text()).contains("USD 10,000.00", "10,000 lines");
      assertSmall(longest, memoBytes(temporal, "LONGEST"));
      tools.submit(invoice("LARGE", LINES));
      tools.approve("LARGE");

      // when it is being paid, then its status says how far it is, in a few lines
      ToolReply paying =
          Eventually.see(
              "some lines paid",
              LIMIT,
              () -> tools.status("LARGE"),
              reply -> reply.invoice().orElseThrow().linesPaid() >= 1_000);
      assertThat(paying.status()).isEqualTo("Processing payments");
      assertThat(paying.text())
          .contains("%,d of 3,000".formatted(paying.invoice().orElseThrow().linesPaid()));
      assertThat(paying.text().lines().count()).isLessThan(40);

      // and when it is paid, then every line was, once, and no answer has grown
      ToolReply paid =
          Eventually.see(
              "the end",
              LIMIT,
              () -> tools.status("LARGE"),
              reply -> "Completed".equals(reply.status()));
      assertThat(paid.invoice().orElseThrow().linesPaid()).isEqualTo(LINES);
      assertThat(paid.text()).contains("USD 3,000.00", "3,000 of 3,000");
      assertSmall(paid, memoBytes(temporal, "LARGE"));
      assertThat(keysInLedger(temporal)).isEqualTo(LINES);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  private static void assertSmall(ToolReply reply, int memoBytes) {
    assertThat(reply.content().toString().length()).isLessThan(MAX_BYTES);
    assertThat(memoBytes).isLessThan(MAX_BYTES);
  }

  private static String invoice(String id, int count) {
    String lines =
        IntStream.rangeClosed(1, count)
            .mapToObj("{\"item\": \"Item %d\", \"amount\": 1}"::formatted)
            .collect(Collectors.joining(","));
    return "{\"id\": \"%s\", \"lines\": [%s]}".formatted(id, lines);
  }

  private static int memoBytes(TemporalFixture temporal, String id) {
    WorkflowExecutionDescription run =
        temporal.client().newUntypedWorkflowStub(InvoiceWorkflow.workflowId(id)).describe();
    return run.getWorkflowExecutionInfo().getMemo().getSerializedSize();
  }

  private static int keysInLedger(TemporalFixture temporal) throws Exception {
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + temporal.file("ledger.db"));
        Statement statement = ledger.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(DISTINCT idempotency_key) FROM payments WHERE invoice_id = 'LARGE'")) {
      return count.getInt(1);
    }
  }
}
