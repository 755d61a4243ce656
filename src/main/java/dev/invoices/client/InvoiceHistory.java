package dev.invoices.client;

import com.google.protobuf.util.Timestamps;
import dev.invoices.invoice.Decision;
import dev.invoices.invoice.DecisionSignal;
import dev.invoices.invoice.InvalidInvoiceException;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceReader;
import dev.invoices.invoice.InvoiceReader.UnknownFields;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionSignaledEventAttributes;
import io.temporal.common.converter.RawValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What Temporal's own record of a run proves, whether or not any worker is there to be asked. */
final class InvoiceHistory {

  private final List<HistoryEvent> events;

  InvoiceHistory(List<HistoryEvent> events) {
    this.events = events;
  }

  /** The invoice as it was submitted; empty when the input was none. */
  Optional<Invoice> submitted() {
    Payloads input = events.get(0).getWorkflowExecutionStartedEventAttributes().getInput();
    try {
      return Optional.of(
          InvoiceReader.read(JsonDataConverter.json(firstOf(input)), UnknownFields.IGNORE));
    } catch (InvalidInvoiceException e) {
      return Optional.empty();
    }
  }

  /** Whether any payment was ever requested, here or in a run that this one continues. */
  boolean hasRequestedPayment() {
    return !events
            .get(0)
            .getWorkflowExecutionStartedEventAttributes()
            .getContinuedExecutionRunId()
            .isEmpty()
        || events.stream()
            .anyMatch(e -> e.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
  }

  /** The first decision that anybody sent. */
  Optional<Decision> firstDecision() {
    return firstDecisionAfter(0);
  }

  /** The first decision that no worker has seen yet. */
  Optional<Decision> firstUnseenDecision() {
    return firstDecisionAfter(
        events.stream()
            .filter(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
            .mapToLong(HistoryEvent::getEventId)
            .max()
            .orElse(0));
  }

  /** Whether no worker has done anything about the run yet. */
  boolean isUnseen() {
    return events.stream()
        .noneMatch(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
  }

  /** The result of a completed run, as JSON text without quotes; empty for any other. */
  String result() {
    HistoryEvent last = events.get(events.size() - 1);
    return JsonDataConverter.json(
            firstOf(last.getWorkflowExecutionCompletedEventAttributes().getResult()))
        .asText();
  }

  /** The reason of a failed run; empty for any other. */
  String failure() {
    HistoryEvent last = events.get(events.size() - 1);
    return last.getWorkflowExecutionFailedEventAttributes().getFailure().getMessage();
  }

  private Optional<Decision> firstDecisionAfter(long eventId) {
    return events.stream()
        .filter(e -> e.getEventId() > eventId && isDecision(e))
        .findFirst()
        .map(InvoiceHistory::decision);
  }

  private static boolean isDecision(HistoryEvent event) {
    String signal = event.getWorkflowExecutionSignaledEventAttributes().getSignalName();
    return signal.equals(InvoiceWorkflow.APPROVE) || signal.equals(InvoiceWorkflow.REJECT);
  }

  private static Decision decision(HistoryEvent event) {
    WorkflowExecutionSignaledEventAttributes signal =
        event.getWorkflowExecutionSignaledEventAttributes();
    return Decision.of(
        signal.getSignalName().equals(InvoiceWorkflow.APPROVE),
        JsonDataConverter.read(firstOf(signal.getInput()), DecisionSignal.class)
            .orElse(DecisionSignal.UNKNOWN),
        Instant.ofEpochMilli(Timestamps.toMillis(event.getEventTime())));
  }

  /** Null when there is none, as for a signal without an argument. */
  private static RawValue firstOf(Payloads payloads) {
    return payloads.getPayloadsCount() == 0 ? null : new RawValue(payloads.getPayloads(0));
  }
}
