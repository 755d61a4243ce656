package dev.invoices.workflow;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.workflow.activity.PaymentActivities;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stranger's worker on our queue has recorded that a state of their own is one of ours. */
class BelievedStateTest {

  private static final ProcessingRules RULES =
      InvoiceEnvironment.rules(Duration.ofMinutes(1), 1, 2);

  @AutoClose private final InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker();

  @Test
  void linesThatTheLedgerDoesNotHold_areNotCalledPaidInTheEnd() throws Exception {
    SubmittedInvoice invoice = begunByAStranger(state(paid -> {}));

    environment.skip(Duration.ofMinutes(2));
    invoice.awaitStatus(InvoiceStatus.PAYMENT_DECLINED);

    InvoiceSnapshot details = invoice.details();
    assertThat(details.paidAmount()).hasToString("USD 0.01");
    assertThat(details.lines())
        .flatExtracting(line -> line.receipt().stream().toList())
        .containsExactly("R-INV-7/3");
    assertThat(details.warnings())
        .filteredOn(warning -> warning.kind() == Kind.NOT_HANDED_ON)
        .extracting(InvoiceWarning::text)
        .singleElement()
        .asString()
        .contains("does not hold", environment.gateway().ledger().file());
    invoice.reject();
    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
  }

  @Test
  void approvedAnew_whatTheLedgerDoesNotHoldIsPaid() throws Exception {
    SubmittedInvoice invoice = begunByAStranger(state(paid -> {}));
    environment.skip(Duration.ofMinutes(2));
    invoice.awaitStatus(InvoiceStatus.PAYMENT_DECLINED);

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(environment.gateway().paidLines()).containsExactly("INV-7/3", "INV-7/1", "INV-7/2");
  }

  @Test
  void itemsAndAmounts_areThoseOfTheInvoice() {
    SubmittedInvoice invoice = begunByAStranger(state(paid -> {}));

    InvoiceSnapshot details = invoice.details();

    assertThat(details.lines())
        .extracting(LineSnapshot::item)
        .containsExactly("Design Services", "Hosting", "Support");
    assertThat(details.lines())
        .extracting(LineSnapshot::amount)
        .containsExactly(
            new BigDecimal("2000.00"), new BigDecimal("100.10"), new BigDecimal("0.01"));
    assertThat(details.paidAmount()).hasToString("USD 2,100.10");
    invoice.cancel();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "next_line; 0",
        "next_line; -5",
        "next_line; 4",
        "paid_lines; \"AQ==\"",
        "paid_lines; \"EA==\"",
        "declined_lines; \"AQ==\"",
        "declined_lines; \"EA==\"",
        "declined_lines; \"/////////////w==\"",
        "shown_lines; [{\"line\": 0, \"state\": \"PAID\"}]",
        "shown_lines; [{\"line\": 4, \"state\": \"PAID\"}]",
        "shown_lines; [{\"line\": 1}]",
        "shown_lines; [{\"line\": 1, \"state\": \"FREE\"}]",
        "shown_lines; [null]",
        "shown_lines; null",
        "paid_lines; null",
        "declined_lines; null",
        "ignored_decisions; null",
        "ignored_decisions; [null]",
        "submitted_at; null",
        "warnings; [null]"
      })
  void stateThatIsNotOfTheInvoice_failsWithAReason(String field, String value) {
    environment.startWorker(RULES, InvoiceWorkflow.TASK_QUEUE, new BelievingWorker());

    SubmittedInvoice invoice =
        environment.continuedByAStranger(
            InvoiceSamples.BARE, state(forged -> forged.set(field, InvoiceSamples.node(value))));

    assertThat(catchThrowableOfType(WorkflowFailedException.class, invoice::result))
        .isNotNull()
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getOriginalMessage()).contains("state"));
    assertThat(invoice.lastHistory())
        .noneMatch(event -> event.getEventType() == EVENT_TYPE_WORKFLOW_TASK_FAILED);
    assertThat(environment.gateway().attempts()).isEmpty();
  }

  @Test
  void longInvoiceOfOurs_isComparedOnceAndCompleted() throws Exception {
    environment.startWorker(RULES);
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.ofLines(5));
    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");

    assertThat(invoice.lastHistory())
        .filteredOn(event -> event.hasActivityTaskScheduledEventAttributes())
        .extracting(
            event -> event.getActivityTaskScheduledEventAttributes().getActivityType().getName())
        .containsExactly(PaymentActivities.PROCESS_PAYMENT, PaymentActivities.FIND_PAYMENTS);
    assertThat(invoice.details().warnings()).isEmpty();
  }

  /** Leaves the run to a worker of ours in the pause before its first payment. */
  private SubmittedInvoice begunByAStranger(JsonNode state) {
    environment.startWorker(RULES, InvoiceWorkflow.TASK_QUEUE, new BelievingWorker());
    SubmittedInvoice invoice = environment.continuedByAStranger(InvoiceSamples.BARE, state);
    invoice.awaitRunOfOurs();
    environment.stopWorker();
    environment.startWorker(RULES);
    return invoice;
  }

  /** Approved, with two of three lines paid, by our ledger as the history names it. */
  private static JsonNode state(Consumer<ObjectNode> change) {
    ObjectNode state =
        HandedOnState.approved(RULES, Optional.of(RecordingGateway.LEDGER), 3, (byte) 0b110);
    state.set(
        "shown_lines",
        InvoiceSamples.node(
            """
            [{"line": 1, "item": "Harmless", "amount": 1.0, "state": "PAID", "attempts": 1,
              "receipt": "SBX-1", "paid_at": "2026-01-01T00:00:00Z"}]"""));
    change.accept(state);
    return state;
  }
}
