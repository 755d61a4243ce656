package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.CHECKING_PAYMENTS;
import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static dev.invoices.workflow.activity.PaymentActivities.FIND_PAYMENTS;
import static dev.invoices.workflow.activity.PaymentActivities.PROCESS_PAYMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.Money;
import dev.invoices.payment.IdempotencyKey;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.payment.sandbox.Hold;
import io.temporal.client.WorkflowFailedException;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Before an invoice ends that was not paid completely, the ledger says what was paid. */
class LedgerAskedTest {

  private static final Invoice INVOICE = InvoiceSamples.valid(InvoiceSamples.BARE);

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.WITHOUT_PAUSE);

  private final RecordingGateway gateway = environment.gateway();

  @Test
  void rejected_nothingInTheLedger_isAskedOnceAndRejected() throws Exception {
    SubmittedInvoice invoice = awaiting();

    invoice.reject();

    assertThat(invoice.result()).isEqualTo("REJECTED");
    assertThat(invoice.details().paidAmount()).hasToString("USD 0.00");
    assertThat(invoice.requests(FIND_PAYMENTS)).isEqualTo(1);
    assertThat(invoice.requests(PROCESS_PAYMENT)).isZero();
  }

  @Test
  void rejected_oneLineInTheLedger_isPartiallyPaidWithItsReceipt() throws Exception {
    SubmittedInvoice invoice = awaiting();
    heldByTheLedger(invoice, 1);

    InvoiceSnapshot after = invoice.rejectAtOnce();

    assertThat(after.status()).isEqualTo(InvoiceStatus.PARTIALLY_PAID);
    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
    assertThat(after.paidAmount()).hasToString("USD 2,000.00");
    assertThat(after.lines().get(0).receipt()).hasValue("R-INV-7/1");
    assertThat(after.lines().get(1).state()).isEqualTo(LineState.PENDING);
    assertThat(invoice.requests(FIND_PAYMENTS)).isEqualTo(1);
  }

  @Test
  void rejectedAtOnce_everyLineInTheLedger_isReportedAsCompleted() throws Exception {
    SubmittedInvoice invoice = awaiting();
    heldByTheLedger(invoice, 1, 2, 3);

    InvoiceSnapshot after = invoice.rejectAtOnce();

    assertThat(after.status()).isEqualTo(InvoiceStatus.COMPLETED);
    assertThat(after.paidAmount()).hasToString("USD 2,100.11");
    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(gateway.attempts()).hasSize(3);
  }

  @Test
  void nobodyDecides_everyLineInTheLedger_isCompleted() throws Exception {
    SubmittedInvoice invoice = awaiting();
    heldByTheLedger(invoice, 1, 2, 3);

    assertThat(invoice.result()).isEqualTo("COMPLETED");

    assertThat(invoice.details().linesPaid()).isEqualTo(3);
    assertThat(invoice.memo().status()).isEqualTo(InvoiceStatus.COMPLETED);
    assertThat(invoice.requests(FIND_PAYMENTS)).isEqualTo(1);
  }

  @Test
  void nobodyDecides_oneLineInTheLedger_isPartiallyPaid() throws Exception {
    SubmittedInvoice invoice = awaiting();
    heldByTheLedger(invoice, 3);

    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");

    assertThat(invoice.details().paidAmount()).hasToString("USD 0.01");
  }

  @Test
  void cancelled_oneLineInTheLedger_isShownAsPaid() {
    SubmittedInvoice invoice = awaiting();
    heldByTheLedger(invoice, 2);

    invoice.cancel();

    assertThatThrownBy(invoice::result).isInstanceOf(WorkflowFailedException.class);
    assertThat(invoice.details().status()).isEqualTo(InvoiceStatus.CANCELLED);
    assertThat(invoice.details().paidAmount()).hasToString("USD 100.10");
    assertThat(invoice.memo().paidAmount()).hasToString("USD 100.10");
    assertThat(invoice.requests(FIND_PAYMENTS)).isEqualTo(1);
  }

  @Test
  void stoppedAfterADecline_theDeclinedLineInTheLedger_isCompleted() throws Exception {
    gateway.decline(2, "line 2 is refused");
    SubmittedInvoice invoice = awaiting();
    invoice.approve();
    invoice.awaitStatus(PAYMENT_DECLINED);
    gateway.accept(2);
    heldByTheLedger(invoice, 2);

    invoice.reject();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(invoice.details().lines().get(1).receipt()).hasValue("R-INV-7/2");
    assertThat(invoice.requests(FIND_PAYMENTS)).isEqualTo(1);
  }

  @Test
  void paidCompletely_isNotAsked() throws Exception {
    SubmittedInvoice invoice = awaiting();

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(invoice.requests(FIND_PAYMENTS)).isZero();
  }

  @Test
  void whileTheLedgerIsAsked_theStatusSaysSoAndNoDecisionCounts() throws Exception {
    Hold answer = gateway.holdInquiries();
    SubmittedInvoice invoice = awaiting();
    invoice.reject();
    answer.awaitArrival();

    assertThat(invoice.status()).isEqualTo(CHECKING_PAYMENTS.text());
    invoice.approve();
    assertThat(invoice.details().ignoredDecisionCount()).isEqualTo(1);
    answer.release();

    assertThat(invoice.result()).isEqualTo("REJECTED");
    assertThat(gateway.attempts()).isEmpty();
  }

  @Test
  void registerSilentInTheFirstTask_theFirstPaymentWaitsForTheLedgersAnswer() throws Exception {
    Hold answer = gateway.holdInquiries();
    environment.register().breakDown();
    SubmittedInvoice invoice = awaiting();
    invoice.approve();
    answer.awaitArrival();

    assertThat(invoice.requests(PROCESS_PAYMENT)).isZero();
    assertThat(invoice.request(FIND_PAYMENTS)).doesNotContain(RecordingGateway.LEDGER.id());
    answer.release();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(invoice.request(PROCESS_PAYMENT)).contains(RecordingGateway.LEDGER.id());
    assertThat(invoice.requests(FIND_PAYMENTS)).isEqualTo(1);
    assertThat(invoice.requests(PROCESS_PAYMENT)).isEqualTo(3);
  }

  @Test
  void registerSilentInTheFirstTask_whatTheLedgerHoldsIsNotPaidAgain() throws Exception {
    environment.register().breakDown();
    SubmittedInvoice invoice = awaiting();
    heldByTheLedger(invoice, 2);

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(invoice.requests(PROCESS_PAYMENT)).isEqualTo(2);
    assertThat(gateway.attemptedLines()).containsExactly("INV-7/2", "INV-7/1", "INV-7/3");
  }

  @Test
  void registerSilentAndCancelledWhileTheLedgerIsAsked_noPaymentBegins() {
    Hold answer = gateway.holdInquiries();
    environment.register().breakDown();
    SubmittedInvoice invoice = awaiting();
    invoice.approve();
    answer.awaitArrival();
    invoice.cancel();
    answer.release();

    assertThatThrownBy(invoice::result).isInstanceOf(WorkflowFailedException.class);

    assertThat(gateway.attempts()).isEmpty();
    assertThat(invoice.executionStatus()).isEqualTo("CANCELED");
  }

  @Test
  void invoiceOfAnEarlierRevision_doesNotAsk() throws Exception {
    try (InvoiceEnvironment older =
        InvoiceEnvironment.under(InvoiceEnvironment.OF_THE_THIRD_REVISION)) {
      SubmittedInvoice invoice = older.awaitingApproval(InvoiceSamples.BARE);

      invoice.reject();

      assertThat(invoice.result()).isEqualTo("REJECTED");
      assertThat(invoice.requests(FIND_PAYMENTS)).isZero();
    }
  }

  private SubmittedInvoice awaiting() {
    return environment.awaitingApproval(InvoiceSamples.BARE);
  }

  /** Pays lines without the workflow, as an attempt does of which it has not heard. */
  private void heldByTheLedger(SubmittedInvoice invoice, int... lines) {
    for (int line : lines) {
      LineItem item = INVOICE.lines().get(line - 1);
      pay(
          new Payment(
              IdempotencyKey.of("default", INVOICE.vendor(), INVOICE.id(), line),
              Optional.of(INVOICE.vendor()),
              INVOICE.id(),
              line,
              item.item(),
              new Money(INVOICE.currency(), item.amount()),
              invoice.firstRun(),
              Optional.empty()));
    }
  }

  private void pay(Payment payment) {
    try {
      gateway.pay(payment);
    } catch (PaymentDeclinedException e) {
      throw new AssertionError(e);
    }
  }
}
