package dev.invoices.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceView.Ending;
import dev.invoices.client.InvoiceView.InvoiceRun;
import dev.invoices.client.InvoiceView.Retry;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.invoice.Decision;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.text.SafeText;
import dev.invoices.workflow.InvoiceMemo;
import dev.invoices.workflow.InvoiceWorkflow;
import io.grpc.Status;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.RawValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks an invoice up: asks Temporal, then a worker, and falls back on Temporal's record when none
 * answers.
 */
final class InvoiceLookup {

  private static final int MAX_ERROR_LENGTH = 300;

  private final DeadlineCalls calls;
  private final WorkflowClient client;

  /**
   * Once no worker has answered, a second look in the same tool call does not wait for it again.
   */
  private boolean workerIsSilent;

  InvoiceLookup(DeadlineCalls calls) {
    this.calls = calls;
    this.client = calls.connection().client();
  }

  /**
   * The invoice as it is now.
   *
   * @return empty when there is none under this id
   * @throws NotAnInvoiceException when the workflow under this id is of another type
   */
  Optional<InvoiceView> look(String invoiceId) throws TemporalException, NotAnInvoiceException {
    String workflowId = InvoiceWorkflow.workflowId(invoiceId);
    WorkflowExecutionDescription description;
    try {
      description = calls.call(() -> client.newUntypedWorkflowStub(workflowId).describe());
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
    if (!description.getWorkflowType().equals(InvoiceWorkflow.TYPE)) {
      throw new NotAnInvoiceException(workflowId, description.getWorkflowType());
    }
    String runId = description.getExecution().getRunId();
    return Optional.of(view(new InvoiceRun(invoiceId, workflowId, runId), description));
  }

  /** Everything that happened in a run. */
  InvoiceHistory history(InvoiceRun run) throws TemporalException {
    return new InvoiceHistory(
        calls.call(() -> client.fetchHistory(run.workflowId(), run.runId()).getEvents()));
  }

  private InvoiceView view(InvoiceRun run, WorkflowExecutionDescription description)
      throws TemporalException {
    Optional<InvoiceSnapshot> memo = InvoiceMemo.read(memo(description));
    boolean open =
        description.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    WorkerAnswer answer =
        !workerIsSilent && isAnswerable(description) ? askWorker(run) : WorkerAnswer.NONE;
    Optional<InvoiceHistory> history =
        answer.source() == Source.WORKER && (open || isSettled(description))
            ? Optional.empty()
            : Optional.of(history(run));
    Optional<InvoiceSnapshot> details =
        answer.source() == Source.RECORD
            ? recorded(run, memo, history.orElseThrow())
            : answer.details();
    List<Retry> retries = open ? retries(description) : List.of();
    return new InvoiceView(
        run,
        open,
        status(answer, details, description, history),
        details.map(known -> withRetries(known, retries)),
        answer.source(),
        decision(answer, details, history),
        retries,
        open && isCancelRequested(description),
        open ? Optional.empty() : Optional.of(ending(description, history)));
  }

  /** A query of a terminated workflow fails (Temporal Java SDK 1.38), of a timed-out one too. */
  private static boolean isAnswerable(WorkflowExecutionDescription description) {
    return switch (description.getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_TERMINATED, WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> false;
      default -> true;
    };
  }

  private static boolean isSettled(WorkflowExecutionDescription description) {
    return description.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
  }

  private static boolean isCancelRequested(WorkflowExecutionDescription description) {
    return description.getRawDescription().getWorkflowExtendedInfo().getCancelRequested();
  }

  private WorkerAnswer askWorker(InvoiceRun run) throws TemporalException {
    WorkflowStub workflow = run.stub(client);
    try {
      InvoiceSnapshot details =
          calls.ask(() -> workflow.query(InvoiceWorkflow.GET_DETAILS, InvoiceSnapshot.class));
      return new WorkerAnswer(Source.WORKER, Optional.of(details), details.status().text());
    } catch (WorkflowQueryException | DataConverterException e) {
      return askOtherWorker(workflow);
    } catch (Exception e) {
      return noAnswer(e);
    }
  }

  /** A worker that does not know {@code get_details} may know the tutorial's query. */
  private WorkerAnswer askOtherWorker(WorkflowStub workflow) throws TemporalException {
    try {
      String status = calls.ask(() -> workflow.query(InvoiceWorkflow.GET_STATUS, String.class));
      return new WorkerAnswer(
          Source.OTHER_WORKER, Optional.empty(), SafeText.of(status, MAX_ERROR_LENGTH));
    } catch (WorkflowQueryException | DataConverterException e) {
      return WorkerAnswer.NONE;
    } catch (Exception e) {
      return noAnswer(e);
    }
  }

  private WorkerAnswer noAnswer(Exception failure) throws TemporalException {
    Status.Code status = TemporalException.statusOf(failure);
    boolean late = status == Status.Code.DEADLINE_EXCEEDED && calls.connection().isUp();
    boolean crowded = status == Status.Code.RESOURCE_EXHAUSTED;
    if (late || crowded || status == Status.Code.FAILED_PRECONDITION) {
      workerIsSilent = true;
      return WorkerAnswer.NONE;
    }
    throw TemporalException.of(failure, calls.connection());
  }

  /**
   * What the memo says, if it is kept up to date: ours is from the first task on, and one that was
   * read before that task is read again. A worker such as the tutorial's leaves it as it was
   * submitted, and what it said then may long be wrong.
   */
  private Optional<InvoiceSnapshot> recorded(
      InvoiceRun run, Optional<InvoiceSnapshot> memo, InvoiceHistory history)
      throws TemporalException {
    if (history.isUnseen() || memo.filter(InvoiceLookup::isKept).isPresent()) {
      return memo;
    }
    return InvoiceMemo.read(memo(calls.call(() -> run.stub(client).describe())))
        .filter(InvoiceLookup::isKept);
  }

  private static boolean isKept(InvoiceSnapshot memo) {
    return memo.status() != InvoiceStatus.PROCESSING;
  }

  private static String status(
      WorkerAnswer answer,
      Optional<InvoiceSnapshot> details,
      WorkflowExecutionDescription description,
      Optional<InvoiceHistory> history) {
    return switch (description.getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_TERMINATED -> "Terminated";
      case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> "Timed out";
      default ->
          answer.source() == Source.RECORD
              ? details
                  .map(known -> known.status().text())
                  .orElseGet(() -> recordedStatus(history.orElseThrow()))
              : answer.status();
    };
  }

  /** All that is certain about an invoice of another worker while that one is silent. */
  private static String recordedStatus(InvoiceHistory history) {
    if (history.isUnseen()) {
      return InvoiceStatus.PROCESSING.text();
    }
    return switch (history.result()) {
      case "COMPLETED" -> InvoiceStatus.COMPLETED.text();
      case "REJECTED" -> "Rejected";
      default -> "Unknown until a worker answers";
    };
  }

  private static Optional<Decision> decision(
      WorkerAnswer answer, Optional<InvoiceSnapshot> details, Optional<InvoiceHistory> history) {
    if (details.isEmpty()) {
      return history.flatMap(InvoiceHistory::firstDecision);
    }
    InvoiceSnapshot known = details.get();
    if (!known.status().awaitsDecision()) {
      return known.decision();
    }
    return answer.source() == Source.WORKER
        ? Optional.empty()
        : history.flatMap(InvoiceHistory::firstUnseenDecision);
  }

  private static List<Retry> retries(WorkflowExecutionDescription description) {
    return description.getRawDescription().getPendingActivitiesList().stream()
        .filter(PendingActivityInfo::hasLastFailure)
        .map(InvoiceLookup::retry)
        .toList();
  }

  /** A payment's heartbeat says which line it pays. */
  private static Retry retry(PendingActivityInfo payment) {
    int line =
        payment.getHeartbeatDetails().getPayloadsList().stream()
            .findFirst()
            .map(heartbeat -> JsonDataConverter.json(new RawValue(heartbeat)).asInt())
            .orElse(0);
    return new Retry(
        line,
        payment.getAttempt() - 1,
        SafeText.of(payment.getLastFailure().getMessage(), MAX_ERROR_LENGTH));
  }

  /** The workflow learns of attempts when they are over; until then only Temporal knows them. */
  private static InvoiceSnapshot withRetries(InvoiceSnapshot details, List<Retry> retries) {
    Map<Integer, Retry> byLine =
        retries.stream().collect(Collectors.toMap(Retry::line, retry -> retry, (a, b) -> a));
    return details.withLines(
        details.lines().stream().map(line -> withRetry(line, byLine.get(line.line()))).toList());
  }

  private static LineSnapshot withRetry(LineSnapshot line, Retry retry) {
    return retry != null && line.state() == LineState.PAYING
        ? line.retried(retry.failedAttempts(), retry.lastError())
        : line;
  }

  private static Ending ending(
      WorkflowExecutionDescription description, Optional<InvoiceHistory> history) {
    String how =
        switch (description.getStatus()) {
          case WORKFLOW_EXECUTION_STATUS_COMPLETED -> "it has ended";
          case WORKFLOW_EXECUTION_STATUS_FAILED ->
              "it has failed: "
                  + SafeText.of(
                      history.map(InvoiceHistory::failure).orElse(""), 2 * MAX_ERROR_LENGTH);
          case WORKFLOW_EXECUTION_STATUS_CANCELED -> "it was cancelled";
          case WORKFLOW_EXECUTION_STATUS_TERMINATED -> "it was terminated";
          default -> "its workflow timed out";
        };
    return new Ending(how, isSettled(description), description.getCloseTime());
  }

  private static Map<String, JsonNode> memo(WorkflowExecutionDescription description) {
    Map<String, JsonNode> memo = new HashMap<>();
    Map<String, Payload> fields = description.getWorkflowExecutionInfo().getMemo().getFieldsMap();
    fields.forEach((key, payload) -> memo.put(key, JsonDataConverter.json(new RawValue(payload))));
    return memo;
  }

  /** What a worker said; the status is empty when none answered. */
  private record WorkerAnswer(Source source, Optional<InvoiceSnapshot> details, String status) {
    static final WorkerAnswer NONE = new WorkerAnswer(Source.RECORD, Optional.empty(), "");
  }
}
