package dev.invoices.workflow;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor.ContinueAsNewInput;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;

/** Changes how workflows continue as new. */
abstract class ChangedContinuation extends WorkerInterceptorBase {

  abstract ContinueAsNewInput changed(ContinueAsNewInput input);

  @Override
  public final WorkflowInboundCallsInterceptor interceptWorkflow(
      WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        next.init(
            new WorkflowOutboundCallsInterceptorBase(outbound) {
              @Override
              public void continueAsNew(ContinueAsNewInput input) {
                super.continueAsNew(changed(input));
              }
            });
      }
    };
  }
}
