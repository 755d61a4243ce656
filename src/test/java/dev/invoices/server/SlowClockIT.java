package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.ledger.ProviderPaymentGateway;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.ScriptedProvider;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.ProcessingRules;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clock by which payments are dated is behind Temporal's, which dates the submission. */
@Timeout(60)
class SlowClockIT {

  @TempDir Path folder;

  @Test
  void paymentThatIsDatedBeforeItsSubmission_isPaidNow() throws Exception {
    Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-30));
    Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"), "default");
    var gateway =
        new ProviderPaymentGateway(ledger, new ScriptedProvider(behind, Duration.ofHours(23)));
    try (var stack = InvoiceStack.start()) {
      stack.startWorker(ProcessingRules.of(Duration.ofDays(5), Duration.ZERO, 1), gateway);
      var tools = stack.connect("claude-ai");

      tools.submit("{\"id\": \"SLOW\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10}]}");
      tools.approve("SLOW");
      ToolReply status = tools.awaitClosed("SLOW");

      assertThat(status.status()).isEqualTo("Completed");
      assertThat(Instant.parse(status.content().at("/invoice/lines/0/paid_at").asText()))
          .isBefore(Instant.parse(status.content().at("/invoice/submitted_at").asText()));
      assertThat(status.text()).contains(", paid at ").doesNotContain("paid before");
      assertThat(status.content().at("/invoice/lines/0").has("earlier")).isFalse();
    }
  }
}
