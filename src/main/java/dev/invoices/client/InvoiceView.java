package dev.invoices.client;

import dev.invoices.invoice.Decision;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An invoice as it can be seen from outside at one moment.
 *
 * @param run the workflow run that was looked at
 * @param open whether its workflow is running
 * @param status the status text
 * @param details from the worker, or from the memo when no worker answers; empty when the workflow
 *     is run by a worker that keeps neither
 * @param source where the status comes from
 * @param decision what was decided on the question that is (or was last) open; may not have been
 *     seen by any worker yet
 * @param retries the payments that are being tried again
 * @param cancelRequested whether somebody has asked an open workflow to stop
 * @param ending how a closed workflow ended; empty when open
 */
public record InvoiceView(
    InvoiceRun run,
    boolean open,
    String status,
    Optional<InvoiceSnapshot> details,
    Source source,
    Optional<Decision> decision,
    List<Retry> retries,
    boolean cancelRequested,
    Optional<Ending> ending) {

  /** Who told us. */
  public enum Source {
    /** Our worker. */
    WORKER,
    /** A worker that answers {@code get_status} only, such as the tutorial's. */
    OTHER_WORKER,
    /** Temporal's record; no worker answers. */
    RECORD
  }

  /** One run of an invoice's workflow. */
  public record InvoiceRun(String invoiceId, String workflowId, String runId) {

    /** For talking to exactly this run, never to a later one under the same id. */
    WorkflowStub stub(WorkflowClient client) {
      return client.newUntypedWorkflowStub(
          WorkflowTargetOptions.newBuilder().setWorkflowId(workflowId).setRunId(runId).build());
    }
  }

  /**
   * A payment that failed and will be tried again.
   *
   * @param line the number of the line; 0 when it is not known
   * @param failedAttempts how often it has failed so far
   * @param lastError why the last attempt failed
   */
  public record Retry(int line, int failedAttempts, String lastError) {}

  /**
   * How a workflow ended.
   *
   * @param how as one clause
   * @param settled whether it came to a result of its own, rather than being stopped or failing
   * @param at when it closed
   */
  public record Ending(String how, boolean settled, Instant at) {}

  /** Whether an approval or rejection sent now would count. */
  public boolean awaitsDecision() {
    return open
        && InvoiceStatus.ofText(status).map(InvoiceStatus::awaitsDecision).orElse(true)
        && decision.isEmpty();
  }
}
