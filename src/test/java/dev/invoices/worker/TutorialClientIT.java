package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.InvoiceStack;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The tutorial's client in front of our packaged worker: a bare invoice as plain JSON, signals
 * without an argument, and a status that is a bare text.
 */
@Timeout(60)
class TutorialClientIT {

  private static InvoiceStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  @Test
  void approvedInvoice_isPaidLineByLine() throws Exception {
    // given an invoice that the tutorial's server started
    WorkflowStub workflow = start("INV-1");
    awaitStatus(workflow, "Awaiting approval");

    // when it is approved in the tutorial's way
    workflow.signal("approve_invoice");

    // then every line is paid
    assertThat(workflow.getResult(String.class)).isEqualTo("COMPLETED");
    assertThat(workflow.query("get_status", String.class)).isEqualTo("Completed");
    assertThat(stack.requestedPayments("INV-1"))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"item\":\"Design\"", "\"amount\":2000.00"),
            second -> assertThat(second).contains("\"item\":\"Hosting\"", "\"amount\":100.10"));
  }

  @Test
  void rejectedInvoice_isNotPaid() throws Exception {
    WorkflowStub workflow = start("INV-2");
    awaitStatus(workflow, "Awaiting approval");

    workflow.signal("reject_invoice");

    assertThat(workflow.getResult(String.class)).isEqualTo("REJECTED");
    assertThat(workflow.query("get_status", String.class)).isEqualTo("Rejected by approver");
    assertThat(stack.requestedPayments("INV-2")).isEmpty();
  }

  /** As {@code client.start_workflow(InvoiceWorkflow.run, invoice_data, ..)} does in Python. */
  private static WorkflowStub start(String id) {
    WorkflowStub workflow =
        WorkflowClient.newInstance(stack.temporal().stubs())
            .newUntypedWorkflowStub(
                "InvoiceWorkflow",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("invoice-" + id)
                    .setTaskQueue("invoice-task-queue")
                    .build());
    workflow.start(
        Map.of(
            "id",
            id,
            "lines",
            List.of(
                Map.of("item", "Design", "amount", 2000.0, "description", "May"),
                Map.of("item", "Hosting", "amount", 100.1, "description", ""))));
    return workflow;
  }

  private static void awaitStatus(WorkflowStub workflow, String wanted) throws Exception {
    Eventually.see(wanted, () -> workflow.query("get_status", String.class), wanted::equals);
  }
}
