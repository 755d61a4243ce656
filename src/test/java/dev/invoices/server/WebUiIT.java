package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Chromium;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.text.UtcTime;
import dev.invoices.workflow.InvoiceWorkflow;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What somebody who opens an invoice in Temporal's Web UI sees of it, in a real browser. Every run
 * puts its pictures into {@code target/web-ui}; {@code mvn verify -Dit.test=WebUiIT -Drecord=true}
 * puts them where the documents show them.
 */
@Tag("real-server")
@Timeout(300)
class WebUiIT {

  private static final Path PICTURES =
      Path.of(Boolean.getBoolean("record") ? "docs/images" : "target/web-ui");
  private static final int MAX_PICTURE_BYTES = 150_000;

  /** Summary, details and current details of an execution, side by side. */
  private static final String METADATA = "main div:has(> [data-testid=user-metadata])";

  private static final String TIMELINE = "#event-history-timeline-graph";

  private static TemporalFixture temporal;
  private static WorkerProcess worker;
  private static McpTools tools;
  private static Chromium browser;

  @BeforeAll
  static void start() throws Exception {
    browser = Chromium.start(1200, 1500);
    temporal = TemporalFixture.devServer();
    worker = temporal.startWorker(Map.of("INVOICE_SANDBOX_BALANCE", "7000.00"));
    tools = connect("claude-ai");
  }

