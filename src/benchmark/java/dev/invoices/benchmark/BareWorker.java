package dev.invoices.benchmark;

import dev.invoices.temporal.TemporalConnection;
import io.temporal.worker.WorkerFactory;

/** Runs {@link BareWorkflow}, with the options of the product's worker. */
public final class BareWorker {

  private BareWorker() {}

  /** Starts it; it says that it is ready as the product's worker does. */
  public static void main(String[] args) throws Exception {
    TemporalConnection connection = TemporalConnection.fromEnvironment();
    WorkerFactory factory = WorkerFactory.newInstance(connection.client());
    var worker = factory.newWorker(BareWorkflow.TASK_QUEUE);
    worker.registerWorkflowImplementationTypes(BareWorkflow.Impl.class);
    worker.registerActivitiesImplementations(new BareWorkflow.WorkDone());
    factory.start();
    System.out.println("Worker started. Listening for invoice workflows...");
  }
}
