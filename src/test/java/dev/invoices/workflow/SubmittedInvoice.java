package dev.invoices.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.history.FailedTask;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineState;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.workflow.activity.PaymentActivities;
import dev.invoices.workflow.display.InvoiceMemo;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.RawValue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** One invoice on the server as its clients see it: signals, queries, memo, history. */
final class SubmittedInvoice {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final WorkflowClient client;
  private final WorkflowStub stub;

  SubmittedInvoice(WorkflowClient client, WorkflowStub stub) {
    this.client = client;
    this.stub = stub;
  }

  /** Approves; the argument may be anything, or missing. */
  void approve(Object... argument) {
    stub.signal(InvoiceWorkflow.APPROVE, argument);
  }

  /** Rejects; the argument may be anything, or missing. */
  void reject(Object... argument) {
    stub.signal(InvoiceWorkflow.REJECT, argument);
  }

  /** Approves and reports in one step. */
  InvoiceSnapshot approveAtOnce(Object... argument) {
    return stub.update(InvoiceWorkflow.APPROVE, InvoiceSnapshot.class, argument);
  }

  /** Rejects and reports in one step. */
  InvoiceSnapshot rejectAtOnce(Object... argument) {
    return stub.update(InvoiceWorkflow.REJECT, InvoiceSnapshot.class, argument);
  }

  void cancel() {
    stub.cancel();
  }

  String workflowId() {
    return stub.getExecution().getWorkflowId();
  }

  /** The text of the get_status query. */
  String status() {
    return stub.query(InvoiceWorkflow.GET_STATUS, String.class);
  }

  InvoiceSnapshot details() {
    return stub.query(InvoiceWorkflow.GET_DETAILS, InvoiceSnapshot.class);
  }

  /** The workflow's result; time passes while it is awaited. */
  String result() throws TimeoutException {
    return stub.getResult(LIMIT.toSeconds(), TimeUnit.SECONDS, String.class);
  }

  /** Waits for a status without letting time pass. */
  void awaitStatus(InvoiceStatus expected) {
    awaitUntil("status " + expected.text(), () -> status().equals(expected.text()));
  }

  /** Waits until the details say that a line was tried so often, without letting time pass. */
  void awaitAttempts(int line, int attempts) {
    awaitUntil(
        attempts + " attempts of line " + line,
        () -> details().lines().get(line - 1).attempts() == attempts);
  }

  /** Waits for a number of lines to be paid, without letting time pass. */
  void awaitLinesPaid(int count) {
    awaitUntil(count + " lines paid", () -> details().linesPaid() == count);
  }

  /** The same for what can be read without any worker. */
  void awaitLinesPaidInMemo(int count) {
    awaitUntil(count + " lines paid in the memo", () -> memo().linesPaid() == count);
  }

  /** Waits for a number of lines to be in a state, without letting time pass. */
  void awaitLinesIn(LineState state, int count) {
    awaitUntil(
        count + " lines " + state,
        () -> details().lines().stream().filter(l -> l.state() == state).count() == count);
  }

  /** Waits for a number of decisions that do not count, without letting time pass. */
  void awaitIgnored(int count) {
    awaitUntil(count + " ignored decisions", () -> details().ignoredDecisionCount() == count);
  }

  String firstRun() {
    return stub.getExecution().getRunId();
  }

  /** Waits until it has continued as new. */
  void awaitNextRun() {
    awaitUntil("another run", () -> !currentRun().equals(firstRun()));
  }

