package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.InvoiceSamples;
import io.temporal.client.WorkflowFailedException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the operator of a worker sees. */
class WorkerLogTest {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @AutoClose private final InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker();

  @AfterEach
  void restoreErr() {
    System.setErr(before);
  }

  @Test
  void ordinaryInvoice_noWarningEvenWhenItsWorkflowIsLoadedAgain() throws Exception {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.BARE);
    assertThat(invoice.status()).isEqualTo("Awaiting approval");
    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(invoice.status()).isEqualTo("Completed");
    environment.stopWorker();

    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("Invoice INV-7: Completed")
        .doesNotContain("WARN", "ERROR", "Exception", "\tat ");
  }

  @Test
  void failedPaymentAndInvalidInvoice_oneLineEach() throws Exception {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    environment.gateway().failTransiently(1, 1);
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();
    assertThat(invoice.result()).isEqualTo("COMPLETED");
    SubmittedInvoice invalid = environment.submitJson("{}");
    assertThatThrownBy(invalid::result).isInstanceOf(WorkflowFailedException.class);
    environment.stopWorker();

    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains(
            "Payment for invoice INV-7, line 1 failed at attempt 1 and will be retried: \"the provider is out of reach\"",
            "Not a valid invoice: id is missing")
        .doesNotContain("Exception", "\tat ");
  }
}
