package dev.invoices.workflow.activity;

import io.temporal.activity.ActivityInfo;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What Temporal says of an activity's caller. */
final class FakeCaller {

  static final String NAMESPACE = "test";

  static final String RUN_ID = "run-2";

  /** By Temporal's clock. */
  static final Instant SCHEDULED_AT = Instant.parse("2026-01-31T12:00:00Z");

  private FakeCaller() {}

  /** The workflow of an invoice. */
  static ActivityInfo workflowOf(String invoiceId) {
    return workflow(PaymentActivities.WORKFLOW_TYPE, "invoice-" + invoiceId);
  }

  static ActivityInfo workflow(String type, String id) {
    return activity(type, id, false);
  }

  /** A local activity of the workflow of an invoice. */
  static ActivityInfo local() {
    return activity(PaymentActivities.WORKFLOW_TYPE, "invoice-D-1", true);
  }

  private static ActivityInfo activity(String type, String id, boolean local) {
    Map<String, Object> values = new HashMap<>();
    values.put("isLocal", local);
    values.put("getWorkflowRunId", RUN_ID);
    values.put("getWorkflowType", type);
    values.put("getWorkflowId", id);
    values.put("isInWorkflow", id != null);
    values.put("getNamespace", NAMESPACE);
    values.put("getScheduledTimestamp", SCHEDULED_AT.toEpochMilli());
    values.put("getActivityType", "process_payment");
    values.put("getActivityId", "an\nactivity");
    return (ActivityInfo)
        Proxy.newProxyInstance(
            FakeCaller.class.getClassLoader(),
            new Class<?>[] {ActivityInfo.class},
            (proxy, method, arguments) -> values.get(method.getName()));
  }

  /** An activity that was started without a workflow. */
  static ActivityInfo noWorkflow() {
    return workflow(null, null);
  }
}
