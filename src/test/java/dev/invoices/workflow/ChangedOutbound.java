package dev.invoices.workflow;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;

/** Changes what workflows ask of their worker. */
abstract class ChangedOutbound extends WorkerInterceptorBase {

  /**
   * @param outbound what they ask, as it is
   */
  abstract WorkflowOutboundCallsInterceptor changed(WorkflowOutboundCallsInterceptor outbound);

  @Override
  public final WorkflowInboundCallsInterceptor interceptWorkflow(
      WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        next.init(changed(outbound));
      }
    };
  }
}
