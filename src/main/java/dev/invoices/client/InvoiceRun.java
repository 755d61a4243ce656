package dev.invoices.client;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;

/**
 * One run of an invoice's workflow.
 *
 * @param invoiceId the invoice
 * @param workflowId its workflow, {@code invoice-<id>}
 * @param runId Temporal's own id of the run
 */
public record InvoiceRun(String invoiceId, String workflowId, String runId) {

  /** Talks to exactly this run, never to a later one under the same id. */
  WorkflowStub stub(WorkflowClient client) {
    return client.newUntypedWorkflowStub(
        WorkflowTargetOptions.newBuilder().setWorkflowId(workflowId).setRunId(runId).build());
  }
}
