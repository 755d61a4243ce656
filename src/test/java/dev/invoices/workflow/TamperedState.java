package dev.invoices.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.json.ExactJson;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import java.util.function.Consumer;

/** Changes what a run hands on to the next, and keeps its seal. */
final class TamperedState extends WorkerInterceptorBase {

  private final Consumer<ObjectNode> change;

  TamperedState(Consumer<ObjectNode> change) {
    this.change = change;
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        next.init(
            new WorkflowOutboundCallsInterceptorBase(outbound) {
              @Override
              public void continueAsNew(ContinueAsNewInput input) {
                super.continueAsNew(
                    new ContinueAsNewInput(
                        input.getWorkflowType(),
                        input.getOptions(),
                        changed(input.getArgs()),
                        input.getHeader()));
              }
            });
      }
    };
  }

  private Object[] changed(Object[] handedOn) {
    ObjectNode state = ExactJson.mapper().valueToTree(handedOn[1]);
    change.accept(state);
    return new Object[] {handedOn[0], state};
  }
}
