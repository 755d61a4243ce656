package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.payment.RecordingGateway;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An operator resets a run. */
class ResetTest {

  private static final ProcessingRules RULES = InvoiceEnvironment.rules(Duration.ZERO, 1, 3);

  private static final String OTHER_LEDGER = "another ledger may hold payments";

  @AutoClose private final InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker();

  @Test
  void toTheFirstTask_ledgerThatDidNotSeeTheInvoice_warnsThatAnotherMayHoldPayments()
      throws Exception {
    environment.startWorker(RULES, InvoiceWorkflow.TASK_QUEUE, new ResetRun(() -> true));

    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    assertThat(warningOf(invoice))
        .contains(OTHER_LEDGER, "Decide about the rest")
        .endsWith("\"" + RecordingGateway.LEDGER.file() + "\"");
    invoice.reject();
    assertThat(invoice.result()).isEqualTo("REJECTED");
  }

  @Test
  void toTheFirstTask_ledgerThatHasSeenTheInvoice_warnsOfTheResetOnly() throws Exception {
    environment.register().knowAll();
    environment.startWorker(RULES, InvoiceWorkflow.TASK_QUEUE, new ResetRun(() -> true));

    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    assertThat(warningOf(invoice)).doesNotContain(OTHER_LEDGER);
    invoice.reject();
    assertThat(invoice.result()).isEqualTo("REJECTED");
  }

  /** Its history still says which ledger first saw it. */
  @Test
  void toALaterTask_warnsOfTheResetOnly() throws Exception {
    AtomicBoolean isReset = new AtomicBoolean();
    environment.startWorker(RULES, InvoiceWorkflow.TASK_QUEUE, new ResetRun(isReset::get));
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    assertThat(invoice.details().warnings()).isEmpty();
    isReset.set(true);

    invoice.approve();
    invoice.awaitIgnored(1);
    invoice.awaitStatus(InvoiceStatus.AWAITING_APPROVAL);

    assertThat(warningOf(invoice)).doesNotContain(OTHER_LEDGER);
    invoice.reject();
    assertThat(invoice.result()).isEqualTo("REJECTED");
  }

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

  private static String warningOf(SubmittedInvoice invoice) {
    return invoice.details().warnings().stream()
        .filter(warning -> warning.kind() == Kind.RESET)
        .map(InvoiceWarning::text)
        .findFirst()
        .orElseThrow();
  }
}
