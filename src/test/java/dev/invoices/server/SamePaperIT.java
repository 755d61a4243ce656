package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two papers with one number, and one paper typed twice. */
@Timeout(120)
@ComparesResults
@Tag("patient")
class SamePaperIT {

  private static final String FEE = "[{\"item\": \"Monthly fee\", \"amount\": 100}]";

  @TempDir private Path folder;

  @Test
  void twoVendorsWithOneNumber_eachPaidEvenWhenTemporalForgetsTheFirst() throws Exception {
    String receiptOfAlpha = pay("1001", "Alpha");

    String receiptOfBeta = pay("1001", "Beta");

    assertThat(receiptOfBeta).startsWith("SBX-").isNotEqualTo(receiptOfAlpha);
  }

  @Test
  void samePaperAgain_afterTemporalForgotIt_isWarnedOfAndPaidNoSecondTime() throws Exception {
    String receipt = pay("1001", "Alpha");
    try (InvoiceStack stack = InvoiceStack.start()) {
      McpTools tools = begin(stack);

      ToolReply again = tools.submit(invoice("1001", "ALPHA"));

      assertThat(again.text())
          .containsPattern(
              "Warning: It may be a duplicate of an invoice .*Its id: 1001, its vendor: \"Alpha\"");
      assertThat(approve(tools, "1001", true).code()).isEqualTo("APPROVED");
      ToolReply status = tools.awaitStatus("1001", "Completed");
      assertThat(status.text()).contains("paid before this submission", receipt);
    }
  }

  @Test
  void samePaperWithADiscount_declinedAndRejected_saysWhatTheLedgerHolds() throws Exception {
    pay("1001", "Alpha");
    try (InvoiceStack stack = InvoiceStack.start()) {
      McpTools tools = begin(stack);
      tools.submit(
          invoice("1001", "Alpha").replace("]", ", {\"item\": \"Discount\", \"amount\": -20}]"));
      approve(tools, "1001", true);
      tools.awaitStatus("1001", "Payment declined - awaiting decision");

      tools.reject("1001");

      ToolReply status = tools.awaitStatus("1001", "Rejected by approver");
      assertThat(status.text())
          .contains(
              "Warning: The ledger holds earlier payments of this invoice: USD 100.00 for line 1.");
      assertThat(status.content().at("/invoice/warnings").toString()).contains("PAID_OTHERWISE");
    }
  }

  @Test
  void otherCapitals_notPaidUntilThePersonSaysThatItIsNoDuplicate() throws Exception {
    try (InvoiceStack stack = InvoiceStack.start()) {
      McpTools tools = begin(stack);
      tools.submit(invoice("INV-900", "Acme"));
      ToolReply second = tools.submit(invoice("inv-900", "Acme"));
      assertGolden("started-possible-duplicate", second);

      ToolReply approval = tools.approve("inv-900");

      assertThat(approval.code()).isEqualTo("POSSIBLE_DUPLICATE");
      assertGolden("possible-duplicate", approval);
      assertThat(stack.decisions("inv-900")).isEmpty();
      assertThat(approve(tools, "inv-900", false).code()).isEqualTo("POSSIBLE_DUPLICATE");
      ToolReply acknowledged = approve(tools, "inv-900", true);
      assertThat(acknowledged.code()).isEqualTo("APPROVED");
      assertThat(acknowledged.content().at("/decision/duplicate_acknowledged").asBoolean())
          .isTrue();
      tools.awaitStatus("inv-900", "Completed");
    }
  }

  @Test
  void acknowledgementOfAWarningThatWasNotShown_sendsNothingAndShowsIt() throws Exception {
    try (InvoiceStack stack = InvoiceStack.start()) {
      McpTools tools = begin(stack);
      tools.submit(invoice("INV-900", "Acme"));
      tools.submit(invoice("inv-900", "Acme"));
      McpTools other = stack.connect("other");

      assertThat(approve(other, "inv-900", true).code()).isEqualTo("POSSIBLE_DUPLICATE");
      assertThat(stack.decisions("inv-900")).isEmpty();
      assertThat(approve(other, "inv-900", true).code()).isEqualTo("APPROVED");
      ToolReply withoutAWarning = approve(tools, "INV-900", true);
      assertThat(withoutAWarning.code()).isEqualTo("APPROVED");
      assertThat(withoutAWarning.text()).doesNotContain("no duplicate");
    }
  }

