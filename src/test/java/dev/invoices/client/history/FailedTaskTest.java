package dev.invoices.client.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import org.junit.jupiter.api.Test;

class FailedTaskTest {

  private final FailedTask task = new FailedTask();

  @Test
  void runThatNoWorkerHasFailedToProcess_hasNoReason() {
    assertThat(task.reason()).isEmpty();
  }

  @Test
  void reason_isTheInnermostOfWhatWasReported() {
    fail(failure("Failure handling event 5", failure("", failure("another ledger"))));

    assertThat(task.reason()).hasValue("another ledger");
  }

  @Test
  void innermostFailureWithoutAMessage_theLastOneThatHasOne() {
    fail(failure("Failure handling event 5", failure("")));

    assertThat(task.reason()).hasValue("Failure handling event 5");
  }

  @Test
  void failureWithoutAReason_isStillOne() {
    fail(Failure.getDefaultInstance());

    assertThat(task.reason()).hasValue("");
  }

  @Test
  void runThatWasProcessedSince_hasNoReasonAnyMore() {
    fail(failure("another ledger"));

    take(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
    assertThat(task.reason()).isPresent();
    take(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    assertThat(task.reason()).isEmpty();
  }

  @Test
  void reset_isNoFailureOfAWorker() {
    fail(failure("another ledger"));
    HistoryEvent.Builder reset = event(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
    reset
        .getWorkflowTaskFailedEventAttributesBuilder()
        .setCause(WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW);

    task.take(reset.build());

    assertThat(task.reason()).isEmpty();
  }

  private void fail(Failure failure) {
    HistoryEvent.Builder failed = event(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
    failed.getWorkflowTaskFailedEventAttributesBuilder().setFailure(failure);
    task.take(failed.build());
  }

  private void take(EventType type) {
    task.take(event(type).build());
  }

  private static Failure failure(String message) {
    return Failure.newBuilder().setMessage(message).build();
  }

  private static Failure failure(String message, Failure cause) {
    return Failure.newBuilder().setMessage(message).setCause(cause).build();
  }

  private static HistoryEvent.Builder event(EventType type) {
    return HistoryEvent.newBuilder().setEventType(type);
  }
}
