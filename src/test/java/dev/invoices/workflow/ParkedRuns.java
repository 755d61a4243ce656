package dev.invoices.workflow;

import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor.ContinueAsNewInput;
import io.temporal.workflow.ContinueAsNewOptions;

/** Lets workflows that continue as new wait for another worker before the new run's first task. */
final class ParkedRuns extends ChangedContinuation {

  static final String TASK_QUEUE = "parked";

  @Override
  ContinueAsNewInput changed(ContinueAsNewInput input) {
    ContinueAsNewOptions options =
        ContinueAsNewOptions.newBuilder(input.getOptions()).setTaskQueue(TASK_QUEUE).build();
    return new ContinueAsNewInput(
        input.getWorkflowType(), options, input.getArgs(), input.getHeader());
  }
}
