package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceStatus;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * When a workflow says that it asked: by Temporal's clock, which is hours ahead of the worker's
 * here.
 */
class RequestTimesTest {

  private static final Duration AHEAD = Duration.ofHours(30);

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.rules(Duration.ZERO, 3, 300));

  @Test
  void paymentsBegunInOneStep_haveItsTime() throws Exception {
    SubmittedInvoice invoice = awaiting();

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    List<Instant> steps = steps(invoice);
    assertThat(steps).hasSize(3).containsOnly(steps.get(0));
    assertThat(invoice.times()).isEqualTo(steps);
  }

  @Test
  void inquiry_isLaterThanItsStepAndSoThanEveryPaymentBegunUntilThen() throws Exception {
    environment.gateway().decline(2, "line 2 is refused");
    SubmittedInvoice invoice = awaiting();
    invoice.approve();
    invoice.awaitStatus(InvoiceStatus.PAYMENT_DECLINED);

    invoice.reject();

    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
    List<Instant> steps = steps(invoice);
    assertThat(invoice.times())
        .containsExactly(steps.get(0), steps.get(1), steps.get(2), steps.get(3).plusMillis(1));
  }

  private SubmittedInvoice awaiting() {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    environment.skip(AHEAD);
    return invoice;
  }

  /** When Temporal began the step of the workflow in which it made each of its requests. */
  private static List<Instant> steps(SubmittedInvoice invoice) {
    Instant step = Instant.EPOCH;
    List<Instant> steps = new ArrayList<>();
    for (HistoryEvent event : invoice.history()) {
      if (event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED) {
        step =
            Instant.ofEpochSecond(
                    event.getEventTime().getSeconds(), event.getEventTime().getNanos())
                .truncatedTo(ChronoUnit.MILLIS);
      } else if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) {
        steps.add(step);
      }
    }
    assertThat(steps).allMatch(Instant.now().plus(AHEAD.dividedBy(2))::isBefore);
    return steps;
  }
}
