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
import java.util.stream.Stream;

/**
 * The payments of a run that may be made although its history does not say so. An attempt continues
 * when an operator ends its activity, or resets the workflow. So only what the workflow has found
 * to be the word of the ledger is the end of a payment, or that the ledger was asked: either about
 * it, which leaves a fence, or when no attempt could continue any more.
 */
public final class PaymentsInFlight {

  /** In place of the line where it is not known. */
  private static final int UNKNOWN_LINE = 0;

  /** By the event that requested them, in the order of the requests. */
  private final Map<Long, Requested> payments = new LinkedHashMap<>();

  /** What the ledger was asked, by the event of that. */
  private final Map<Long, Inquiry> inquiries = new HashMap<>();

  private final CheckedEnds checked = new CheckedEnds();
  private long lastReset;
  private boolean resetUnasked;

  /**
   * A payment.
   *
   * @param limit of an attempt
   * @param ended when its activity was ended, by the worker or an operator
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

  /**
   * A question what was paid.
   *
   * @param line about one payment; empty if about all of the invoice
   * @param fences whether the ledger refuses from then on what was asked for before
   */
  private record Inquiry(Timestamp time, Optional<Integer> line, boolean fences) {

    static Inquiry of(HistoryEvent event, JsonNode input) {
      return new Inquiry(
          event.getEventTime(),
          Optional.of(input.path("line")).filter(JsonNode::isInt).map(JsonNode::asInt),
          input.path("origin").has("asked_at"));
    }

    /** Whether a payment that was requested before it is not made any more after its answer. */
    boolean ends(Requested payment) {
      return payment.isOverAt(time)
          || fences && line.map(asked -> asked == payment.line()).orElse(true);
    }
  }

  /** Takes the next event of the history into account. */
  public void take(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
          requested(event, event.getActivityTaskScheduledEventAttributes());
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
          endedWithWord(
              event.getActivityTaskCompletedEventAttributes().getScheduledEventId(), event);
      case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
          endedWithWord(event.getActivityTaskFailedEventAttributes().getScheduledEventId(), event);
      case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
          ended(event.getActivityTaskTimedOutEventAttributes().getScheduledEventId(), event);
      case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
          ended(event.getActivityTaskCanceledEventAttributes().getScheduledEventId(), event);
      case EVENT_TYPE_WORKFLOW_TASK_FAILED -> {
        if (isReset(event)) {
          lastReset = event.getEventId();
          resetUnasked = true;
        }
      }
      default -> {}
    }
    checked.take(event).forEach(this::confirmed);
  }

  private void requested(HistoryEvent event, ActivityTaskScheduledEventAttributes request) {
    String type = request.getActivityType().getName();
    if (type.equals(PaymentActivities.PROCESS_PAYMENT)) {
      int line = first(request.getInput()).path("line").asInt(UNKNOWN_LINE);
      payments.put(
          event.getEventId(),
          new Requested(line, request.getStartToCloseTimeout(), Optional.empty()));
    } else if (type.equals(PaymentActivities.FIND_PAYMENTS)) {
      inquiries.put(event.getEventId(), Inquiry.of(event, first(request.getInput())));
    }
  }

  /** The workflow checks whether it was a worker with the ledger that ended it. */
  private void endedWithWord(long request, HistoryEvent end) {
    ended(request, end);
    if (payments.containsKey(request) || inquiries.containsKey(request)) {
      checked.ended(request);
    }
  }

  private void ended(long request, HistoryEvent end) {
    payments.computeIfPresent(request, (id, payment) -> payment.endedAt(end.getEventTime()));
  }

  private void confirmed(long request) {
    payments.remove(request);
    Optional.ofNullable(inquiries.get(request))
        .filter(asked -> request > lastReset)
        .ifPresent(
            asked -> {
              payments
                  .entrySet()
                  .removeIf(
                      payment -> payment.getKey() < request && asked.ends(payment.getValue()));
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
