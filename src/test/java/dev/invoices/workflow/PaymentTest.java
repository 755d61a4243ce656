package dev.invoices.workflow;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.util.Durations;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.payment.Payment;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.payment.sandbox.Hold;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An approved invoice: its lines are paid one by one, each exactly once. */
class PaymentTest {

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.WITHOUT_PAUSE);

  private final RecordingGateway gateway = environment.gateway();

  @Test
  void pace_oneNamedPauseBeforeEachLine() throws Exception {
    try (InvoiceEnvironment paced = InvoiceEnvironment.under(ProcessingRules.DEFAULT)) {
      SubmittedInvoice invoice = paced.awaitingApproval(InvoiceSamples.BARE);
      invoice.approve();

      assertThat(invoice.result()).isEqualTo("COMPLETED");

      assertThat(invoice.summaries(EVENT_TYPE_TIMER_STARTED))
          .containsExactly(
              "Approval deadline (rejects the invoice)",
              "Pause before line 1",
              "Pause before line 2",
              "Pause before line 3");
      assertThat(invoice.events(EVENT_TYPE_TIMER_STARTED))
          .extracting(
              event -> event.getTimerStartedEventAttributes().getStartToFireTimeout().getSeconds())
          .containsExactly(5 * 24 * 60 * 60L, 2L, 2L, 2L);
      assertThat(paced.gateway().paidLines()).containsExactly("INV-7/1", "INV-7/2", "INV-7/3");
    }
  }

  @Test
  void paceOfZero_noTimerBesideTheDeadline() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");

    assertThat(invoice.events(EVENT_TYPE_TIMER_STARTED)).hasSize(1);
    assertThat(gateway.paidLines()).containsExactly("INV-7/1", "INV-7/2", "INV-7/3");
  }

  @Test
  void payment_reachesTheProviderExactlyAsWritten() throws Exception {
    SubmittedInvoice invoice =
        environment.awaitingApproval(
            """
            {"id": "INV-7", "currency": "EUR", "lines": [
              {"item": "Müller & Söhne", "amount": 100.10},
              {"item": "All there is", "amount": 999999999999.99},
              {"item": "Round", "amount": 5e3}]}
            """);
    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");

    assertThat(gateway.payments())
        .extracting(Payment::invoiceId, Payment::line, Payment::item, p -> p.amount().toString())
        .containsExactly(
            tuple("INV-7", 1, "Müller & Söhne", "EUR 100.10"),
            tuple("INV-7", 2, "All there is", "EUR 999,999,999,999.99"),
            tuple("INV-7", 3, "Round", "EUR 5,000.00"));
    assertThat(invoice.details().paidAmount()).hasToString("EUR 1,000,000,005,100.09");
  }

  @Test
  void paidLine_showsReceiptTimeAndAttempts() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();

    invoice.result();

    LineSnapshot line = invoice.details().lines().get(1);
    assertThat(line.line()).isEqualTo(2);
    assertThat(line.item()).isEqualTo("Hosting");
    assertThat(line.amount()).isEqualTo("100.10");
    assertThat(line.state()).isEqualTo(LineState.PAID);
    assertThat(line.attempts()).isEqualTo(1);
    assertThat(line.receipt()).hasValue("R-INV-7/2");
    assertThat(line.paidAt()).hasValue(RecordingGateway.PAID_AT);
    assertThat(line.lastError()).isEmpty();
  }

  @Test
  void paymentUnderWay_detailsTellWhichLineAndWhatIsPaid() {
    Hold secondLine = gateway.hold(2);
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();
    secondLine.awaitArrival();

    InvoiceSnapshot details = invoice.details();

    assertThat(invoice.status()).isEqualTo("Processing payments");
    assertThat(details.paidAmount()).hasToString("USD 2,000.00");
    assertThat(details.linesPaid()).isEqualTo(1);
    assertThat(details.lines())
        .extracting(LineSnapshot::state)
        .containsExactly(LineState.PAID, LineState.PAYING, LineState.PENDING);
    assertThat(gateway.attemptedLines()).containsExactly("INV-7/1", "INV-7/2");
    secondLine.release();
  }

  @Test
  void providerOutOfReachForAWhile_retriedUnderTheSameKeyUntilPaidOnce() throws Exception {
    gateway.failTransiently(2, 3);
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");

    assertThat(gateway.attemptedLines())
        .containsExactly("INV-7/1", "INV-7/2", "INV-7/2", "INV-7/2", "INV-7/2", "INV-7/3");
    assertThat(gateway.paidLines()).containsExactly("INV-7/1", "INV-7/2", "INV-7/3");
    assertThat(invoice.details().lines())
        .extracting(LineSnapshot::attempts)
        .containsExactly(1, 4, 1);
    assertThat(invoice.details().lines().get(1).lastError()).isEqualTo(Optional.empty());
  }

  @Test
  void activity_namedTimedAndSummarisedAsTheContractSays() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();

    invoice.result();

    assertThat(invoice.summaries(EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
        .containsExactly(
            "line 1 of 3, USD 2,000.00: \"Design Services\"",
            "line 2 of 3, USD 100.10: \"Hosting\"",
            "line 3 of 3, USD 0.01: \"Support\"");
    ActivityTaskScheduledEventAttributes activity =
        invoice
            .events(EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
            .get(1)
            .getActivityTaskScheduledEventAttributes();
    assertThat(activity.getActivityType().getName()).isEqualTo("process_payment");
    assertThat(Durations.toSeconds(activity.getStartToCloseTimeout()))
        .as("a look-up, and then a request")
        .isEqualTo(60)
        .isGreaterThan(2 * PaymentProvider.SEND_LIMIT.toSeconds());
    assertThat(activity.getRetryPolicy().getMaximumAttempts()).isZero();
    RetryPolicy retries = activity.getRetryPolicy();
    assertThat(retries.getInitialInterval().getSeconds()).isEqualTo(1);
    assertThat(retries.getBackoffCoefficient()).isEqualTo(2);
    assertThat(retries.getMaximumInterval().getSeconds()).isEqualTo(60);
    assertThat(retries.getMaximumAttempts()).as("no limit").isZero();
    assertThat(activity.getInput().getPayloads(0).getData().toStringUtf8())
        .isEqualTo(
            """
            {"item":"Hosting","amount":100.10,"description":"One year","currency":"USD",\
            "invoice_id":"INV-7","vendor":"","line":2,"idempotency_key":\
            "19662f903fd639e44aef4806000c59ead8be8cab02174949e640ee5fc2c2648b",\
            "ledger":{"id":"5fd6c3a0-0b3b-4f6e-9d63-0d6b6f1f8a11","file":"/books/ledger.db"},\
            "submission":"%1$s","request":"%1$s/2","asked_at":"%2$s"}"""
                .formatted(invoice.firstRun(), invoice.times().get(1)));
    assertThat(invoice.times().get(1))
        .isBetween(invoice.startedAt(), invoice.timeOf(EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED));
  }

  @Test
  void twoInvoices_keysNeverMeet() throws Exception {
    SubmittedInvoice first = environment.awaitingApproval(InvoiceSamples.BARE);
    SubmittedInvoice second =
        environment.awaitingApproval(InvoiceSamples.with("id", "\"INV-7-2\""));
    first.approve();
    second.approve();

    assertThat(first.result()).isEqualTo("COMPLETED");
    assertThat(second.result()).isEqualTo("COMPLETED");

    assertThat(gateway.paidLines())
        .containsExactlyInAnyOrder(
            "INV-7/1", "INV-7/2", "INV-7/3", "INV-7-2/1", "INV-7-2/2", "INV-7-2/3");
    assertThat(gateway.payments()).extracting(Payment::idempotencyKey).doesNotHaveDuplicates();
  }
}
