package dev.invoices.server;

import static dev.invoices.testkit.EveryTool.invoice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results that tell a person where to decide lead them to that very workflow. */
@Timeout(60)
class WebUiLinkIT {

  private static final String OTHER_OF_THIS_ID =
      "{\"id\": \"RE 17/2026\", \"lines\": [{\"item\": \"Yacht\", \"amount\": 9000}]}";

  private static InvoiceStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of());
    try (McpTools tools = connect(Map.of())) {
      stack.warmUp(tools);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  @Test
  void whatShowsAnInvoiceOrWhereToDecide_hasTheAddressOfThisRun() throws Exception {
    Map<String, String> settings =
        Map.of("INVOICE_WEB_UI", "https://ui.example/temporal/", "INVOICE_DECISIONS", "person");
    try (McpTools tools = connect(settings)) {
      ToolReply started = tools.submit(invoice("RE 17/2026"));
      ToolReply open = tools.submit(invoice("RE 17/2026"));
      ToolReply other = tools.submit(OTHER_OF_THIS_ID);
      ToolReply status = tools.awaitStatus("RE 17/2026", "Awaiting approval");
      ToolReply refusal = tools.approve("RE 17/2026");

      List<ToolReply> linked = List.of(started, open, other, status, refusal);
      assertThat(linked)
          .extracting(ToolReply::code)
          .containsExactly("STARTED", "ALREADY_OPEN", "ID_IN_USE", "STATUS", "NEEDS_PERSON");
      String page =
          "https://ui.example/temporal/namespaces/default/workflows/invoice-RE%2017%2F2026/"
              + stack.runId("RE 17/2026");
      assertThat(linked)
          .allSatisfy(
              reply -> {
                assertThat(reply.text().lines()).contains("Web UI: " + page);
                assertThat(reply.content().get("web_ui").asText()).isEqualTo(page);
              });
    }
  }

  @Test
  void withoutAWebUi_nothingIsLinked() throws Exception {
    try (McpTools tools = connect(Map.of("INVOICE_WEB_UI", "none"))) {
      tools.submit(invoice("UNLINKED"));

      ToolReply status = tools.awaitStatus("UNLINKED", "Awaiting approval");

      assertThat(status.text()).doesNotContain("Web UI");
      assertThat(status.content().has("web_ui")).isFalse();
    }
  }

  private static McpTools connect(Map<String, String> settings) throws IOException {
    return McpTools.start(
        process -> {
          stack.temporal().serve(process).environment().putAll(settings);
          return process;
        },
        "claude-ai");
  }
}
