package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.AWAITING_APPROVAL;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_CANCELED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_FIRED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineState;
import io.temporal.api.common.v1.ActivityType;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Waiting for a decision: approval, rejection, or the deadline. */
class ApprovalTest {

  @AutoClose
  private final InvoiceEnvironment environment = InvoiceEnvironment.under(ProcessingRules.DEFAULT);

  @Test
  void submitted_awaitsApprovalUntilTheDeadlineAndPaysNothing() {
    SubmittedInvoice invoice = environment.submitJson(InvoiceSamples.BARE);

    assertThat(invoice.status()).isEqualTo("Awaiting approval");
    InvoiceSnapshot details = invoice.details();
    assertThat(details.status()).isEqualTo(AWAITING_APPROVAL);
    assertThat(details.totalAmount()).hasToString("USD 2,100.11");
    assertThat(details.paidAmount()).hasToString("USD 0.00");
    assertThat(details.submittedAt()).isEqualTo(invoice.startedAt());
    assertThat(details.approvalDeadline())
        .hasValueSatisfying(
            deadline ->
                assertThat(Duration.between(details.submittedAt(), deadline))
                    .isBetween(Duration.ofDays(5), Duration.ofDays(5).plusSeconds(10)));
    assertThat(details.decision()).isEmpty();
    assertThat(details.lines()).extracting("state").containsOnly(LineState.PENDING).hasSize(3);
    assertThat(details.digest()).isEqualTo(InvoiceSamples.valid(InvoiceSamples.BARE).digest());
    assertThat(environment.gateway().attempts()).isEmpty();
  }

  @Test
  void approved_everyLinePaidAndCompleted() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(invoice.status()).isEqualTo("Completed");
    assertThat(environment.gateway().paidLines()).containsExactly("INV-7/1", "INV-7/2", "INV-7/3");
    assertThat(invoice.details().paidAmount()).hasToString("USD 2,100.11");
    assertThat(invoice.details().approvalDeadline()).isEmpty();
    assertThat(invoice.events(EVENT_TYPE_TIMER_CANCELED)).hasSize(1);
  }

  @Test
  void rejected_nothingPaid() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    invoice.reject();

    assertThat(invoice.result()).isEqualTo("REJECTED");
    assertThat(invoice.status()).isEqualTo("Rejected by approver");
    assertThat(environment.gateway().attempts()).isEmpty();
    assertThat(invoice.events(EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
        .extracting(event -> event.getActivityTaskScheduledEventAttributes().getActivityType())
        .extracting(ActivityType::getName)
        .containsExactly("find_payments");
    InvoiceSnapshot details = invoice.details();
    assertThat(details.status()).isEqualTo(InvoiceStatus.REJECTED);
    assertThat(details.decision()).get().extracting("approved").isEqualTo(false);
  }

  @Test
  void nobodyDecides_rejectedAfterExactlyFiveDays() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    assertThat(invoice.result()).isEqualTo("REJECTED");

    assertThat(invoice.status()).isEqualTo("Approval timeout - invoice rejected");
    assertThat(environment.gateway().attempts()).isEmpty();
    assertThat(invoice.details().decision()).isEmpty();
    assertThat(invoice.summaries(EVENT_TYPE_TIMER_STARTED))
        .containsExactly("Approval deadline (rejects the invoice)");
    assertThat(
            Duration.between(
                invoice.timeOf(EVENT_TYPE_TIMER_STARTED), invoice.timeOf(EVENT_TYPE_TIMER_FIRED)))
        .isBetween(Duration.ofDays(5), Duration.ofDays(5).plusSeconds(1));
  }
}
