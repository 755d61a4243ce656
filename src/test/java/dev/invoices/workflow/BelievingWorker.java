package dev.invoices.workflow;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Functions.Func;
import java.lang.reflect.Type;

/** A stranger's worker, which records of every seal that it is right. */
final class BelievingWorker extends WorkerInterceptorBase {

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        next.init(
            new WorkflowOutboundCallsInterceptorBase(outbound) {
              @Override
              public <R> R sideEffect(Class<R> resultClass, Type resultType, Func<R> function) {
                return super.sideEffect(
                    resultClass,
                    resultType,
                    resultClass == Boolean.class ? () -> resultClass.cast(true) : function);
              }
            });
      }
    };
  }
}
