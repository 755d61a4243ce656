package dev.invoices.workflow;

import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Functions.Func;
import java.lang.reflect.Type;

/** A stranger's worker, which records of every seal that it is right. */
final class BelievingWorker extends ChangedOutbound {

  @Override
  WorkflowOutboundCallsInterceptor changed(WorkflowOutboundCallsInterceptor outbound) {
    return new WorkflowOutboundCallsInterceptorBase(outbound) {
      @Override
      public <R> R sideEffect(Class<R> resultClass, Type resultType, Func<R> function) {
        return super.sideEffect(
            resultClass,
            resultType,
            resultClass == Boolean.class ? () -> resultClass.cast(true) : function);
      }
    };
  }
}
