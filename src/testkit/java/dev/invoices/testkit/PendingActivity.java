package dev.invoices.testkit;

import io.temporal.client.WorkflowStub;

/** What a workflow waits for. */
public final class PendingActivity {

  private PendingActivity() {}

  /** The id of its first activity that has not ended. */
  public static String idOf(WorkflowStub workflow) {
    return workflow.describe().getRawDescription().getPendingActivities(0).getActivityId();
  }
}
