package dev.invoices.workflow;

import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Workflow;
import java.lang.reflect.Type;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * Lets runs see themselves as made by a reset, as {@link RunWatch} does: the in-memory server
 * (temporal-testing 1.38) resets none.
 */
final class ResetRun extends ChangedOutbound {

  private final BooleanSupplier isReset;

  /**
   * @param isReset asked in each step of a workflow
   */
  ResetRun(BooleanSupplier isReset) {
    this.isReset = isReset;
  }

  /** The runs that continue another one, to their first task. */
  static ResetRun ofContinuedRuns() {
    return new ResetRun(() -> Workflow.getInfo().getContinuedExecutionRunId().isPresent());
  }

  @Override
  WorkflowOutboundCallsInterceptor changed(WorkflowOutboundCallsInterceptor outbound) {
    return new WorkflowOutboundCallsInterceptorBase(outbound) {
      @Override
      public <R> R mutableSideEffect(
          String id,
          Class<R> resultClass,
          Type resultType,
          BiPredicate<R, R> updated,
          Func<R> function) {
        return super.mutableSideEffect(
            id,
            resultClass,
            resultType,
            updated,
            isReset.getAsBoolean() ? () -> resultClass.cast("a reset") : function);
      }
    };
  }
}
