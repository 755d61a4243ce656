package dev.invoices.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceView.How;
import dev.invoices.client.InvoiceView.Retry;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.text.SafeText;
import dev.invoices.workflow.display.InvoiceMemo;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.common.converter.RawValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Temporal itself says about a run, whether or not any worker is there. */
final class RecordedInvoice {

  private static final int MAX_ERROR_LENGTH = 300;

  private final InvoiceRun run;
  private final WorkflowExecutionDescription description;
  private final Optional<InvoiceSnapshot> memo;

  RecordedInvoice(InvoiceRun run, WorkflowExecutionDescription description) {
    this.run = run;
    this.description = description;
    this.memo = InvoiceMemo.read(memoOf(description));
  }

  InvoiceRun run() {
    return run;
  }

  /** A paused workflow is open: it continues when the operator resumes it. */
  boolean isOpen() {
    return switch (description.getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_RUNNING, WORKFLOW_EXECUTION_STATUS_PAUSED -> true;
      default -> false;
    };
  }

  /** The memo, whether or not a worker keeps it; empty when it does not describe an invoice. */
  Optional<InvoiceSnapshot> memo() {
    return memo;
  }

  /**
   * The memo, if a worker keeps it up to date: ours does from its first task on. A worker such as
   * the tutorial's leaves it as it was submitted, and what it said then may long be wrong.
   */
  Optional<InvoiceSnapshot> keptMemo() {
    return memo.filter(known -> known.status() != InvoiceStatus.PROCESSING);
  }

  /**
   * Whether a query can be answered. Of a terminated workflow it fails (Temporal Java SDK 1.38), of
   * a timed-out one too; a paused one refuses it.
   */
  boolean isAnswerable() {
    return statusOfTemporal().isEmpty();
  }

  /** The statuses that only Temporal knows; empty for those that the workflow itself reports. */
  Optional<InvoiceStatus> statusOfTemporal() {
    return switch (description.getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_TERMINATED -> Optional.of(InvoiceStatus.TERMINATED);
      case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> Optional.of(InvoiceStatus.TIMED_OUT);
      case WORKFLOW_EXECUTION_STATUS_PAUSED -> Optional.of(InvoiceStatus.PAUSED);
      default -> Optional.empty();
    };
  }

  boolean isCancelRequested() {
    return isOpen()
        && description.getRawDescription().getWorkflowExtendedInfo().getCancelRequested();
  }

  /** How the closed run ended. */
  How how() {
    return switch (description.getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_COMPLETED -> How.COMPLETED;
      case WORKFLOW_EXECUTION_STATUS_FAILED -> How.FAILED;
      case WORKFLOW_EXECUTION_STATUS_CANCELED -> How.CANCELLED;
      case WORKFLOW_EXECUTION_STATUS_TERMINATED -> How.TERMINATED;
      default -> How.TIMED_OUT;
    };
  }

  /** When the run closed; null while it is open. */
  Instant closedAt() {
    return description.getCloseTime();
  }

  /** The payments of an open run that failed and will be tried again. */
  List<Retry> retries() {
    return isOpen()
        ? description.getRawDescription().getPendingActivitiesList().stream()
            .filter(PendingActivityInfo::hasLastFailure)
            .map(RecordedInvoice::retry)
            .toList()
        : List.of();
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

  private static Map<String, JsonNode> memoOf(WorkflowExecutionDescription description) {
    return description.getWorkflowExecutionInfo().getMemo().getFieldsMap().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                field -> JsonDataConverter.json(new RawValue(field.getValue()))));
  }
}
