package dev.invoices.client.history;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentsInFlightTest {

  private static final long PAYMENT = 5;
  private static final long INQUIRY = 50;

  private final PaymentsInFlight payments = new PaymentsInFlight();

  @Test
  void resultUnderASeal_isTheEnd() {
    request(PAYMENT, 0, 3);

    complete(PAYMENT, 1, "{\"receipt\": \"SBX-1\", \"seal\": \"ab\"}");

    assertThat(payments.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"receipt\": \"SBX-1\"}", "{\"receipt\": \"SBX-1\", \"seal\": \"\"}", "7"})
  void resultWithoutASeal_isNoEnd(String result) {
    request(PAYMENT, 0, 3);

    complete(PAYMENT, 1, result);

    assertThat(payments.lines()).containsExactly(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {PaymentActivities.PAYMENT_DECLINED, PaymentActivities.PAYMENT_REFUSED})
  void failureThatTheWorkerReports_isTheEnd(String type) {
    request(PAYMENT, 0, 3);

    fail(PAYMENT, 1, type);

    assertThat(payments.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", PaymentActivities.PAYMENT_FAILED, "OperatorSaysSo"})
  void anyOtherFailure_isNoEnd(String type) {
    request(PAYMENT, 0, 3);

    fail(PAYMENT, 1, type);

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

  @Test
  void ledgerThatIsAskedWhenNoAttemptCanContinue_isTheEnd() {
    request(PAYMENT, 0, 3);
    request(PAYMENT + 1, 0, 4);
    fail(PAYMENT, 1, "");
    fail(PAYMENT + 1, 2, "");

    ask(INQUIRY, 31);
    complete(INQUIRY, 32, "{\"seal\": \"ab\"}");

    assertThat(payments.lines()).containsExactly(4);
  }

  @Test
  void ledgerThatAnswersWithoutASeal_isNotBelieved() {
    request(PAYMENT, 0, 3);
    fail(PAYMENT, 1, "");

    ask(INQUIRY, 60);
    complete(INQUIRY, 61, "{}");

    assertThat(payments.lines()).containsExactly(3);
  }

  @Test
  void reset_leavesOpenWhatTheRunBeforeHasPaid_untilTheLedgerWasAsked() {
    ask(INQUIRY, 1);
    reset();
    complete(INQUIRY, 2, "{\"seal\": \"ab\"}");
    assertThat(payments.isResetUnasked()).isTrue();
    assertThat(payments.lines()).containsExactly(0);

    ask(INQUIRY + 1, 3);
    complete(INQUIRY + 1, 4, "{\"seal\": \"ab\"}");

    assertThat(payments.isResetUnasked()).isFalse();
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
    attributes.setInput(json(input)).setStartToCloseTimeout(Durations.fromSeconds(30));
    payments.take(scheduled.build());
  }

  private void complete(long request, long second, String result) {
    HistoryEvent.Builder completed = event(EVENT_TYPE_ACTIVITY_TASK_COMPLETED, 100, second);
    completed
        .getActivityTaskCompletedEventAttributesBuilder()
        .setScheduledEventId(request)
        .setResult(json(result));
    payments.take(completed.build());
  }

  private void fail(long request, long second, String type) {
    HistoryEvent.Builder failed = event(EVENT_TYPE_ACTIVITY_TASK_FAILED, 100, second);
    var attributes = failed.getActivityTaskFailedEventAttributesBuilder();
    attributes.setScheduledEventId(request);
    attributes.getFailureBuilder().getApplicationFailureInfoBuilder().setType(type);
    payments.take(failed.build());
  }

  private void reset() {
    HistoryEvent.Builder reset = event(EVENT_TYPE_WORKFLOW_TASK_FAILED, 90, 1);
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
