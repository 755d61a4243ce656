package dev.invoices.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.json.ExactJson;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor.ContinueAsNewInput;
import java.util.function.Consumer;

/** Changes what a run hands on to the next, and keeps its seal. */
final class TamperedState extends ChangedContinuation {

  private final Consumer<ObjectNode> change;

  TamperedState(Consumer<ObjectNode> change) {
    this.change = change;
  }

  @Override
  ContinueAsNewInput changed(ContinueAsNewInput input) {
    Object[] handedOn = input.getArgs();
    ObjectNode state = ExactJson.mapper().valueToTree(handedOn[1]);
    change.accept(state);
    return new ContinueAsNewInput(
        input.getWorkflowType(),
        input.getOptions(),
        new Object[] {handedOn[0], state},
        input.getHeader());
  }
}
