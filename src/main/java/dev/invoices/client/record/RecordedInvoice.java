package dev.invoices.client.record;

import dev.invoices.client.record.Ending.How;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.text.SafeText;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.activity.PaymentActivities;
import dev.invoices.workflow.display.InvoiceMemo;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.converter.RawValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Temporal itself says about a run, whether or not any worker is there. */
public final class RecordedInvoice {

  private static final int MAX_ERROR_LENGTH = 300;

  private final InvoiceRun run;
  private final WorkflowExecutionDescription description;
  private final Optional<InvoiceSnapshot> memo;
  private final ResumeCommands commands;

  private RecordedInvoice(
      InvoiceRun run, WorkflowExecutionDescription description, ResumeCommands commands) {
    this.run = run;
    this.description = description;
    this.memo = memo(description.getWorkflowExecutionInfo().getMemo());
    this.commands = commands;
  }

  /**
   * What Temporal says about the latest run of an invoice.
   *
   * @return empty when there is none under this id
   * @throws InvoiceClientException also when the workflow under this id is of another type
   */
  public static Optional<RecordedInvoice> latest(String invoiceId, DeadlineCalls calls)
      throws InvoiceClientException {
    WorkflowExecutionDescription description;
    try {
      description = describe(InvoiceRun.latest(invoiceId), calls);
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
    if (!description.getWorkflowType().equals(InvoiceWorkflow.TYPE)) {
      throw InvoiceClientException.notAnInvoice(description.getWorkflowType(), calls.connection());
    }
    String runId = description.getExecution().getRunId();
    return Optional.of(
        new RecordedInvoice(
            InvoiceRun.of(invoiceId, runId), description, new ResumeCommands(calls.connection())));
  }

  /** What Temporal says about the same run now. */
  public RecordedInvoice readAgain(DeadlineCalls calls) throws InvoiceClientException {
    return new RecordedInvoice(run, describe(run, calls), commands);
  }

  private static WorkflowExecutionDescription describe(InvoiceRun run, DeadlineCalls calls)
      throws InvoiceClientException {
    return calls.call(() -> run.stub(calls.connection().client()).describe());
  }

  /** The invoice that a memo describes; empty when it does not describe one. */
  static Optional<InvoiceSnapshot> memo(Memo memo) {
    return InvoiceMemo.read(
        memo.getFieldsMap().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    field -> JsonDataConverter.json(new RawValue(field.getValue())))));
  }

  public InvoiceRun run() {
    return run;
  }

  /** The task queue whose workers run it; a run never changes it. */
  public String taskQueue() {
    return description.getRawDescription().getExecutionConfig().getTaskQueue().getName();
  }

  /** When the run was started. */
  public Instant startedAt() {
    return description.getStartTime();
  }

  /**
   * Whether it is the run with which the invoice was submitted. One that an operator's reset has
   * made is not: what the runs before it have paid is not in its memo.
   */
  public boolean isFirstRun() {
    String first = description.getWorkflowExecutionInfo().getFirstRunId();
    return first.isEmpty() || first.equals(description.getExecution().getRunId());
  }

  /** A paused workflow is open: it continues when the operator resumes it. */
  public boolean isOpen() {
    return switch (description.getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_RUNNING, WORKFLOW_EXECUTION_STATUS_PAUSED -> true;
      default -> false;
    };
  }

  /** The memo, whether or not a worker keeps it; empty when it does not describe an invoice. */
  public Optional<InvoiceSnapshot> memo() {
    return memo;
  }

  /**
   * The memo, if a worker keeps it up to date: ours does from its first task on. A worker such as
   * the tutorial's leaves it as it was submitted, and what it said then may long be wrong.
   */
  public Optional<InvoiceSnapshot> keptMemo() {
    return memo.filter(known -> known.status() != InvoiceStatus.PROCESSING);
  }

  /**
   * Whether a query can be answered. Of a terminated workflow it fails (Temporal Java SDK 1.38), of
   * a timed-out one too; a paused one refuses it.
   */
  public boolean isAnswerable() {
    return statusOfTemporal().isEmpty();
  }

  /** The statuses that only Temporal knows; empty for those that the workflow itself reports. */
  public Optional<InvoiceStatus> statusOfTemporal() {
    return switch (description.getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_TERMINATED -> Optional.of(InvoiceStatus.TERMINATED);
      case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> Optional.of(InvoiceStatus.TIMED_OUT);
      case WORKFLOW_EXECUTION_STATUS_PAUSED -> Optional.of(InvoiceStatus.PAUSED);
      default -> Optional.empty();
    };
  }

  public boolean isCancelRequested() {
    return isOpen()
        && description.getRawDescription().getWorkflowExtendedInfo().getCancelRequested();
  }

  /** How the closed run ended. */
  public How how() {
    return switch (description.getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_COMPLETED -> How.COMPLETED;
      case WORKFLOW_EXECUTION_STATUS_FAILED -> How.FAILED;
      case WORKFLOW_EXECUTION_STATUS_CANCELED -> How.CANCELLED;
      case WORKFLOW_EXECUTION_STATUS_TERMINATED -> How.TERMINATED;
      default -> How.TIMED_OUT;
    };
  }

  /**
   * How often processing the run has failed or timed out since it last succeeded. The history tells
   * which of the two.
   */
  public int failedAttempts() {
    return Math.max(0, description.getRawDescription().getPendingWorkflowTask().getAttempt() - 1);
  }

  /** When the run closed; null while it is open. */
  public Instant closedAt() {
    return description.getCloseTime();
  }

  /** What an operator enters to resume the run; empty unless it is paused. */
  public Optional<ResumeCommand> resumeCommand() {
    return statusOfTemporal()
        .filter(status -> status == InvoiceStatus.PAUSED)
        .map(paused -> commands.workflow(run.workflowId()));
  }

  /** The payments and questions of an open run that failed and are tried again, or are paused. */
  public List<PendingPayment> pendingPayments() {
    return isOpen()
        ? description.getRawDescription().getPendingActivitiesList().stream()
            .filter(payment -> payment.hasLastFailure() || payment.getPaused())
            .map(this::pendingPayment)
            .toList()
        : List.of();
  }

  private PendingPayment pendingPayment(PendingActivityInfo payment) {
    return new PendingPayment(
        payment.getActivityType().getName().equals(PaymentActivities.FIND_PAYMENTS),
        line(payment),
        payment.hasLastFailure() ? payment.getAttempt() - 1 : 0,
        SafeText.of(payment.getLastFailure().getMessage(), MAX_ERROR_LENGTH),
        PaymentActivities.PAYMENT_UNCERTAIN.equals(
            payment.getLastFailure().getApplicationFailureInfo().getType()),
        Optional.of(payment)
            .filter(PendingActivityInfo::getPaused)
            .map(paused -> commands.payment(run.workflowId(), paused.getActivityId())));
  }

  /** A payment's heartbeat says which line it pays. */
  private static int line(PendingActivityInfo payment) {
    return payment.getHeartbeatDetails().getPayloadsList().stream()
        .findFirst()
        .map(heartbeat -> JsonDataConverter.json(new RawValue(heartbeat)).asInt())
        .orElse(0);
  }
}