  /** What the run before the last has handed on. */
  JsonNode handedOn() {
    return JsonDataConverter.json(
        new RawValue(
            lastHistory()
                .get(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getInput()
                .getPayloads(1)));
  }

  String currentRun() {
    return stub.describe().getExecution().getRunId();
  }

  /** From the start of the first run to the end of the last, by the server's clock. */
  Duration elapsed() {
    return Duration.between(startedAt(), stub.describe().getCloseTime());
  }

  /** What the Web UI knows about the workflow besides its history. */
  WorkflowMetadata metadata() {
    return stub.query("__temporal_workflow_metadata", WorkflowMetadata.class);
  }

  /** Waits until the last run has done its first step, or has ended by it. */
  void awaitRunOfOurs() {
    awaitUntil("the first step of the last run", this::isTakenUp);
  }

  /** Whether the last run has done its first step. */
  boolean isTakenUp() {
    return lastHistory().stream()
        .map(HistoryEvent::getEventType)
        .anyMatch(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED::equals);
  }

  /** Waits until a worker has failed to process the last run, and returns what it said. */
  String awaitFailedTask() {
    FailedTask task = new FailedTask();
    awaitUntil(
        "a failed task",
        () -> {
          lastHistory().forEach(task::take);
          return task.reason().isPresent();
        });
    return task.reason().orElseThrow();
  }

  /** Whether the server has closed it. */
  boolean isClosed() {
    return !executionStatus().equals("RUNNING");
  }

  /** The request of the latest activity of a type, as JSON. */
  String request(String activityType) {
    return activity(activityType).getInput().getPayloads(0).getData().toStringUtf8();
  }

  /** When each request says that it was made, in their order. */
  List<Instant> times() {
    return events(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED).stream()
        .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
        .map(activity -> new RawValue(activity.getInput().getPayloads(0)))
        .map(JsonDataConverter::json)
        .map(json -> json.findValue("asked_at"))
        .map(time -> Instant.parse(time.asText()))
        .toList();
  }

  /** How often an activity of a type was asked for. */
  int requests(String activityType) {
    return (int)
        events(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED).stream()
            .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
            .filter(activity -> activity.getActivityType().getName().equals(activityType))
            .count();
  }

  /** The latest payment, for an operator who ends it by hand. */
  PaymentByHand paymentByHand() {
    return new PaymentByHand(
        client.newActivityCompletionClient(),
        workflowId(),
        firstRun(),
        activity(PaymentActivities.PROCESS_PAYMENT).getActivityId());
  }

  private ActivityTaskScheduledEventAttributes activity(String type) {
    return events(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED).stream()
        .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
        .filter(activity -> activity.getActivityType().getName().equals(type))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("no " + type));
  }

  /** Waits for a number of events of a type without letting time pass and without any worker. */
  void awaitEvents(EventType type, int count) {
    awaitUntil(count + " x " + type, () -> events(type).size() >= count);
  }

  /** What the memo says, read without any worker; the lists are empty. */
  InvoiceSnapshot memo() {
    Map<String, JsonNode> memo = new HashMap<>();
    stub.describe()
        .getRawDescription()
        .getWorkflowExecutionInfo()
        .getMemo()
        .getFieldsMap()
        .forEach(
            (key, value) ->
                memo.put(
                    key,
                    JsonDataConverter.instance()
                        .fromPayload(value, JsonNode.class, JsonNode.class)));
    return InvoiceMemo.read(memo).orElseThrow(() -> new AssertionError("no memo: " + memo));
  }

  /** The server's own word for how the run stands. */
  String executionStatus() {
    return stub.describe().getStatus().name().replace("WORKFLOW_EXECUTION_STATUS_", "");
  }

  List<HistoryEvent> history() {
    return fetchHistory().getEvents();
  }

  String historyJson() {
    return fetchHistory().toJson(true);
  }

  /** The history of the last run, if the invoice has continued as new. */
  String lastHistoryJson() {
    return fetchLastHistory().toJson(true);
  }

  /** The events of the last run, if the invoice has continued as new. */
  List<HistoryEvent> lastHistory() {
    return fetchLastHistory().getEvents();
  }

  List<HistoryEvent> events(EventType type) {
    return history().stream().filter(event -> event.getEventType() == type).toList();
  }

  /** The summaries of the timers or activities that these events started. */
  List<String> summaries(EventType type) {
    return events(type).stream()
        .map(
            event ->
                JsonDataConverter.instance()
                    .fromPayload(event.getUserMetadata().getSummary(), String.class, String.class))
        .toList();
  }

  /** When the run began, by the server's clock. */
  Instant startedAt() {
    return timeOf(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED);
  }

  /** When an event of this type came, by the server's clock. */
  Instant timeOf(EventType type) {
    HistoryEvent event = events(type).get(0);
    return Instant.ofEpochSecond(
        event.getEventTime().getSeconds(), event.getEventTime().getNanos());
  }

  private WorkflowExecutionHistory fetchHistory() {
    return client.fetchHistory(stub.getExecution().getWorkflowId(), stub.getExecution().getRunId());
  }

  private WorkflowExecutionHistory fetchLastHistory() {
    return client.fetchHistory(stub.getExecution().getWorkflowId(), currentRun());
  }

  private static void awaitUntil(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited too long for " + what);
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
    }
  }
}
