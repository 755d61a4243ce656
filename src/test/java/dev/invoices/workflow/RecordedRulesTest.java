package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An open invoice keeps the rules it started with, whatever the settings of the next worker. */
class RecordedRulesTest {

  private static final ProcessingRules OTHER =
      ProcessingRules.of(Duration.ofHours(1), Duration.ofMinutes(10), 1);

  @AutoClose private final InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker();

  @Test
  void paceOfTheFirstWorker_keptByTheNext() throws Exception {
    SubmittedInvoice invoice = awaitingUnder(ProcessingRules.DEFAULT);

    restartWorker(OTHER);
    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(timerSeconds(invoice)).containsExactly(5 * 24 * 60 * 60L, 2L, 2L, 2L);
    assertThat(environment.gateway().paidLines()).hasSize(3);
  }

  @Test
  void absentPaceOfTheFirstWorker_keptByTheNext() throws Exception {
    SubmittedInvoice invoice = awaitingUnder(InvoiceEnvironment.WITHOUT_PAUSE);

    restartWorker(OTHER);
    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(timerSeconds(invoice)).containsExactly(5 * 24 * 60 * 60L);
  }

  @Test
  void deadlineOfTheFirstWorker_keptByTheNextEvenForTheSecondQuestion() throws Exception {
    environment.gateway().decline(2, "line 2 is refused");
    SubmittedInvoice invoice = awaitingUnder(InvoiceEnvironment.WITHOUT_PAUSE);

    restartWorker(OTHER);
    invoice.approve();
    invoice.awaitStatus(PAYMENT_DECLINED);

    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
    assertThat(timerSeconds(invoice)).containsExactly(5 * 24 * 60 * 60L, 5 * 24 * 60 * 60L);
  }

  @Test
  void newInvoice_runsUnderTheTermsOfTheNewWorker() throws Exception {
    awaitingUnder(ProcessingRules.DEFAULT);

    restartWorker(OTHER);
    SubmittedInvoice next = environment.awaitingApproval(InvoiceSamples.with("id", "\"INV-7-2\""));
    next.approve();

    assertThat(next.result()).isEqualTo("COMPLETED");
    assertThat(timerSeconds(next)).containsExactly(60 * 60L, 600L, 600L, 600L);
  }

  @Test
  void termsOfTheFirstWorker_keptInTheNextRun() throws Exception {
    environment.startWorker(
        InvoiceEnvironment.rules(Duration.ofSeconds(2), 1, 2),
        InvoiceWorkflow.TASK_QUEUE,
        new ParkedRuns());
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();
    // Two pauses and no more: the clock jumps no further once the next run's first task waits.
    environment.skip(Duration.ofSeconds(5));
    invoice.awaitNextRun();
    InvoiceSnapshot parked = invoice.memo();
    environment.stopWorker();

    environment.startWorker(OTHER, ParkedRuns.TASK_QUEUE);

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(timerSeconds(invoice.lastHistory())).containsExactly(2L);
    assertThat(parked.linesPaid()).as("what can be read without a worker").isEqualTo(2);
  }

  private SubmittedInvoice awaitingUnder(ProcessingRules rules) {
    environment.startWorker(rules);
    return environment.awaitingApproval(InvoiceSamples.BARE);
  }

  private void restartWorker(ProcessingRules rules) {
    environment.stopWorker();
    environment.startWorker(rules);
  }

  private static List<Long> timerSeconds(SubmittedInvoice invoice) {
    return timerSeconds(invoice.history());
  }

  private static List<Long> timerSeconds(List<HistoryEvent> history) {
    return history.stream()
        .filter(event -> event.getEventType() == EVENT_TYPE_TIMER_STARTED)
        .map(event -> event.getTimerStartedEventAttributes().getStartToFireTimeout().getSeconds())
        .toList();
  }
}
