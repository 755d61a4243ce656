package dev.invoices.client.record;

import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import java.util.Optional;

/**
 * One run of an invoice's workflow.
 *
 * @param invoiceId the invoice
 * @param workflowId its workflow, {@code invoice-<id>}
 * @param runId Temporal's own id of the run; empty for the latest one, whichever that is
 */
public record InvoiceRun(String invoiceId, String workflowId, Optional<String> runId) {

  /**
   * The id of the invoice that a person asks about: they may give that of its workflow. An id does
   * not begin as the workflow ids do; an old one that does is found by its workflow's id.
   */
  public static String invoiceId(String asked) {
    return InvoiceWorkflow.invoiceId(asked).filter(id -> !id.isEmpty()).orElse(asked);
  }

  /** The latest run of an invoice's workflow. */
  public static InvoiceRun latest(String invoiceId) {
    return new InvoiceRun(invoiceId, InvoiceWorkflow.workflowId(invoiceId), Optional.empty());
  }

  /** A certain run of an invoice's workflow. */
  public static InvoiceRun of(String invoiceId, String runId) {
    return new InvoiceRun(invoiceId, InvoiceWorkflow.workflowId(invoiceId), Optional.of(runId));
  }

  /** Talks to exactly this run, never to a later one under the same id. */
  public WorkflowStub stub(WorkflowClient client) {
    WorkflowTargetOptions.Builder target =
        WorkflowTargetOptions.newBuilder().setWorkflowId(workflowId);
    runId.ifPresent(target::setRunId);
    return client.newUntypedWorkflowStub(target.build());
  }
}