  @Test
  void warning_saysWhatTheOtherInvoiceIsNow() throws Exception {
    try (InvoiceStack stack = InvoiceStack.start()) {
      McpTools tools = begin(stack);
      for (String id : List.of("INV-900", "INV.900")) {
        tools.submit(invoice(id, "Acme"));
      }
      tools.submit(invoice("inv-900", "Acme"));
      tools.reject("INV.900");
      approve(tools, "INV-900", false);
      tools.awaitStatus("INV-900", "Completed");

      ToolReply status = tools.status("inv-900");

      assertThat(status.text().lines())
          .filteredOn(line -> line.startsWith("Warning: "))
          .satisfiesExactlyInAnyOrder(
              paid ->
                  assertThat(paid)
                      .endsWith(" It is now: Completed. Its id: INV-900, its vendor: \"Acme\""),
              rejected ->
                  assertThat(rejected)
                      .endsWith(
                          " It is now: Rejected by approver. Its id: INV.900, its vendor: \"Acme\""));
      assertThat(tools.approve("inv-900").text()).contains("It is now: Completed.");
      assertThat(tools.reject("inv-900").text()).doesNotContain("It is now");
    }
  }

  @Test
  void possibleDuplicateWithoutAWorker_getsNoApprovalEither() throws Exception {
    try (InvoiceStack stack = InvoiceStack.start()) {
      McpTools tools = stack.connect("claude-ai");
      WorkerProcess worker = stack.startWorker(settings());
      stack.warmUp(tools);
      tools.submit(invoice("INV-900", "Acme"));
      tools.submit(invoice("inv-900", "Acme"));
      worker.kill();

      assertThat(tools.approve("inv-900").code()).isEqualTo("POSSIBLE_DUPLICATE");
      assertThat(stack.decisions("inv-900")).isEmpty();
      ToolReply acknowledged = approve(tools, "inv-900", true);
      assertThat(acknowledged.code()).isEqualTo("SENT");
      assertThat(acknowledged.message())
          .endsWith("takes effect as soon as a worker takes it up. If one runs, check the status.");
    }
  }

  @Test
  void approvalThatLeavesTheDuplicateOpen_isPassedOverWithoutAWorker() throws Exception {
    try (InvoiceStack stack = InvoiceStack.start()) {
      McpTools tools = stack.connect("claude-ai");
      WorkerProcess worker = stack.startWorker(settings());
      stack.warmUp(tools);
      tools.submit(invoice("INV-900", "Acme"));
      tools.submit(invoice("inv-900", "Acme"));
      worker.kill();

      stack
          .workflow("inv-900")
          .signal("approve_invoice", Map.of("request_id", "r-1", "duplicate_acknowledged", false));

      assertThat(tools.approve("inv-900").code()).isEqualTo("POSSIBLE_DUPLICATE");
      assertThat(approve(tools, "inv-900", true).code()).isEqualTo("SENT");
    }
  }

  @Test
  void rejectedPaper_doesNotCount() throws Exception {
    try (InvoiceStack stack = InvoiceStack.start()) {
      McpTools tools = begin(stack);
      tools.submit(invoice("INV-900", "Acme"));
      tools.reject("INV-900");

      assertThat(tools.submit(invoice("inv-900", "Acme")).text()).doesNotContain("Warning");
      assertThat(tools.submit(invoice("INV-900", "Other")).text()).doesNotContain("Warning");
    }
  }

  /** The receipt of an invoice that is paid, on a Temporal of its own with the common ledger. */
  private String pay(String id, String vendor) throws Exception {
    try (InvoiceStack stack = InvoiceStack.start()) {
      McpTools tools = begin(stack);
      tools.submit(invoice(id, vendor));
      tools.approve(id);
      ToolReply status = tools.awaitStatus(id, "Completed");
      assertThat(status.text()).doesNotContain("paid before");
      return status.content().at("/invoice/lines/0/receipt").asText();
    }
  }

  private McpTools begin(InvoiceStack stack) throws Exception {
    McpTools tools = stack.connect("claude-ai");
    stack.startWorker(settings());
    stack.warmUp(tools);
    tools.reject("WARM-UP");
    return tools;
  }

  private Map<String, String> settings() {
    return Map.of(
        "INVOICE_PAYMENT_PACE", "PT0S", "INVOICE_LEDGER", folder.resolve("ledger.db").toString());
  }

  private static ToolReply approve(McpTools tools, String id, boolean acknowledged)
      throws IOException {
    return tools.call(
        "approve_invoice", Map.of("invoice_id", id, "acknowledge_duplicate", acknowledged));
  }

  private static String invoice(String id, String vendor) {
    return "{\"id\": \"%s\", \"vendor\": \"%s\", \"lines\": %s}".formatted(id, vendor, FEE);
  }
}
