package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tutorial's client, which starts a bare invoice and decides by a signal without an argument;
 * and a signal with a name alone. They decide whoever may decide through our server.
 */
@Tag("patient")
@Timeout(90)
class BareSignalIT {

  private static InvoiceStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of());
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "ask", "person"})
  void bareSignal_decidesUnderEachSetting(String policy) throws Exception {
    try (McpTools tools = connect(policy)) {
      WorkflowStub paid = start("PAID-" + policy);
      WorkflowStub unpaid = start("UNPAID-" + policy);
      tools.awaitStatus("PAID-" + policy, "Awaiting approval");
      tools.awaitStatus("UNPAID-" + policy, "Awaiting approval");

      paid.signal("approve_invoice");
      unpaid.signal("reject_invoice");

      ToolReply approved = tools.awaitStatus("PAID-" + policy, "Completed");
      assertThat(approved.content().at("/decision/how").asText()).isEqualTo("signal");
      tools.awaitStatus("UNPAID-" + policy, "Rejected by approver");
      assertThat(paid.getResult(String.class)).isEqualTo("COMPLETED");
      assertThat(unpaid.getResult(String.class)).isEqualTo("REJECTED");
      assertThat(stack.requestedPayments("PAID-" + policy)).hasSize(1);
      assertThat(stack.requestedPayments("UNPAID-" + policy)).isEmpty();
    }
  }

  /** As the Web UI sends what a person types there between quotes. */
  @Test
  void nameAlone_isWhoDecided() throws Exception {
    try (McpTools tools = connect("person")) {
      WorkflowStub paid = start("PAID-BY-ANNA");
      WorkflowStub unpaid = start("UNPAID-BY-ANNA");
      tools.awaitStatus("PAID-BY-ANNA", "Awaiting approval");
      tools.awaitStatus("UNPAID-BY-ANNA", "Awaiting approval");

      paid.signal("approve_invoice", "anna");
      unpaid.signal("reject_invoice", "anna");

      assertThat(tools.awaitStatus("PAID-BY-ANNA", "Completed").text())
          .containsPattern("Decision: approved by a signal at .* by \"anna\"");
      assertThat(tools.awaitStatus("UNPAID-BY-ANNA", "Rejected by approver").text())
          .containsPattern("Decision: rejected by a signal at .* by \"anna\"");
      assertThat(stack.requestedPayments("PAID-BY-ANNA")).hasSize(1);
      assertThat(stack.requestedPayments("UNPAID-BY-ANNA")).isEmpty();
    }
  }

  private static McpTools connect(String policy) throws IOException {
    return McpTools.start(
        process -> {
          stack.temporal().serve(process);
          process.environment().put("INVOICE_DECISIONS", policy);
          return process;
        },
        "claude-ai");
  }

  private static WorkflowStub start(String id) {
    WorkflowStub workflow =
        WorkflowClient.newInstance(stack.temporal().stubs())
            .newUntypedWorkflowStub(
                "InvoiceWorkflow",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("invoice-" + id)
                    .setTaskQueue("invoice-task-queue")
                    .build());
    workflow.start(Map.of("id", id, "lines", List.of(Map.of("item", "Desk", "amount", 10.5))));
    return workflow;
  }
}
