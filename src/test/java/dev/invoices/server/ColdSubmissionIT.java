package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Fault;
import dev.invoices.testkit.FaultyLink;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Temporal takes a submission and then tells nothing of it in time. */
@Timeout(120)
class ColdSubmissionIT {

  private static final String SMALL =
      """
      {"id": "%s", "vendor": "Alpha", "lines": [{"item": "Fee", "amount": 100}]}""";

  private static InvoiceStack stack;
  private static FaultyLink link;
  private static McpTools ann;
  private static McpTools bob;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT1H"));
    link = FaultyLink.to(stack.temporal().port());
    ann =
        McpTools.start(
            process -> {
              stack.temporal().serve(process).environment().put("TEMPORAL_ADDRESS", link.address());
              return process;
            },
            "client-of-ann");
    bob = stack.connect("client-of-bob");
    stack.warmUp(ann);
  }

  @AfterAll
  static void stop() throws Exception {
    ann.close();
    link.close();
    stack.close();
  }

  static Stream<List<String>> silent() {
    return Stream.of(
        List.of("QueryWorkflow", "GetWorkflowExecutionHistory"),
        List.of("QueryWorkflow", "DescribeWorkflowExecution"));
  }

  @ParameterizedTest
  @MethodSource("silent")
  void whatWasSubmitted_isShown_andDecidedAbout(List<String> calls) throws Exception {
    String id = "COLD-" + calls.get(1);

    ToolReply reply = submitCold(id, calls);

    assertThat(reply.code()).isEqualTo("STARTED");
    assertThat(reply.status()).isEqualTo("Processing");
    assertThat(reply.text())
        .contains(
            "Vendor: \"Alpha\"", "Total: USD 100.00 in 1 line", "Line 1: USD 100.00", "\"Fee\"")
        .doesNotContain("is not shown", "1970");
    assertThat(reply.content().at("/invoice/digest").asText()).isNotEmpty();
    assertThat(reply.content().at("/invoice/submitted_at").isMissingNode()).isTrue();
    assertThat(ann.approve(id).code()).isEqualTo("APPROVED");
  }

  @Test
  void replacedSince_isNotPaid() throws Exception {
    submitCold("COLD-REPLACED", List.of("QueryWorkflow", "GetWorkflowExecutionHistory"));
    bob.awaitStatus("COLD-REPLACED", "Awaiting approval");
    bob.reject("COLD-REPLACED");
    bob.awaitClosed("COLD-REPLACED");
    bob.submit(SMALL.formatted("COLD-REPLACED").replace("100", "9000"));

    assertThat(ann.approve("COLD-REPLACED").code()).isEqualTo("CHANGED");
  }

  private static ToolReply submitCold(String id, List<String> silent) throws Exception {
    silent.forEach(call -> link.fail(call, Fault.dropAnswer()));
    try {
      return ann.submit(SMALL.formatted(id));
    } finally {
      link.mend();
    }
  }
}
