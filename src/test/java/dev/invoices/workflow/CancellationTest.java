package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.payment.sandbox.Hold;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Cancelled from outside: a payment that has begun ends, no other begins, the books stay right. */
class CancellationTest {

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.WITHOUT_PAUSE);

  @Test
  void whileAwaitingApproval_closedAndNothingPaid() {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    invoice.cancel();

    assertCancelledHavingPaid(invoice, "USD 0.00");
    assertThat(environment.gateway().attempts()).isEmpty();
  }

  @Test
  void inAPause_noFurtherPaymentAndThePaidLinesStayOnRecord() {
    ProcessingRules slow = ProcessingRules.of(Duration.ofDays(5), Duration.ofHours(1), 1);
    try (InvoiceEnvironment paced = InvoiceEnvironment.under(slow)) {
      SubmittedInvoice invoice = paced.awaitingApproval(InvoiceSamples.BARE);
      invoice.approve();
      paced.skip(Duration.ofMinutes(90));
      invoice.awaitLinesPaid(1);

      invoice.cancel();

      assertCancelledHavingPaid(invoice, "USD 2,000.00");
      assertThat(paced.gateway().attemptedLines()).containsExactly("INV-7/1");
    }
  }

  @Test
  void inAPayment_paymentSeenToItsEndAndNoOtherBegun() {
    Hold secondLine = environment.gateway().hold(2);
    SubmittedInvoice invoice = approved();
    secondLine.awaitArrival();

    cancelAndLetItBeSeen(invoice);
    assertThat(invoice.executionStatus()).isEqualTo("RUNNING");
    assertThat(invoice.status()).isEqualTo("Processing payments");
    secondLine.release();

    assertCancelledHavingPaid(invoice, "USD 2,100.10");
    assertThat(environment.gateway().paidLines()).containsExactly("INV-7/1", "INV-7/2");
    assertThat(environment.gateway().attemptedLines()).hasSize(2);
    assertThat(invoice.events(EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED)).isEmpty();
    assertThat(invoice.details().lines().get(1).receipt()).hasValue("R-INV-7/2");
  }

  @Test
  void inAPaymentThatFailsAtFirst_retriedUntilItIsPaid() {
    environment.gateway().failTransiently(2, 2);
    Hold secondLine = environment.gateway().hold(2);
    SubmittedInvoice invoice = approved();
    secondLine.awaitArrival();

    cancelAndLetItBeSeen(invoice);
    secondLine.release();

    assertCancelledHavingPaid(invoice, "USD 2,100.10");
    assertThat(environment.gateway().attemptedLines())
        .containsExactly("INV-7/1", "INV-7/2", "INV-7/2", "INV-7/2");
  }

  @Test
  void inAPaymentThatIsDeclined_closedWithTheDeclineOnRecord() {
    environment.gateway().decline(3, "line 3 is refused");
    Hold lastLine = environment.gateway().hold(3);
    SubmittedInvoice invoice = approved();
    lastLine.awaitArrival();

    cancelAndLetItBeSeen(invoice);
    lastLine.release();

    assertCancelledHavingPaid(invoice, "USD 2,100.10");
    assertThat(invoice.details().linesDeclined()).isEqualTo(1);
    assertThat(invoice.details().approvalDeadline()).isEmpty();
  }

  /** The SDK (1.38) closes a run as cancelled once that was asked for, whatever it returns. */
  @Test
  void inThePaymentOfTheLastLine_completedThoughTheRunIsClosedAsCancelled() {
    Hold lastLine = environment.gateway().hold(3);
    SubmittedInvoice invoice = approved();
    lastLine.awaitArrival();

    cancelAndLetItBeSeen(invoice);
    lastLine.release();

    invoice.awaitStatus(InvoiceStatus.COMPLETED);
    assertThat(environment.gateway().paidLines()).hasSize(3);
    assertThat(invoice.executionStatus()).isEqualTo("CANCELED");
    assertThat(invoice.memo().status()).isEqualTo(InvoiceStatus.COMPLETED);
    assertThat(invoice.memo().paidAmount()).hasToString("USD 2,100.11");
  }

  @Test
  void whileAwaitingTheDecisionAfterADecline_paidLinesStayOnRecord() {
    environment.gateway().decline(2, "line 2 is refused");
    SubmittedInvoice invoice = approved();
    invoice.awaitStatus(PAYMENT_DECLINED);

    invoice.cancel();

    assertCancelledHavingPaid(invoice, "USD 2,000.01");
    assertThat(environment.gateway().paidLines()).containsExactly("INV-7/1", "INV-7/3");
  }

  @Test
  void beforeTheFirstTask_closedAndNothingPaidThoughApproved() {
    try (InvoiceEnvironment idle = InvoiceEnvironment.withoutWorker()) {
      SubmittedInvoice invoice = idle.submitJson(InvoiceSamples.BARE);
      invoice.approve();
      invoice.cancel();

      idle.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);

      assertCancelledHavingPaid(invoice, "USD 0.00");
      assertThat(idle.gateway().attempts()).isEmpty();
    }
  }

  private SubmittedInvoice approved() {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();
    return invoice;
  }

  /** A query answered after the request was recorded proves that the workflow has seen it. */
  private static void cancelAndLetItBeSeen(SubmittedInvoice invoice) {
    invoice.cancel();
    invoice.awaitEvents(EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED, 1);
    assertThat(invoice.status()).isEqualTo("Processing payments");
  }

  private static void assertCancelledHavingPaid(SubmittedInvoice invoice, String paid) {
    var failed = catchThrowableOfType(WorkflowFailedException.class, invoice::result);
    assertThat(failed).isNotNull().hasCauseInstanceOf(CanceledFailure.class);
    assertThat(invoice.executionStatus()).isEqualTo("CANCELED");
    assertThat(invoice.status()).isEqualTo("Cancelled - no further payment is made");
    InvoiceSnapshot details = invoice.details();
    assertThat(details.status()).isEqualTo(InvoiceStatus.CANCELLED);
    assertThat(details.paidAmount()).hasToString(paid);
    assertThat(invoice.memo().status()).isEqualTo(InvoiceStatus.CANCELLED);
    assertThat(invoice.memo().paidAmount()).hasToString(paid);
  }
}
