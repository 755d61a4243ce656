package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.InvoiceSamples;
import io.temporal.client.WorkflowFailedException;
import io.temporal.worker.NonDeterministicException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Replays recorded histories through the same code under other rules. {@link InvoiceEnvironment}
 * does so after every test; this test holds the main paths, and the proof that a change is noticed.
 */
class ReplayTest {

  @AutoClose
  private final InvoiceEnvironment environment = InvoiceEnvironment.under(ProcessingRules.DEFAULT);

  @Test
  void completedInvoice_replays() throws Exception {
    SubmittedInvoice invoice = approved();
    invoice.result();

    assertThatCode(() -> environment.replay(invoice.historyJson())).doesNotThrowAnyException();
  }

  @Test
  void declinedAndRetriedInvoice_replays() throws Exception {
    environment.gateway().decline(2, "line 2 is refused");
    SubmittedInvoice invoice = approved();
    environment.skip(ProcessingRules.DEFAULT.paymentPace().multipliedBy(4));
    invoice.awaitStatus(PAYMENT_DECLINED);
    environment.gateway().accept(2);
    invoice.approve();
    invoice.result();

    assertThatCode(() -> environment.replay(invoice.historyJson())).doesNotThrowAnyException();
  }

  @Test
  void cancelledInvoice_replays() {
    SubmittedInvoice invoice = approved();
    environment.skip(ProcessingRules.DEFAULT.paymentPace());
    invoice.awaitLinesPaid(1);
    invoice.cancel();
    assertThatThrownBy(invoice::result).isInstanceOf(WorkflowFailedException.class);

    assertThatCode(() -> environment.replay(invoice.historyJson())).doesNotThrowAnyException();
  }

  @Test
  void historyOfAnotherWorkflow_refused() throws Exception {
    SubmittedInvoice invoice = approved();
    invoice.result();
    String tampered = invoice.historyJson().replace("process_payment", "pay_twice");

    assertThatThrownBy(() -> environment.replay(tampered))
        .hasStackTraceContaining(NonDeterministicException.class.getSimpleName());
  }

  private SubmittedInvoice approved() {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();
    return invoice;
  }
}
