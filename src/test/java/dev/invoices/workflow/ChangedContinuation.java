package dev.invoices.workflow;

import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor.ContinueAsNewInput;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;

/** Changes how workflows continue as new. */
abstract class ChangedContinuation extends ChangedOutbound {

  abstract ContinueAsNewInput changed(ContinueAsNewInput input);

  @Override
  final WorkflowOutboundCallsInterceptor changed(WorkflowOutboundCallsInterceptor outbound) {
    return new WorkflowOutboundCallsInterceptorBase(outbound) {
      @Override
      public void continueAsNew(ContinueAsNewInput input) {
        super.continueAsNew(changed(input));
      }
    };
  }
}
