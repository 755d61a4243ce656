package dev.invoices.workflow;

import io.temporal.client.ActivityCompletionClient;
import java.util.Optional;

/** A payment that an operator ends, while its attempt may go on: by the CLI or the Web UI. */
record PaymentByHand(
    ActivityCompletionClient operator, String workflowId, String runId, String activityId) {

  /** Reports it as made. */
  void complete(Object result) {
    operator.complete(workflowId, Optional.of(runId), activityId, result);
  }

  /** Reports it as failed. */
  void fail(Exception reason) {
    operator.completeExceptionally(workflowId, Optional.of(runId), activityId, reason);
  }

  /** Reports it as cancelled. */
  void cancelled() {
    operator.reportCancellation(workflowId, Optional.of(runId), activityId, "stopped");
  }
}
