package dev.invoices.workflow;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.ContinueAsNewOptions;

/** Lets workflows that continue as new wait for another worker before the new run's first task. */
final class ParkedRuns extends WorkerInterceptorBase {

  static final String TASK_QUEUE = "parked";

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        next.init(
            new WorkflowOutboundCallsInterceptorBase(outbound) {
              @Override
              public void continueAsNew(ContinueAsNewInput input) {
                ContinueAsNewOptions options =
                    ContinueAsNewOptions.newBuilder(input.getOptions())
                        .setTaskQueue(TASK_QUEUE)
                        .build();
                super.continueAsNew(
                    new ContinueAsNewInput(
                        input.getWorkflowType(), options, input.getArgs(), input.getHeader()));
              }
            });
      }
    };
  }
}
