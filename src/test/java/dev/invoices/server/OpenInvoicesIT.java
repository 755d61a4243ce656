package dev.invoices.server;

import static dev.invoices.testkit.EveryTool.invoice;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.GoldenResult;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.testkit.stripe.StripeFault;
import dev.invoices.testkit.stripe.StripeStandIn;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.display.InvoiceMemo;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits for a person, from the list of workflows that only the real server has. */
@Tag("real-server")
@Tag("patient")
@Timeout(120)
@ComparesResults
class OpenInvoicesIT {

  private static final List<String> NAMESPACES =
      IntStream.range(0, 9).mapToObj(n -> "list-" + n).toList();

  private static TemporalFixture temporal;
  private static Iterator<String> unused;

  private String namespace;
  private McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer(NAMESPACES);
    unused = NAMESPACES.iterator();
  }

  @AfterAll
  static void stop() throws Exception {
    if (temporal != null) {
      temporal.close();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    namespace = unused.next();
    tools = connect("claude-ai").timed();
  }

  @AfterEach
  void disconnect() {
    tools.close();
  }

  @Test
  void threeOpenInvoices_listedByDeadline_andThoseThatEndedAreNot() throws Exception {
    // given three open invoices, whose deadlines differ, one paid and one rejected
    submit(Map.of("INVOICE_APPROVAL_TIMEOUT", "P3D"), "WAIT-3");
    submit(Map.of("INVOICE_APPROVAL_TIMEOUT", "P1D"), "WAIT-1");
    try (var worker = startWorker(Map.of("INVOICE_APPROVAL_TIMEOUT", "P2D"))) {
      for (String id : List.of("WAIT-2", "PAID", "REJECTED")) {
        tools.submit(invoice(id));
        tools.awaitStatus(id, "Awaiting approval");
      }
      tools.approve("PAID");
      tools.awaitStatus("PAID", "Completed");
      tools.reject("REJECTED");
      tools.awaitStatus("REJECTED", "Rejected by approver");

      // when a person asks what waits for them
      ToolReply list = awaitList(List.of("WAIT-1", "WAIT-2", "WAIT-3"));

      // then the three are there with what they have to know
      assertThat(list.isError()).isFalse();
      assertThat(list.code()).isEqualTo("LIST");
      assertThat(list.content().get("count").asInt()).isEqualTo(3);
      GoldenResult.assertGolden("list", list);
      assertThat(list.content().get("invoices"))
          .allSatisfy(
              listed -> {
                assertThat(listed.get("vendor").asText()).isEqualTo("Acme");
                assertThat(listed.get("total").decimalValue()).isEqualByComparingTo("10");
                assertThat(listed.get("status").asText()).isEqualTo("Awaiting approval");
              });
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void invoicesWithoutADeadline_listedAfterThoseWithOne_andThoseOfOtherClientsByTheirId()
      throws Exception {
    // given invoices that no worker has read, one of them from a client without our memo
    submit(Map.of(), "READ");
    tools.submit(invoice("UNREAD"));
    start("invoice-FOREIGN", InvoiceWorkflow.TASK_QUEUE, Map.of("note", "of another client"));
    // and workflows that no tool could find, that belong to another installation, or that have
    // ended, as their memo knows before the list does
    start("renamed", InvoiceWorkflow.TASK_QUEUE, Map.of());
    start("invoice-ELSEWHERE", "another-task-queue", Map.of());
    Map<String, Object> ended = new HashMap<>(InvoiceMemo.submitted(sample(), Instant.now()));
    ended.put("status", "Completed");
    start("invoice-ENDED", InvoiceWorkflow.TASK_QUEUE, ended);

    ToolReply list = awaitList(List.of("READ", "FOREIGN", "UNREAD"));

    assertThat(list.content().get("count").asInt()).isEqualTo(3);
    assertThat(list.text())
        .contains(
            "- FOREIGN: Unknown until a worker answers, unknown total",
            "- UNREAD: Processing, its content is listed once a worker has read it");
  }

  @Test
  void manyInvoices_theFirstTwentyAndTheCountOfAll() throws Exception {
    for (int n = 10; n < 35; n++) {
      start("invoice-MANY-" + n, InvoiceWorkflow.TASK_QUEUE, Map.of());
    }

    ToolReply list =
        Eventually.see(
            "25 invoices", this::list, seen -> seen.content().path("count").asInt() == 25);

    assertThat(list.content().get("invoices")).hasSize(20);
    assertThat(list.message())
        .startsWith("25 invoices await a decision or are being paid. The first 20 are listed");
    assertThat(list.text().lines().filter(line -> line.startsWith("- "))).hasSize(20);
  }

  @Test
  void noOpenInvoice_saysSo() throws Exception {
    ToolReply list = list();

    assertThat(list.code()).isEqualTo("LIST");
    assertThat(list.content().get("count").asInt()).isZero();
    GoldenResult.assertGolden("list-empty", list);
  }

  @Test
  void decisionAboutListedInvoice_isAboutWhatWasListed() throws Exception {
    // given an invoice that this conversation knows from the list alone
    try (var other = connect("other");
        var worker = startWorker(Map.of())) {
      other.submit(invoice("LISTED"));
      other.awaitStatus("LISTED", "Awaiting approval");
      awaitList(List.of("LISTED"));

      // when somebody else replaces it before the approval
      other.reject("LISTED");
      other.submit(invoice("LISTED").replace("Acme", "Omega"));
      other.awaitStatus("LISTED", "Awaiting approval");
      ToolReply approval = tools.approve("LISTED");

      // then the approval does not count for the other content
      assertThat(approval.code()).isEqualTo("CHANGED");
      assertThat(approval.text())
          .contains("It was shown before as: Vendor: \"Acme\"; Total: USD 10.00 in 1 line");
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void possibleDuplicate_warnedOfInTheList() throws Exception {
    try (var worker = startWorker(Map.of())) {
      tools.submit(invoice("TWIN-1"));
      tools.awaitStatus("TWIN-1", "Awaiting approval");
      tools.submit(invoice("twin 1"));
      String shown = tools.status("twin 1").content().at("/invoice/warnings/0/text").asText();
      String warning = shown.replace(" It is now: Awaiting approval.", "");

      ToolReply list = awaitList(List.of("TWIN-1", "twin 1"));

      assertThat(warning).startsWith("It may be a duplicate");
      assertThat(list.content().at("/invoices/0").has("warnings")).isFalse();
      assertThat(list.content().at("/invoices/1/warnings"))
          .singleElement()
          .satisfies(
              listed -> {
                assertThat(listed.get("kind").asText()).isEqualTo("POSSIBLE_DUPLICATE");
                assertThat(listed.get("text").asText()).isEqualTo(warning);
                assertThat(listed.get("other_invoice").asText()).isEqualTo("TWIN-1");
              });
      assertThat(list.text().lines())
          .filteredOn(line -> line.startsWith("Warning: "))
          .containsExactly("Warning: " + warning);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void pastDue_warnedOfEverywhere_andApprovedAllTheSame() throws Exception {
    String warning = "Warning: It was due on 2026-01-31.";
    try (var worker = startWorker(Map.of())) {
      ToolReply started =
          tools.submit(
              invoice("LATE").replace("\"lines\"", "\"due_date\": \"2026-01-31\", \"lines\""));

      assertThat(started.text().lines()).contains(warning);
      assertThat(tools.status("LATE").text().lines()).contains(warning);
      ToolReply list = awaitList(List.of("LATE"));
      assertThat(list.text().lines()).contains(warning);
      assertThat(list.content().at("/invoices/0/warnings/0/kind").asText()).isEqualTo("PAST_DUE");
      assertThat(tools.approve("LATE").code()).isEqualTo("APPROVED");
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void paymentThatNeedsAttention_isListedAsOne() throws Exception {
    Path payees = StripeStandIn.writePayees(temporal.file("payees.json"), "acct_1Acme", "Acme");
    try (var stripe = StripeStandIn.start().account("acct_1Acme").balance("usd", 1_000_000);
        var worker = startWorker(stripe.settings(payees))) {
      // given a payment that Stripe does not take, of which the workflow knows nothing
      stripe.fail(StripeFault.KEY_REFUSED, 1_000);
      tools.submit(invoice("STUCK"));
      tools.awaitStatus("STUCK", "Awaiting approval");
      tools.approve("STUCK");

      // then the list says so all the same
      ToolReply list =
          Eventually.see(
              "the payment in the list",
              this::list,
              seen -> seen.content().at("/invoices/0/status").asText().startsWith("Payment needs"));

      assertThat(list.text()).contains("- STUCK: USD 10.00, Payment needs attention");
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void unknownId_suggestsOpenInvoicesThatAreWrittenAlike() throws Exception {
    // given open invoices, one of them already found by the list
    tools.submit(invoice("INV-900"));
    tools.submit(invoice("INV-901"));
    awaitList(List.of("INV-900", "INV-901"));

    for (ToolReply reply :
        List.of(tools.status("inv_900"), tools.approve("inv_900"), tools.reject("inv_900"))) {
      assertThat(reply.code()).isEqualTo("NOT_FOUND");
      GoldenResult.assertGolden("not-found-similar", reply);
    }
  }

  private ToolReply list() throws Exception {
    return tools.call("get_invoice_status", Map.of());
  }

  /** The list follows the workflows with a delay. */
  private ToolReply awaitList(List<String> ids) throws Exception {
    return Eventually.see("the list " + ids, this::list, seen -> ids(seen).equals(ids));
  }

  private static List<String> ids(ToolReply list) {
    return StreamSupport.stream(list.content().path("invoices").spliterator(), false)
        .map((JsonNode listed) -> listed.get("id").asText())
        .toList();
  }

  /** Submits an invoice that a worker with these settings reads. */
  private void submit(Map<String, String> settings, String id) throws Exception {
    try (var worker = startWorker(settings)) {
      tools.submit(invoice(id));
      tools.awaitStatus(id, "Awaiting approval");
      assertThat(worker.isAlive()).isTrue();
    }
  }

  private McpTools connect(String clientName) throws IOException {
    return McpTools.start(process -> temporal.serve(process, namespace, ledger()), clientName);
  }

  private WorkerProcess startWorker(Map<String, String> settings) throws Exception {
    ProcessBuilder command =
        temporal.serve(
            new ProcessBuilder(PackagedJar.worker().command(JarProcess.jvmOptions())),
            namespace,
            ledger());
    command.environment().put("INVOICE_PAYMENT_PACE", "PT0S");
    command.environment().putAll(settings);
    return WorkerProcess.start(command, line -> {});
  }

  private Path ledger() {
    return temporal.file(namespace + ".db");
  }

  /** Starts a workflow as another client would. */
  private void start(String workflowId, String taskQueue, Map<String, Object> memo) {
    temporal
        .client(namespace)
        .newUntypedWorkflowStub(
            InvoiceWorkflow.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(taskQueue)
                .setMemo(memo)
                .build())
        .start(sample());
  }

  private static Invoice sample() {
    return InvoiceSamples.valid(InvoiceSamples.with("id", "\"X\""));
  }
}
