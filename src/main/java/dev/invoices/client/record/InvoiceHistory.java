package dev.invoices.client.record;

import com.google.protobuf.util.Timestamps;
import dev.invoices.invoice.Decision;
import dev.invoices.invoice.DecisionSignal;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.activity.PaymentActivities;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.RawValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * What the history of a run proves, whether or not any worker is there. It is read from Temporal
 * when it is first needed, and once.
 */
public final class InvoiceHistory {

  /** The type of the activity that pays, here as in the tutorial. */
  private static final String PAYMENT = "process_payment";

  private final DeadlineCalls calls;
  private final InvoiceRun run;
  private Optional<List<HistoryEvent>> read = Optional.empty();

  /** Reads nothing yet. */
  public InvoiceHistory(DeadlineCalls calls, InvoiceRun run) {
    this.calls = calls;
    this.run = run;
  }

  /** The invoice as it was submitted; empty when the input was none. */
  public Optional<Invoice> submitted() throws InvoiceClientException {
    Payloads input = events().get(0).getWorkflowExecutionStartedEventAttributes().getInput();
    try {
      return Optional.of(
          InvoiceReader.read(JsonDataConverter.json(firstOf(input)), InvoiceSource.ANY_CLIENT));
    } catch (InvalidInvoiceException e) {
      return Optional.empty();
    }
  }

  /** Whether any payment was ever requested, here or in a run that this one continues. */
  public boolean hasRequestedPayment() throws InvoiceClientException {
    return !events()
            .get(0)
            .getWorkflowExecutionStartedEventAttributes()
            .getContinuedExecutionRunId()
            .isEmpty()
        || events().stream().anyMatch(InvoiceHistory::isPaymentRequest);
  }

  private static boolean isPaymentRequest(HistoryEvent event) {
    return event
        .getActivityTaskScheduledEventAttributes()
        .getActivityType()
        .getName()
        .equals(PaymentActivities.PROCESS_PAYMENT);
  }

  /** The first decision that was sent. */
  public Optional<Decision> firstDecision() throws InvoiceClientException {
    return firstDecisionAfter(0, (approved, signal) -> true);
  }

  /**
   * The first decision that no worker has seen yet and that will count.
   *
   * @param counts whether an approval (true) or a rejection (false) with these details will count
   */
  public Optional<Decision> firstUnseenDecision(BiPredicate<Boolean, DecisionSignal> counts)
      throws InvoiceClientException {
    return firstDecisionAfter(
        events().stream()
            .filter(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
            .mapToLong(HistoryEvent::getEventId)
            .max()
            .orElse(0),
        counts);
  }

  /** Whether no worker has done anything about the run yet. */
  public boolean isUnseen() throws InvoiceClientException {
    return events().stream()
        .noneMatch(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
  }

  /** The result of a completed run, as JSON text without quotes; empty for any other. */
  public String result() throws InvoiceClientException {
    return JsonDataConverter.json(
            firstOf(last().getWorkflowExecutionCompletedEventAttributes().getResult()))
        .asText();
  }

  /** The reason of a failed run; empty for any other. */
  public String failure() throws InvoiceClientException {
    return last().getWorkflowExecutionFailedEventAttributes().getFailure().getMessage();
  }

  private List<HistoryEvent> events() throws InvoiceClientException {
    if (read.isEmpty()) {
      WorkflowClient client = calls.connection().client();
      read =
          Optional.of(
              calls.call(
                  () ->
                      client.fetchHistory(run.workflowId(), run.runId().orElse(null)).getEvents()));
    }
    return read.get();
  }

  private HistoryEvent last() throws InvoiceClientException {
    return events().get(events().size() - 1);
  }

  private Optional<Decision> firstDecisionAfter(
      long eventId, BiPredicate<Boolean, DecisionSignal> counts) throws InvoiceClientException {
    return events().stream()
        .filter(e -> e.getEventId() > eventId && isDecision(e))
        .filter(e -> counts.test(isApproval(e), details(e)))
        .findFirst()
        .map(InvoiceHistory::decision);
  }

  private static boolean isDecision(HistoryEvent event) {
    String signal = event.getWorkflowExecutionSignaledEventAttributes().getSignalName();
    return signal.equals(InvoiceWorkflow.APPROVE) || signal.equals(InvoiceWorkflow.REJECT);
  }

  private static boolean isApproval(HistoryEvent event) {
    return event
        .getWorkflowExecutionSignaledEventAttributes()
        .getSignalName()
        .equals(InvoiceWorkflow.APPROVE);
  }

  private static DecisionSignal details(HistoryEvent event) {
    Payloads input = event.getWorkflowExecutionSignaledEventAttributes().getInput();
    return JsonDataConverter.read(firstOf(input), DecisionSignal.class)
        .orElse(DecisionSignal.UNKNOWN);
  }

  private static Decision decision(HistoryEvent event) {
    return Decision.of(
        isApproval(event),
        details(event),
        Instant.ofEpochMilli(Timestamps.toMillis(event.getEventTime())));
  }

  /** Null when there is none, as for a signal without an argument. */
  private static RawValue firstOf(Payloads payloads) {
    return payloads.getPayloadsCount() == 0 ? null : new RawValue(payloads.getPayloads(0));
  }

  /**
   * The payments that were requested and of which the history tells no end, in the order of the
   * requests. Of a run that was ended from outside, each of them may have been made.
   *
   * @return the numbers of their lines; 0 for all lines together, and where it is not known
   */
  public List<Integer> paymentsInFlight() throws InvoiceClientException {
    Set<Long> ended =
        events().stream().map(InvoiceHistory::endedActivity).collect(Collectors.toSet());
    return events().stream()
        .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .filter(event -> !ended.contains(event.getEventId()))
        .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
        .filter(asked -> asked.getActivityType().getName().equals(PAYMENT))
        .map(asked -> JsonDataConverter.json(firstOf(asked.getInput())).path("line").asInt())
        .toList();
  }

  /** The event that has requested what this one ends; 0 when it ends none. */
  private static long endedActivity(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
          event.getActivityTaskCompletedEventAttributes().getScheduledEventId();
      case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
          event.getActivityTaskFailedEventAttributes().getScheduledEventId();
      case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
          event.getActivityTaskTimedOutEventAttributes().getScheduledEventId();
      case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
          event.getActivityTaskCanceledEventAttributes().getScheduledEventId();
      default -> 0;
    };
  }
}
