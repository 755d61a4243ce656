package dev.invoices.workflow;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * A workflow of somebody else's worker, which continues as that of an invoice. It has the same type
 * because the in-memory server keeps the type of the first run (temporal-testing 1.38).
 */
@WorkflowInterface
public interface StrangersWorkflow {

  String TASK_QUEUE = "strangers";

  /** Hands on what it was started with. */
  @WorkflowMethod(name = InvoiceWorkflow.TYPE)
  void run(RawValue invoice, RawValue state);

  /** As anybody may write one. */
  final class Implementation implements StrangersWorkflow {

    @Override
    public void run(RawValue invoice, RawValue state) {
      Workflow.continueAsNew(
          ContinueAsNewOptions.newBuilder().setTaskQueue(InvoiceWorkflow.TASK_QUEUE).build(),
          invoice,
          state);
    }
  }
}
