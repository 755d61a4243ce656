package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.ledger.ProviderPaymentGateway;
import dev.invoices.payment.provider.ProviderAnswer.Unknown;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.GoldenResult;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ScriptedProvider;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.ProcessingRules;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A payment whose outcome is not known is shown as such, and is settled without a second one. */
@Timeout(120)
@ComparesResults
class UncertainPaymentIT {

  private static final String INVOICE =
      "{\"id\": \"OPEN-1\", \"vendor\": \"Acme\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10}]}";

  @TempDir Path folder;

  @Test
  void paymentWithoutAnAnswer_needsAttentionUntilItIsKnown() throws Exception {
    var provider = new ScriptedProvider(Clock.systemUTC(), Duration.ofHours(23));
    Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"), "default");
    PaymentGateway gateway = new ProviderPaymentGateway(ledger, provider);
    provider.then(
        (round, bank) -> {
          bank.move();
          return new Unknown("the connection was cut", Optional.of(Duration.ofSeconds(10)));
        });
    try (InvoiceStack stack = InvoiceStack.start();
        McpTools tools = McpTools.start(stack.temporal()::serve, "claude-ai").timed()) {
      stack.startWorker(ProcessingRules.of(Duration.ofDays(5), Duration.ZERO, 1), gateway);

      // given a payment that was sent and got no answer
      tools.submit(INVOICE);
      tools.awaitStatus("OPEN-1", "Awaiting approval");
      tools.approve("OPEN-1");
      ToolReply status =
          Eventually.see(
              "an attempt without an answer",
              () -> tools.status("OPEN-1"),
              reply -> reply.text().contains("the connection was cut"));

      // then the status says so, and no decision is asked for
      assertThat(status.status()).isEqualTo("Payment needs attention");
      GoldenResult.assertGolden("status-payment-uncertain", status);
      assertThat(tools.reject("OPEN-1").code()).isEqualTo("ALREADY_DECIDED");

      // and once the provider answers, it is paid, once
      tools.awaitStatus("OPEN-1", "Completed");
      assertThat(provider.sent()).hasSize(1);
      assertThat(provider.moved(provider.sent().get(0).payment().idempotencyKey())).isEqualTo(1);
    }
  }
}
