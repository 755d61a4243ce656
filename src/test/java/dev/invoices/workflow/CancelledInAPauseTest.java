package dev.invoices.workflow;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_FIRED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceStatus;
import io.temporal.client.WorkflowFailedException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cancelled in a pause that ends before a worker has seen the cancellation. */
class CancelledInAPauseTest {

  private static final Duration PACE = Duration.ofHours(1);

  @AutoClose private final InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker();

  @ParameterizedTest(name = "{0} in flight, revision {1}, a payment per {2}")
  @CsvSource({"1,3,LINE", "3,3,LINE", "1,2,LINE", "3,2,LINE", "1,0,LINE", "1,3,INVOICE"})
  void pauseOverWhileNoWorkerRuns_noPaymentBegins(int inFlight, int revision, PaymentPer per) {
    ProcessingRules rules =
        new ProcessingRules(Duration.ofDays(5), PACE, inFlight, 300, revision, per);
    environment.startWorker(rules);
    SubmittedInvoice invoice = approvedAndPausing();

    cancelAndEndThePauseWithoutWorker(invoice);
    environment.startWorker(rules);

    assertCancelled(invoice);
    assertThat(environment.gateway().attempts()).isEmpty();
  }

  /** In the pause before the first payment, beside the timer of the approval deadline. */
  private SubmittedInvoice approvedAndPausing() {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();
    invoice.awaitEvents(EVENT_TYPE_TIMER_STARTED, 2);
    return invoice;
  }

  private void cancelAndEndThePauseWithoutWorker(SubmittedInvoice invoice) {
    environment.stopWorker();
    invoice.cancel();
    environment.skipOverAWaitingTask(PACE.plusMinutes(1));
    invoice.awaitEvents(EVENT_TYPE_TIMER_FIRED, 1);
  }

  private static void assertCancelled(SubmittedInvoice invoice) {
    assertThatThrownBy(invoice::result).isInstanceOf(WorkflowFailedException.class);
    assertThat(invoice.executionStatus()).isEqualTo("CANCELED");
    assertThat(invoice.details().status()).isEqualTo(InvoiceStatus.CANCELLED);
    assertThat(invoice.details().paidAmount()).hasToString("USD 0.00");
  }
}
