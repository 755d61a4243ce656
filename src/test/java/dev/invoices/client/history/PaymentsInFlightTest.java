package dev.invoices.client.history;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_MARKER_RECORDED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.invoices.workflow.activity.PaymentActivities;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentsInFlightTest {

  private static final long PAYMENT = 5;
  private static final long INQUIRY = 50;
  private static final long RESET = 90;

  private final PaymentsInFlight payments = new PaymentsInFlight();

  @Test
  void endThatTheWorkflowHasCheckedAndFoundRight_isTheEnd() {
    request(PAYMENT, 0, 3);

    complete(PAYMENT, 1);
    task(true);

    assertThat(payments.lines()).isEmpty();
  }

  @Test
  void endThatNoTaskHasCheckedYet_isNoEnd() {
    request(PAYMENT, 0, 3);

    complete(PAYMENT, 1);

    assertThat(payments.lines()).containsExactly(3);
    payments.take(event(EVENT_TYPE_WORKFLOW_TASK_STARTED, 101, 1).build());
    assertThat(payments.lines()).containsExactly(3);
    payments.take(event(EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT, 102, 2).build());
    task(true);
    assertThat(payments.lines()).isEmpty();
  }

  @Test
  void endThatTheWorkflowHasFoundWrong_isNoEnd() {
    request(PAYMENT, 0, 3);

    complete(PAYMENT, 1);
    task(false);
    task(true);

    assertThat(payments.lines()).containsExactly(3);
  }

  /** An operator may complete it with what is no result at all, which is not checked. */
  @Test
  void endThatTheWorkflowHasNotChecked_isNoEnd() {
    request(PAYMENT, 0, 3);

    complete(PAYMENT, 1);
    task();
    marker("Version", "1");

    assertThat(payments.lines()).containsExactly(3);
  }

  @Test
  void endThatComesWhileATaskRuns_isNotCheckedByThatOne() {
    request(PAYMENT, 0, 3);
    request(PAYMENT + 1, 0, 4);

    complete(PAYMENT, 1);
    payments.take(event(EVENT_TYPE_WORKFLOW_TASK_STARTED, 101, 1).build());
    complete(PAYMENT + 1, 1);
    payments.take(event(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 102, 1).build());
    marker("SideEffect", "true");

    assertThat(payments.lines()).containsExactly(4);
  }

  @Test
  void severalEndsOfOneTask_areEndsOnlyIfAllAreRight() {
    for (int line = 1; line <= 4; line++) {
      request(PAYMENT + line, 0, line);
    }

    complete(PAYMENT + 1, 1);
    complete(PAYMENT + 2, 1);
    task(true, false);
    assertThat(payments.lines()).containsExactly(1, 2, 3, 4);

    complete(PAYMENT + 3, 1);
    complete(PAYMENT + 4, 1);
    task(true);
    assertThat(payments.lines()).containsExactly(1, 2, 3, 4);
    marker("SideEffect", "true");
    assertThat(payments.lines()).containsExactly(1, 2);
  }

  /** Also one of a type that the worker uses: an operator can give a failure any type. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", PaymentActivities.PAYMENT_DECLINED, PaymentActivities.PAYMENT_REFUSED})
  void failure_isTheEndOnlyOnceTheWorkflowHasFoundItRight(String type) {
    request(PAYMENT, 0, 3);
    request(PAYMENT + 1, 0, 4);

    fail(PAYMENT, 1, type);
    assertThat(payments.lines()).containsExactly(3, 4);
    task(false);
    assertThat(payments.lines()).containsExactly(3, 4);

    fail(PAYMENT + 1, 2, type);
    task(true);
    assertThat(payments.lines()).containsExactly(3);
  }

  @Test
  void timeoutAndCancellation_areNoEnds() {
    request(PAYMENT, 0, 3);
    request(PAYMENT + 1, 0, 4);

    HistoryEvent.Builder timeout = event(EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT, 20, 1);
    timeout.getActivityTaskTimedOutEventAttributesBuilder().setScheduledEventId(PAYMENT);
    payments.take(timeout.build());
    HistoryEvent.Builder cancellation = event(EVENT_TYPE_ACTIVITY_TASK_CANCELED, 21, 1);
    cancellation.getActivityTaskCanceledEventAttributesBuilder().setScheduledEventId(PAYMENT + 1);
    payments.take(cancellation.build());

    assertThat(payments.lines()).containsExactly(3, 4);
  }

  /** A worker of an earlier version asks without a time, which leaves no fence. */
  @Test
  void ledgerThatIsAskedWhenNoAttemptCanContinue_isTheEnd() {
    request(PAYMENT, 0, 3);
    request(PAYMENT + 1, 0, 4);
    fail(PAYMENT, 1, "");
    fail(PAYMENT + 1, 2, "");
    task(false, false);

    ask(INQUIRY, 61);
    complete(INQUIRY, 62);
    task(true);

    assertThat(payments.lines()).containsExactly(4);
  }

  /** The workflow asks before the longest attempt is over. */
  @Test
  void ledgerThatIsAskedAboutAPayment_isItsEndAtOnce_andThatOfNoOther() {
    request(PAYMENT, 0, 3);
    request(PAYMENT + 1, 0, 4);
    fail(PAYMENT, 1, "");
    fail(PAYMENT + 1, 1, "");
    task(false, false);

    schedule(
        PaymentActivities.FIND_PAYMENTS,
        INQUIRY,
        31,
        "{\"line\": 3, \"origin\": {\"asked_at\": \"1970-01-01T00:00:31Z\"}}");
    complete(INQUIRY, 32);
    task(true);

    assertThat(payments.lines()).containsExactly(4);
  }

  @Test
  void ledgerThatIsAskedAboutTheInvoice_isTheEndOfEachPaymentRequestedBefore() {
    request(PAYMENT, 0, 3);
    request(PAYMENT + 1, 0, 4);

    schedule(
        PaymentActivities.FIND_PAYMENTS,
        INQUIRY,
        31,
        "{\"origin\": {\"asked_at\": \"1970-01-01T00:00:31Z\"}}");
    request(INQUIRY + 1, 32, 5);
    complete(INQUIRY, 33);
    task(true);

    assertThat(payments.lines()).containsExactly(5);
  }

  @Test
  void answerAboutTheLedger_isBelievedOnlyOnceTheWorkflowHasFoundItRight() {
    request(PAYMENT, 0, 3);
    fail(PAYMENT, 1, "");
    task(false);

    ask(INQUIRY, 62);
    complete(INQUIRY, 63);
    assertThat(payments.lines()).containsExactly(3);
    task(false);
    assertThat(payments.lines()).containsExactly(3);

    ask(INQUIRY + 1, 70);
    complete(INQUIRY + 1, 71);
    task(true);
    assertThat(payments.lines()).isEmpty();
  }

  @Test
  void reset_leavesOpenWhatTheRunBeforeHasPaid_untilTheLedgerWasAsked() {
    ask(INQUIRY, 1);
    reset();
    complete(INQUIRY, 2);
    task(true);
    assertThat(payments.isResetUnasked()).isTrue();
    assertThat(payments.lines()).containsExactly(0);

    ask(RESET + 1, 3);
    complete(RESET + 1, 4);
    task(true);

    assertThat(payments.isResetUnasked()).isFalse();
    assertThat(payments.lines()).isEmpty();
  }

  /** The check of an answer to the run before the reset is not that of a payment. */
  @Test
  void answerFromBeforeAReset_provesNoOtherEnd() {
    request(PAYMENT, 0, 3);
    ask(INQUIRY, 1);
    reset();
    complete(INQUIRY, 2);
    complete(PAYMENT, 2);
    task(true);

    assertThat(payments.lines()).containsExactly(3, 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"completed", "several_in_flight", "declined_then_paid", "cancelled_in_flight"})
  void recordedHistoryWhosePaymentsTheWorkerHasEnded_hasNoneInFlight(String path)
      throws IOException {
    String recorded =
        Files.readString(
            Path.of("src/test/resources/histories/revision-3", path + "-at_once.json"));

    WorkflowExecutionHistory.fromJson(recorded).getEvents().forEach(payments::take);

    assertThat(payments.lines()).isEmpty();
  }

  private void request(long id, long second, int line) {
    schedule(PaymentActivities.PROCESS_PAYMENT, id, second, "{\"line\": %d}".formatted(line));
  }

  private void ask(long id, long second) {
    schedule(PaymentActivities.FIND_PAYMENTS, id, second, "{}");
  }

  private void schedule(String type, long id, long second, String input) {
    HistoryEvent.Builder scheduled = event(EVENT_TYPE_ACTIVITY_TASK_SCHEDULED, id, second);
    var attributes = scheduled.getActivityTaskScheduledEventAttributesBuilder();
    attributes.getActivityTypeBuilder().setName(type);
    attributes
        .setInput(json(input))
        .setStartToCloseTimeout(protobuf(PaymentActivities.PAYMENT_LIMIT));
    payments.take(scheduled.build());
  }

  private static com.google.protobuf.Duration protobuf(java.time.Duration duration) {
    return Durations.fromSeconds(duration.toSeconds());
  }

  private void complete(long request, long second) {
    HistoryEvent.Builder completed = event(EVENT_TYPE_ACTIVITY_TASK_COMPLETED, 100, second);
    completed
        .getActivityTaskCompletedEventAttributesBuilder()
        .setScheduledEventId(request)
        .setResult(json("{\"receipt\": \"SBX-1\", \"seal\": \"ab\"}"));
    payments.take(completed.build());
  }

  /** The workflow learns of what has happened, and records what it has found of the ends. */
  private void task(boolean... found) {
    payments.take(event(EVENT_TYPE_WORKFLOW_TASK_STARTED, 101, 1).build());
    payments.take(event(EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 102, 1).build());
    for (boolean isRight : found) {
      marker("SideEffect", String.valueOf(isRight));
    }
  }

  private void marker(String name, String value) {
    HistoryEvent.Builder marker = event(EVENT_TYPE_MARKER_RECORDED, 103, 1);
    marker
        .getMarkerRecordedEventAttributesBuilder()
        .setMarkerName(name)
        .putDetails("data", json(value));
    payments.take(marker.build());
  }

  private void fail(long request, long second, String type) {
    HistoryEvent.Builder failed = event(EVENT_TYPE_ACTIVITY_TASK_FAILED, 100, second);
    var attributes = failed.getActivityTaskFailedEventAttributesBuilder();
    attributes.setScheduledEventId(request);
    attributes.getFailureBuilder().getApplicationFailureInfoBuilder().setType(type);
    payments.take(failed.build());
  }

  private void reset() {
    HistoryEvent.Builder reset = event(EVENT_TYPE_WORKFLOW_TASK_FAILED, RESET, 1);
    reset
        .getWorkflowTaskFailedEventAttributesBuilder()
        .setCause(WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW);
    payments.take(reset.build());
  }

  private static HistoryEvent.Builder event(EventType type, long id, long second) {
    return HistoryEvent.newBuilder()
        .setEventType(type)
        .setEventId(id)
        .setEventTime(Timestamps.fromSeconds(second));
  }

  private static Payloads json(String text) {
    return Payloads.newBuilder()
        .addPayloads(
            Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFromUtf8(text)))
        .build();
  }
}
