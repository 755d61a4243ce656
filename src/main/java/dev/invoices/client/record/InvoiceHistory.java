package dev.invoices.client.record;

import com.google.protobuf.ByteString;
import dev.invoices.client.history.FailedTask;
import dev.invoices.client.history.PaymentsInFlight;
import dev.invoices.client.history.SentDecisions;
import dev.invoices.client.paging.PageBudget;
import dev.invoices.client.record.InvoiceClientException.Reason;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.activity.PaymentActivities;
import io.grpc.Deadline;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What the history of a run proves, whether or not any worker is there. It is read from Temporal
 * page after page, when it is first needed, once, and only as far as it is needed. Reading is
 * bounded in bytes, pages and time; {@link #isCut} says whether that kept it from an answer.
 */
public final class InvoiceHistory {

  private static final int PAGE = 250;

  /** Temporal ends a workflow beyond 50 MB or 51,200 events (server 1.32): more than enough. */
  private static final int MAX_PAGES = 400;

  private static final long MAX_BYTES = 64L * 1024 * 1024;
  private static final Duration READING_TIME = Duration.ofSeconds(3);

  private final DeadlineCalls calls;
  private final InvoiceRun run;
  private final WorkflowServiceBlockingStub temporal;
  private final PageBudget budget = PageBudget.of(PAGE, MAX_PAGES, MAX_BYTES);
  private Optional<Deadline> deadline = Optional.empty();
  private ByteString next = ByteString.EMPTY;
  private boolean atEnd;
  private boolean cut;

  private Optional<Payloads> input = Optional.empty();
  private boolean seen;
  private boolean paymentRequested;

  private final PaymentsInFlight payments = new PaymentsInFlight();
  private final SentDecisions decisions = new SentDecisions();
  private final FailedTask failedTask = new FailedTask();
  private Optional<HistoryEvent> close = Optional.empty();

  /** Reads nothing yet. */
  public InvoiceHistory(DeadlineCalls calls, InvoiceRun run) {
    this.calls = calls;
    this.run = run;
    this.temporal = calls.connection().client().getWorkflowServiceStubs().blockingStub();
  }

  /**
   * Whether it could not be read as far as was needed: what was asked so far may have another
   * answer.
   */
  public boolean isCut() {
    return cut;
  }

  /**
   * The invoice as it was submitted.
   *
   * @return empty when the input was none, or could not be read; also when its id does not fit the
   *     workflow, whose worker refuses it then
   */
  public Optional<Invoice> submitted() throws InvoiceClientException {
    readUntil(input::isPresent);
    if (input.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
              InvoiceReader.read(
                  JsonDataConverter.json(JsonDataConverter.first(input.get())),
                  InvoiceSource.ANY_CLIENT))
          .filter(invoice -> InvoiceWorkflow.workflowId(invoice.id()).equals(run.workflowId()));
    } catch (InvalidInvoiceException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether any payment was ever requested, here or in a run that this one continues, or may have
   * been, because it could not be read or an operator has reset the workflow.
   */
  public boolean mayHaveRequestedPayment() throws InvoiceClientException {
    readUntil(() -> paymentRequested);
    return paymentRequested || cut;
  }

  /** The first decision that was sent. */
  public Optional<Decision> firstDecision() throws InvoiceClientException {
    readUntil(() -> decisions.first().isPresent());
    return decisions.first();
  }

  /**
   * The first decision that no worker has seen yet and that will count.
   *
   * @param counts whether an approval (true) or a rejection (false) with these details will count
   */
  public Optional<Decision> firstUnseenDecision(BiPredicate<Boolean, DecisionSignal> counts)
      throws InvoiceClientException {
    readUntil(() -> false);
    Optional<Decision> found = decisions.firstUnseen(counts);
    cut |= found.isEmpty() && decisions.isUnseenLeftOut();
    return found;
  }

  /** Whether it is certain that no worker has done anything about the run yet. */
  public boolean isUnseen() throws InvoiceClientException {
    readUntil(() -> seen);
    return atEnd && !seen;
  }

  /**
   * See {@link FailedTask#reason}; empty if none was reported. A worker that dies reports nothing.
   */
  public Optional<String> failedBecause() throws InvoiceClientException {
    readUntil(() -> false);
    return failedTask.reason().filter(reported -> atEnd);
  }

  /** The result of a completed run, as JSON text without quotes; empty for any other closed one. */
  public String result() throws InvoiceClientException {
    return close()
        .map(
            end ->
                JsonDataConverter.first(
                    end.getWorkflowExecutionCompletedEventAttributes().getResult()))
        .map(result -> JsonDataConverter.json(result).asText())
        .orElse("");
  }

  /** The reason of a failed run, which is blank for any other closed one; empty if it is unread. */
  public Optional<String> failure() throws InvoiceClientException {
    return close()
        .map(end -> end.getWorkflowExecutionFailedEventAttributes().getFailure().getMessage());
  }

  /**
   * The payments that were requested and of which no end is certain. Of a run that was ended from
   * outside, each of them may have been made.
   *
   * @return as {@link PaymentsInFlight#lines}; empty if the history could not be read to its end
   */
  public Optional<List<Integer>> paymentsInFlight() throws InvoiceClientException {
    readUntil(() -> false);
    return atEnd ? Optional.of(payments.lines()) : Optional.empty();
  }

  /** See {@link PaymentsInFlight#isResetUnasked}; as far as the history was read so far. */
  public boolean isResetUnasked() {
    return payments.isResetUnasked();
  }

  /** The event that closed a run. Of an open one, Temporal (1.32) would wait for it. */
  private Optional<HistoryEvent> close() throws InvoiceClientException {
    if (close.isEmpty() && !cut) {
      close =
          page(
              HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT,
              page -> page.getHistory().getEventsList().stream().findFirst());
    }
    return close;
  }

  private void readUntil(BooleanSupplier isKnown) throws InvoiceClientException {
    while (!isKnown.getAsBoolean() && !atEnd && !cut) {
      page(HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT, this::take);
    }
  }

  private Optional<ByteString> take(GetWorkflowExecutionHistoryResponse page) {
    page.getHistory().getEventsList().forEach(this::take);
    next = page.getNextPageToken();
    atEnd = next.isEmpty();
    return Optional.of(next);
  }

  private void take(HistoryEvent event) {
    payments.take(event);
    decisions.take(event);
    failedTask.take(event);
    switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED -> {
        var started = event.getWorkflowExecutionStartedEventAttributes();
        input = Optional.of(started.getInput());
        paymentRequested = !started.getContinuedExecutionRunId().isEmpty();
      }
      case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> seen = true;
      case EVENT_TYPE_WORKFLOW_TASK_FAILED -> paymentRequested |= PaymentsInFlight.isReset(event);
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
          take(event.getActivityTaskScheduledEventAttributes());
      default -> {}
    }
  }

  private void take(ActivityTaskScheduledEventAttributes request) {
    paymentRequested |=
        request.getActivityType().getName().equals(PaymentActivities.PROCESS_PAYMENT);
  }

  /**
   * Reads the next page.
   *
   * @return empty when it could not be read, or is too large and has to be read in parts
   */
  private <T> Optional<T> page(
      HistoryEventFilterType filter, Function<GetWorkflowExecutionHistoryResponse, Optional<T>> use)
      throws InvoiceClientException {
    Deadline until = deadline.orElseGet(() -> calls.forPages(READING_TIME));
    deadline = Optional.of(until);
    cut = budget.isSpent();
    if (cut) {
      return Optional.empty();
    }
    try {
      return calls.page(
          until,
          () -> temporal.getWorkflowExecutionHistory(request(filter)),
          page -> {
            budget.spend(page);
            return use.apply(page);
          });
    } catch (InvoiceClientException e) {
      cut = !budget.shrinksAfter(e);
      if (cut && !isUnreadable(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private GetWorkflowExecutionHistoryRequest request(HistoryEventFilterType filter) {
    return GetWorkflowExecutionHistoryRequest.newBuilder()
        .setNamespace(calls.connection().namespace())
        .setExecution(
            WorkflowExecution.newBuilder()
                .setWorkflowId(run.workflowId())
                .setRunId(run.runId().orElse("")))
        .setHistoryEventFilterType(filter)
        .setMaximumPageSize(budget.entries())
        .setNextPageToken(
            filter == HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT
                ? ByteString.EMPTY
                : next)
        .build();
  }

  /** Whether Temporal, which has just described the run, only cannot send its history. */
  private static boolean isUnreadable(InvoiceClientException failure) {
    return failure.reason() == Reason.UNREACHABLE;
  }
}
