package dev.invoices.client.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.workflow.activity.PaymentActivities;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.RawValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The payments of a run that may be made although its history does not say so. An attempt continues
 * when an operator ends its activity, or resets the workflow. So only what the worker itself says
 * is the end of a payment, or that the ledger was asked when no attempt could continue any more.
 */
public final class PaymentsInFlight {

  /** In place of the line where it is not known. */
  private static final int UNKNOWN_LINE = 0;

  /** What a worker says of a payment that it did not make. */
  private static final Set<String> OWN_FAILURES =
      Set.of(PaymentActivities.PAYMENT_DECLINED, PaymentActivities.PAYMENT_REFUSED);

  /** By the event that requested them, in the order of the requests. */
  private final Map<Long, Requested> payments = new LinkedHashMap<>();

  /** When the ledger was asked, by the event of that; only since the last reset. */
  private final Map<Long, Timestamp> inquiries = new HashMap<>();

  private boolean resetUnasked;

  /**
   * A payment.
   *
   * @param limit of an attempt
   * @param ended when its activity was ended, but not by the worker
   */
  private record Requested(int line, Duration limit, Optional<Timestamp> ended) {

    Requested endedAt(Timestamp time) {
      return new Requested(line, limit, Optional.of(time));
    }

    /** Whether none of its attempts can continue. */
    boolean isOverAt(Timestamp time) {
      return ended
          .filter(end -> Timestamps.compare(Timestamps.add(end, limit), time) <= 0)
          .isPresent();
    }
  }

  /** Takes the next event of the history into account. */
  public void take(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
          requested(event, event.getActivityTaskScheduledEventAttributes());
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> {
        var completed = event.getActivityTaskCompletedEventAttributes();
        boolean isSealed = !first(completed.getResult()).path("seal").asText().isEmpty();
        ended(completed.getScheduledEventId(), event, isSealed);
        if (isSealed) {
          answered(completed.getScheduledEventId());
        }
      }
      case EVENT_TYPE_ACTIVITY_TASK_FAILED -> {
        var failed = event.getActivityTaskFailedEventAttributes();
        String type = failed.getFailure().getApplicationFailureInfo().getType();
        ended(failed.getScheduledEventId(), event, OWN_FAILURES.contains(type));
      }
      case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
          ended(event.getActivityTaskTimedOutEventAttributes().getScheduledEventId(), event, false);
      case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
          ended(event.getActivityTaskCanceledEventAttributes().getScheduledEventId(), event, false);
      case EVENT_TYPE_WORKFLOW_TASK_FAILED -> {
        if (isReset(event)) {
          inquiries.clear();
          resetUnasked = true;
        }
      }
      default -> {}
    }
  }

  private void requested(HistoryEvent event, ActivityTaskScheduledEventAttributes request) {
    String type = request.getActivityType().getName();
    if (type.equals(PaymentActivities.PROCESS_PAYMENT)) {
      int line = first(request.getInput()).path("line").asInt(UNKNOWN_LINE);
      payments.put(
          event.getEventId(),
          new Requested(line, request.getStartToCloseTimeout(), Optional.empty()));
    } else if (type.equals(PaymentActivities.FIND_PAYMENTS)) {
      inquiries.put(event.getEventId(), event.getEventTime());
    }
  }

  private void ended(long request, HistoryEvent end, boolean byWorker) {
    payments.computeIfPresent(
        request, (id, payment) -> byWorker ? null : payment.endedAt(end.getEventTime()));
  }

  private void answered(long inquiry) {
    Optional.ofNullable(inquiries.get(inquiry))
        .ifPresent(
            asked -> {
              payments.values().removeIf(payment -> payment.isOverAt(asked));
              resetUnasked = false;
            });
  }

  /** Whether an operator made this run by a reset to before this event. */
  public static boolean isReset(HistoryEvent event) {
    return event.getWorkflowTaskFailedEventAttributes().getCause()
        == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW;
  }

  /**
   * Whether an operator has reset the workflow, and it has not asked the ledger since. The history
   * does not have what the run before the reset requested.
   */
  public boolean isResetUnasked() {
    return resetUnasked;
  }

  /**
   * The numbers of their lines, in the order of the requests; 0 for all lines together, where it is
   * not known, and for those of the run before a reset.
   */
  public List<Integer> lines() {
    return Stream.concat(
            payments.values().stream().map(Requested::line),
            Stream.of(UNKNOWN_LINE).filter(unknown -> resetUnasked))
        .toList();
  }

  private static JsonNode first(Payloads payloads) {
    return JsonDataConverter.json(
        payloads.getPayloadsCount() == 0 ? null : new RawValue(payloads.getPayloads(0)));
  }
}
