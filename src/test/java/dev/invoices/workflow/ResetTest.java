package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An operator resets a run to its first task. */
class ResetTest {

  private static final ProcessingRules RULES = InvoiceEnvironment.rules(Duration.ZERO, 1, 3);

  @AutoClose private final InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker();

  /** Also those that a run before it was declined. */
  @Test
  void laterRunOfALongInvoice_nextApprovalPaysEveryLineThatIsUnpaid() throws Exception {
    environment.startWorker(RULES, InvoiceWorkflow.TASK_QUEUE, ResetRun.ofContinuedRuns());
    environment.gateway().decline(2, "no");
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.ofLines(5));
    invoice.approve();
    invoice.awaitNextRun();
    invoice.awaitStatus(InvoiceStatus.AWAITING_APPROVAL);
    assertThat(invoice.details().warnings()).extracting(InvoiceWarning::kind).contains(Kind.RESET);
    assertThat(environment.gateway().paidLines()).containsExactly("INV-7/1", "INV-7/3");
    environment.gateway().accept(2);

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(environment.gateway().paidLines())
        .containsExactly("INV-7/1", "INV-7/3", "INV-7/2", "INV-7/4", "INV-7/5");
  }
}
