package dev.invoices.client.history;

import dev.invoices.temporal.JsonDataConverter;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.common.converter.RawValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Which ends of activities the workflow has found to be the ledger's own word. An operator can end
 * an activity with any seal, and only a worker with the secret of the ledger can check one. It
 * records what it found as a side effect in the task in which it learns of the end. So an end that
 * no task has checked yet may be an operator's.
 */
final class CheckedEnds {

  /** The name that the SDK (1.38) gives to what {@code Workflow.sideEffect} records. */
  private static final String SIDE_EFFECT = "SideEffect";

  /** By the events that requested the activities; no task has begun since. */
  private List<Long> ended = new ArrayList<>();

  /** Those that the task which runs was begun with. */
  private List<Long> taken = new ArrayList<>();

  /** Those of the last task that was completed, until it is known that all of them are right. */
  private List<Long> unproven = List.of();

  private int right;

  /** Takes an end into account that the workflow checks when it learns of it. */
  void ended(long request) {
    ended.add(request);
  }

  /**
   * Takes the next event of the history into account.
   *
   * @return the requests whose ends turn out to be the ledger's own: none of a task that did not
   *     find so of each of its ends, because a check does not say of which end it is
   */
  List<Long> take(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_TASK_STARTED -> {
        taken.addAll(ended);
        ended = new ArrayList<>();
      }
      case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> {
        unproven = taken;
        taken = new ArrayList<>();
        right = 0;
      }
      case EVENT_TYPE_MARKER_RECORDED -> {
        return found(event.getMarkerRecordedEventAttributes());
      }
      default -> {}
    }
    return List.of();
  }

  private List<Long> found(MarkerRecordedEventAttributes marker) {
    if (!marker.getMarkerName().equals(SIDE_EFFECT) || unproven.isEmpty()) {
      return List.of();
    }
    if (!isTrue(marker)) {
      unproven = List.of();
    } else if (++right == unproven.size()) {
      return unproven;
    }
    return List.of();
  }

  private static boolean isTrue(MarkerRecordedEventAttributes marker) {
    return marker.getDetailsMap().values().stream()
        .map(Payloads::getPayloadsList)
        .flatMap(List::stream)
        .anyMatch(payload -> JsonDataConverter.json(new RawValue(payload)).asBoolean());
  }
}
