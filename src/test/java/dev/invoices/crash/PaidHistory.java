package dev.invoices.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.json.ExactJson;
import dev.invoices.workflow.activity.PaymentActivities;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Temporal has recorded about an invoice, in all runs of its workflow.
 *
 * @param runs the events of each run, oldest run first
 */
record PaidHistory(List<List<HistoryEvent>> runs) {

  /** A payment that a worker has reported to Temporal. */
  record Paid(int line, String receipt, int attempts) {}

  /** Reads back from the latest run to the one that the client has started. */
  static PaidHistory of(WorkflowClient client, String workflowId) {
    LinkedList<List<HistoryEvent>> runs = new LinkedList<>();
    String run = client.newUntypedWorkflowStub(workflowId).describe().getExecution().getRunId();
    while (!run.isEmpty()) {
      List<HistoryEvent> events = client.fetchHistory(workflowId, run).getEvents();
      runs.addFirst(events);
      run = events.get(0).getWorkflowExecutionStartedEventAttributes().getContinuedExecutionRunId();
    }
    return new PaidHistory(runs);
  }

  /** The events of a type, named without {@code EVENT_TYPE_}. */
  List<HistoryEvent> events(String type) {
    EventType wanted = EventType.valueOf("EVENT_TYPE_" + type);
    return runs.stream()
        .flatMap(List::stream)
        .filter(event -> event.getEventType() == wanted)
        .toList();
  }

  int count(String type) {
    return events(type).size();
  }

  /** Whether the pause before a line is running. */
  boolean isInPauseBefore(int line) {
    String pause = "\"Pause before line %d\"".formatted(line);
    Set<Long> over =
        Stream.concat(
                events("TIMER_FIRED").stream()
                    .map(event -> event.getTimerFiredEventAttributes().getStartedEventId()),
                events("TIMER_CANCELED").stream()
                    .map(event -> event.getTimerCanceledEventAttributes().getStartedEventId()))
            .collect(Collectors.toSet());
    return events("TIMER_STARTED").stream()
        .filter(event -> !over.contains(event.getEventId()))
        .anyMatch(
            event -> event.getUserMetadata().getSummary().getData().toStringUtf8().equals(pause));
  }

  /** The process id of the worker that has done the latest workflow task. */
  long latestWorker() {
    List<HistoryEvent> tasks = events("WORKFLOW_TASK_COMPLETED");
    String identity =
        tasks.get(tasks.size() - 1).getWorkflowTaskCompletedEventAttributes().getIdentity();
    return Long.parseLong(identity.substring(0, identity.indexOf('@')));
  }

  /** The decisions that Temporal has recorded, by signal or by update, in the order of arrival. */
  List<String> decisions() {
    return runs.stream()
        .flatMap(List::stream)
        .map(PaidHistory::decision)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> decision(HistoryEvent event) {
    if (event.hasWorkflowExecutionSignaledEventAttributes()) {
      return Optional.of(event.getWorkflowExecutionSignaledEventAttributes().getSignalName());
    }
    return event.hasWorkflowExecutionUpdateAcceptedEventAttributes()
        ? Optional.of(
            event
                .getWorkflowExecutionUpdateAcceptedEventAttributes()
                .getAcceptedRequest()
                .getInput()
                .getName())
        : Optional.empty();
  }

  /** The payments that were reported, in that order. */
  List<Paid> paid() {
    List<Paid> paid = new ArrayList<>();
    for (List<HistoryEvent> run : runs) {
      Map<Long, Integer> lines = new HashMap<>();
      for (HistoryEvent event : run) {
        var request = event.getActivityTaskScheduledEventAttributes();
        var completed = event.getActivityTaskCompletedEventAttributes();
        if (request.getActivityType().getName().equals(PaymentActivities.PROCESS_PAYMENT)) {
          Payload payment = request.getInput().getPayloads(0);
          lines.put(event.getEventId(), json(payment).get("line").asInt());
        } else if (lines.containsKey(completed.getScheduledEventId())) {
          JsonNode result = json(completed.getResult().getPayloads(0));
          paid.add(
              new Paid(
                  lines.get(completed.getScheduledEventId()),
                  result.get("receipt").asText(),
                  result.get("attempts").asInt()));
        }
      }
    }
    return paid;
  }

  @Override
  public String toString() {
    return runs.stream()
        .flatMap(List::stream)
        .map(event -> event.getEventType().name().replace("EVENT_TYPE_", ""))
        .toList()
        .toString();
  }

  private static JsonNode json(Payload payload) {
    try {
      return ExactJson.mapper().readTree(payload.getData().toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
