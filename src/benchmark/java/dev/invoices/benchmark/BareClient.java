package dev.invoices.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the tools do, in the fewest calls of the Temporal SDK: the floor of every answer. */
final class BareClient implements AutoCloseable {

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  BareClient(String address) {
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    client = WorkflowClient.newInstance(stubs);
  }

  /** Submits an invoice: one start. */
  void submit(JsonNode invoice) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(InvoiceWorkflow.workflowId(invoice.get("id").asText()))
            .setTaskQueue(InvoiceWorkflow.TASK_QUEUE)
            .build();
    client.newUntypedWorkflowStub(InvoiceWorkflow.TYPE, options).start(invoice);
  }

  /** Queries an invoice. */
  Map<?, ?> query(String invoiceId) {
    return workflow(invoiceId).query(InvoiceWorkflow.GET_DETAILS, Map.class);
  }

  /** Looks at an invoice: one describe and one query. */
  Map<?, ?> look(String invoiceId) {
    WorkflowStub workflow = workflow(invoiceId);
    workflow.describe();
    return workflow.query(InvoiceWorkflow.GET_DETAILS, Map.class);
  }

  /** Decides about an invoice: looks, signals, looks. */
  void decide(String invoiceId, boolean approve) {
    look(invoiceId);
    signal(invoiceId, approve);
    look(invoiceId);
  }

  /** Decides without looking. */
  void signal(String invoiceId, boolean approve) {
    workflow(invoiceId).signal(approve ? InvoiceWorkflow.APPROVE : InvoiceWorkflow.REJECT);
  }

  /** Waits until an invoice has ended. */
  void awaitEnd(String invoiceId) throws Exception {
    workflow(invoiceId).getResult(10, TimeUnit.MINUTES, String.class);
  }

  WorkflowClient client() {
    return client;
  }

  private WorkflowStub workflow(String invoiceId) {
    return client.newUntypedWorkflowStub(InvoiceWorkflow.workflowId(invoiceId));
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    stubs.awaitTermination(5, TimeUnit.SECONDS);
  }
}