  @AfterAll
  static void stop() throws Exception {
    // Where the command or a browser is missing, start() has ended before all of them were there.
    for (AutoCloseable part : Arrays.asList(tools, worker, temporal, browser)) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  void waitingInvoice_showsWhoMustDoWhatUntilWhen() throws Exception {
    submit("INV-001");
    var invoice = tools.awaitStatus("INV-001", "Awaiting approval").invoice().orElseThrow();

    // The execution's summary, its details and its current details; the UI makes quotes round
    open("INV-001", "user-metadata");
    browser.awaitText(
        "Invoice INV-001: USD 7,000.00 in 2 lines to “Acme Studio”",
        "USD 5,000.00: “Web Development”",
        "USD 2,000.00: “Design Services”",
        "Awaiting approval",
        "A person must approve or reject it by "
            + UtcTime.text(invoice.approvalDeadline().orElseThrow())
            + ". Otherwise it is rejected and nothing is paid.",
        "send this workflow the signal approve_invoice or reject_invoice",
        "Paid USD 0.00 of USD 7,000.00, 0 of 2 lines");
    save("waiting.png", METADATA);

    // The timer's name
    open("INV-001", "timeline");
    browser.awaitText("Approval deadline (rejects the invoice)");
  }

  @Test
  void paidInvoice_showsWhoApprovedAndWhatWasPaid() throws Exception {
    submit("INV-002");
    tools.awaitStatus("INV-002", "Awaiting approval");
    tools.approve("INV-002", "as agreed");
    tools.awaitStatus("INV-002", "Completed");

    open("INV-002", "user-metadata");
    browser.awaitText(
        "Completed",
        "Every line is paid.",
        "Paid USD 7,000.00 of USD 7,000.00, 2 of 2 lines",
        "Decision: approved by an agent at",
        "for “anna” through “claude-ai 1.2.3” with the note “as agreed”");

    open("INV-002", "timeline");
    browser.awaitText(
        "Approval deadline (rejects the invoice)",
        "approve_invoice",
        "Pause before line 1",
        "line 1 of 2, USD 5,000.00: ",
        "line 2 of 2, USD 2,000.00: ",
        "Design Services");
    save("paid.png", TIMELINE);
  }

  @Test
  void messages_areExplainedWhereTheyAreSent() throws Exception {
    tools.submit("{\"id\": \"INV-003\", \"lines\": [{\"item\": \"Desk\", \"amount\": 1}]}");
    tools.awaitStatus("INV-003", "Awaiting approval");

    open("INV-003", "query");
    browser.click("[data-testid=query-select-button]");
    browser.awaitText(
        "get_status",
        "The status of the invoice",
        "get_details",
        "Amounts, deadline, decision and the payment of each line");

    browser.click("li[data-testid=signal-button]");
    browser.click("[data-testid=signal-select-button]");
    browser.awaitText(
        "approve_invoice",
        "A person approves: pay the lines, or retry the declined ones",
        "reject_invoice",
        "A person rejects: pay nothing, or nothing more after a decline");
  }

  @Test
  void linkOfAResult_opensThatWorkflow_whateverItsId() throws Exception {
    String id = "RE 50%/ü?#";
    tools.submit(
        "{\"id\": \"%s\", \"lines\": [{\"item\": \"Lamp\", \"amount\": 3}]}".formatted(id));

    String link = tools.awaitStatus(id, "Awaiting approval").content().get("web_ui").asText();

    browser.open(URI.create(link));
    browser.awaitText("invoice-" + id);
  }

  @Test
  void hostileTexts_areShownAsTheyAreAndDoNothing() throws Exception {
    // given an invoice whose every text is hostile, approved by a hostile client and declined
    String id = "HOSTILE";
    List<String> items =
        List.of(
            "<img src=x onerror=top.hacked=1>",
            "<script>top.hacked=1</script>",
            "[pay](https://evil.example)",
            "![x](https://evil.example/x.png)",
            "https://evil.example mailto:a@evil.example",
            "**bold** _it_ ~~gone~~ `code` $1 &lt; $2");
    try (var client = connect("<b>claude</b>")) {
      client.submit(hostileInvoice(id, items));
      client.awaitStatus(id, "Awaiting approval");
      client.approve(id, "<iframe src=//evil.example></iframe>");
      client.awaitStatus(id, "Payment declined - awaiting decision");
    }

    // then its texts stand where they are rendered as Markdown, as details and as current details
    open(id, "user-metadata");
    browser.awaitText(
        "Invoice HOSTILE: USD 48,000.00 in 6 lines to “<a href=//evil.example>Acme</a>”");
    for (int i = 0; i < items.size(); i++) {
      browser.awaitText(
          "USD 8,000.00: “%s”".formatted(items.get(i)),
          "Line %d was declined: “%s”, reason: ".formatted(i + 1, items.get(i)));
    }
    browser.awaitText(
        "for “anna” through “<b>claude</b> 1.2.3”",
        "with the note “<iframe src=//evil.example></iframe>”");
    assertNothingHostile();

    // and neither there nor where the lines' summaries are has any become an element or a script
    for (String page : List.of("timeline", "history")) {
      open(id, page);
      browser.awaitText("line 6 of 6, USD 8,000.00: ", "<script>top.hacked=1</script>");
      assertNothingHostile();
    }
  }

  private static String hostileInvoice(String id, List<String> items) {
    String lines =
        items.stream()
            .map(item -> "{\"item\": \"%s\", \"amount\": 8000}".formatted(item))
            .collect(Collectors.joining(", "));
    return "{\"id\": \"%s\", \"vendor\": \"<a href=//evil.example>Acme</a>\", \"lines\": [%s]}"
        .formatted(id, lines);
  }

  private static void assertNothingHostile() throws Exception {
    for (String element :
        List.of(
            "img[src=x]",
            "img[src*='evil.example']",
            "a[href*='evil.example']",
            "iframe[src^='//evil.example']",
            ".math",
            "del")) {
      assertThat(browser.count(element)).as(element).isZero();
    }
    assertThat(browser.evaluate("typeof top.hacked").asText()).isEqualTo("undefined");
  }

  private static void submit(String id) throws IOException {
    tools.submit(
        """
        {"id": "%s", "vendor": "Acme Studio", "lines": [
          {"item": "Web Development", "amount": 5000.00},
          {"item": "Design Services", "amount": 2000.00}]}"""
            .formatted(id));
  }

  /** A server whose person is called anna, whoever runs the tests. */
  private static McpTools connect(String clientName) throws IOException {
    return McpTools.start(
        process -> {
          temporal.serve(process).environment().put("JDK_JAVA_OPTIONS", "-Duser.name=anna");
          return process;
        },
        clientName);
  }

  private static void open(String invoiceId, String page) throws Exception {
    browser.open(temporal.webUi(InvoiceWorkflow.workflowId(invoiceId), page));
  }

  private static void save(String name, String selector) throws Exception {
    byte[] picture = browser.picture(selector);
    assertThat(picture.length).isBetween(1_000, MAX_PICTURE_BYTES);
    Files.createDirectories(PICTURES);
    Files.write(PICTURES.resolve(name), picture);
  }
}
