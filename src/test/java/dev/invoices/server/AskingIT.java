package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.EveryTool;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which invoice an id means, and what a Temporal without a list of workflows leaves of a list. */
@Timeout(60)
@ComparesResults
class AskingIT {

  private static InvoiceStack stack;
  private static McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of());
    tools = stack.connect("claude-ai");
    stack.warmUp(tools);
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  @Test
  void idOfTheWorkflow_findsItsInvoice() throws Exception {
    tools.submit(EveryTool.invoice("BY-WORKFLOW-1"));
    tools.submit(EveryTool.invoice("BY-WORKFLOW-2"));

    assertThat(tools.status("invoice-BY-WORKFLOW-1").content().get("invoice_id").asText())
        .isEqualTo("BY-WORKFLOW-1");
    assertThat(tools.approve("invoice-BY-WORKFLOW-1").code()).isEqualTo("APPROVED");
    assertThat(tools.reject("invoice-BY-WORKFLOW-2").code()).isEqualTo("REJECTED");
  }

  @Test
  void idOfTheWorkflow_findsAnIdOfTheGreatestLengthAndOneOfAnotherScript() throws Exception {
    for (String id : List.of("L".repeat(Invoice.MAX_ID_LENGTH), "ФА-1")) {
      tools.submit(EveryTool.invoice(id));

      assertThat(tools.status("invoice-" + id).content().path("invoice_id").asText()).isEqualTo(id);
      assertThat(tools.approve("invoice-" + id).code()).isEqualTo("APPROVED");
    }
    assertThat(tools.status("invoice-" + "L".repeat(Invoice.MAX_ID_LENGTH + 1)).text())
        .contains("invoice_id must have at most 100 characters but has 101");
  }

  @Test
  void oldIdThatBeginsAsWorkflowIdsDo_isFoundByItsWorkflowId() throws Exception {
    stack
        .client()
        .newUntypedWorkflowStub(
            InvoiceWorkflow.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId("invoice-invoice-OLD")
                .setTaskQueue(InvoiceWorkflow.TASK_QUEUE)
                .build())
        .start(InvoiceSamples.node(InvoiceSamples.with("id", "\"invoice-OLD\"")));

    tools.awaitStatus("invoice-invoice-OLD", "Invalid invoice - nothing was paid");
  }

  @Test
  void statusWithoutAnId_whereTemporalCannotList_saysSo() throws Exception {
    for (String arguments : List.of("{}", "{\"invoice_id\": null}")) {
      ToolReply reply = tools.call("get_invoice_status", arguments);

      assertThat(reply.isError()).isTrue();
      assertThat(reply.code()).isEqualTo("CANNOT_LIST");
      assertGolden("cannot-list", reply);
    }
  }
}
