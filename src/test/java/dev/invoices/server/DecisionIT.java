package dev.invoices.server;

import static dev.invoices.testkit.GoldenResult.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceResult;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.json.ExactJson;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.testkit.ComparesResults;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code approve_invoice} and {@code reject_invoice}: they look first, and what they say is what
 * the workflow made of the decision. The worker pauses an hour before each payment, so an approved
 * invoice stays open.
 */
@Timeout(60)
@ComparesResults
class DecisionIT {

  private static final String PERSON = System.getProperty("user.name");
  private static final String CLIENT = "claude-ai 1.2.3";

  private static InvoiceStack stack;
  private static McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT1H"));
    tools = stack.connect("claude-ai");
    stack.warmUp(tools);
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  @ParameterizedTest
  @CsvSource({
    "approve_invoice, APPROVED, approved, true, Processing payments",
    "reject_invoice, REJECTED, rejected, false, Rejected by approver"
  })
  void decision_isConfirmedByTheWorkflow_withWhoMadeItAndThroughWhat(
      String tool, String code, String golden, boolean approved, String status) throws Exception {
    // given an open invoice
    String id = "FIRST-" + code;
    tools.submit(invoice(id));

    // when it is decided, with a reason
    ToolReply reply =
        tools.call(
            tool,
            Map.of("invoice_id", id, "note", "as agreed with Ann – \"bitte\", ok \uD83D\uDC4D"));

    // then the answer is what the workflow recorded
    assertThat(reply.isError()).isFalse();
    assertThat(reply.code()).isEqualTo(code);
    assertGolden(golden, reply);
    Decision decision =
        tools.awaitStatus(id, status).invoice().orElseThrow().decision().orElseThrow();
    assertThat(reply.invoice().orElseThrow().decision()).contains(decision);
    assertThat(decision.approved()).isEqualTo(approved);
    assertThat(decision.by()).isEqualTo(PERSON);
    assertThat(decision.through()).isEqualTo(CLIENT);
    assertThat(decision.note()).isEqualTo("as agreed with Ann – \"bitte\", ok \uD83D\uDC4D");
    assertThat(decision.at()).isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
    assertThat(stack.decisions(id)).containsExactly(tool);
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve_invoice", "reject_invoice"})
  void decisionWithoutANote_hasNone(String tool) throws Exception {
    String id = "NO-NOTE-" + tool;
    tools.submit(invoice(id));

    ToolReply reply = tools.call(tool, Map.of("invoice_id", id));

    assertThat(reply.isError()).isFalse();
    assertThat(reply.invoice().orElseThrow().decision().orElseThrow().note()).isEmpty();
    assertGolden(tool + "-without-note", reply);
  }

  @Test
  void noteOfTwoLines_readsWithASpace_andTheDecisionCounts() throws Exception {
    tools.submit(invoice("TWO-LINES"));

    ToolReply reply = tools.approve("TWO-LINES", "checked by Ann\r\n\tand Bob\u200E ");

    assertThat(reply.code()).isEqualTo("APPROVED");
    assertThat(reply.invoice().orElseThrow().decision().orElseThrow().note())
        .isEqualTo("checked by Ann and Bob");
  }

  @Test
  void reasonUnderAnotherName_isTheNote() throws Exception {
    tools.submit(invoice("OTHER-NAME"));

    ToolReply reply =
        tools.call("reject_invoice", Map.of("invoice_id", "OTHER-NAME", "reason", "too\ndear"));

    assertThat(reply.code()).isEqualTo("REJECTED");
    assertThat(reply.invoice().orElseThrow().decision().orElseThrow().note()).isEqualTo("too dear");
  }

  /** Some clients send what is all digits as a number. */
  @Test
  void integerAsAnId_isItsDigits() throws Exception {
    ToolReply submitted =
        tools.submit(
            "{\"id\": 1001, \"number\": 2024, \"lines\": [{\"item\": \"Desk\", \"amount\": 1}]}");
    ToolReply reply = tools.call("reject_invoice", Map.of("invoice_id", 1001));

    assertThat(submitted.code()).isEqualTo("STARTED");
    assertThat(reply.code()).isEqualTo("REJECTED");
    assertThat(tools.status("1001").invoice().orElseThrow().number()).isEqualTo("2024");
  }

  @Test
  void rejectedInvoice_isNotPaid() throws Exception {
    tools.submit(invoice("UNPAID-1"));

    tools.reject("UNPAID-1");

    tools.awaitStatus("UNPAID-1", "Rejected by approver");
    assertThat(stack.workflow("UNPAID-1").getResult(String.class)).isEqualTo("REJECTED");
    assertThat(stack.requestedPayments("UNPAID-1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve_invoice", "reject_invoice"})
  void secondDecision_isRefused_namingWhoDecidedAndWhen_andNothingIsSent(String second)
      throws Exception {
    // given an approved invoice whose payments have begun
    String id = "SECOND-" + second;
    tools.submit(invoice(id));
    Decision first = tools.approve(id, "fine").invoice().orElseThrow().decision().orElseThrow();

    // when somebody decides again
    ToolReply reply = tools.call(second, Map.of("invoice_id", id));

    // then they learn whose decision counts, and no signal has left
    assertThat(reply.isError()).isTrue();
    assertThat(reply.code()).isEqualTo("ALREADY_DECIDED");
    assertThat(decision(reply)).isEqualTo(first);
    assertThat(first.through()).isEqualTo(CLIENT);
    assertGolden(second + "-already-decided", reply);
    assertThat(stack.decisions(id)).containsExactly("approve_invoice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve_invoice", "reject_invoice"})
  void decisionAboutAClosedInvoice_isRefused_sayingHowItEnded_andNothingIsSent(String tool)
      throws Exception {
    // given a rejected invoice
    String id = "CLOSED-" + tool;
    tools.submit(invoice(id));
    Decision first =
        tools.reject(id, "twice billed").invoice().orElseThrow().decision().orElseThrow();
    tools.awaitStatus(id, "Rejected by approver");
    stack.workflow(id).getResult(String.class);

    // when somebody decides again
    ToolReply reply = tools.call(tool, Map.of("invoice_id", id));

    // then they learn that it is closed, how and by whom
    assertThat(reply.isError()).isTrue();
    assertThat(reply.code()).isEqualTo("ALREADY_CLOSED");
    assertThat(reply.status()).isEqualTo("Rejected by approver");
    assertThat(decision(reply)).isEqualTo(first);
    assertThat(reply.message()).endsWith("It may be submitted again under the same id.");
    assertGolden(tool + "-already-closed", reply);
    assertThat(stack.decisions(id)).containsExactly("reject_invoice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve_invoice", "reject_invoice", "get_invoice_status"})
  void unknownInvoice_isNotFound(String tool) throws Exception {
    ToolReply reply = tools.call(tool, Map.of("invoice_id", "NEVER-SEEN"));

    assertThat(reply.isError()).isTrue();
    assertThat(reply.code()).isEqualTo("NOT_FOUND");
    assertGolden("not-found", reply);
  }

  @Test
  void workflowOfAnotherType_isLeftAlone() throws Exception {
    // given somebody else's workflow under an invoice's workflow id
    stack
        .client()
        .newUntypedWorkflowStub(
            "Payroll",
            WorkflowOptions.newBuilder()
                .setWorkflowId("invoice-FOREIGN")
                .setTaskQueue("payroll")
                .build())
        .start();

    // when our tools are asked about it
    for (ToolReply reply :
        new ToolReply[] {
          tools.submit(invoice("FOREIGN")),
          tools.approve("FOREIGN"),
          tools.reject("FOREIGN"),
          tools.status("FOREIGN")
        }) {

      // then each says what it is, and does nothing to it
      assertThat(reply.isError()).isTrue();
      assertThat(reply.code()).isEqualTo("NOT_AN_INVOICE");
      assertGolden("not-an-invoice", reply);
    }
    assertThat(stack.decisions("FOREIGN")).isEmpty();
  }

  @Test
  void signalByHandWithoutAnArgument_isADecisionOfNobodyKnown() throws Exception {
    // given an invoice that somebody approved with the command line tool
    tools.submit(invoice("BY-HAND"));
    stack.workflow("BY-HAND").signal("approve_invoice");

    // when somebody else wants to reject it
    ToolReply reply = tools.reject("BY-HAND");

    // then they learn that it is decided, though not by whom
    assertThat(reply.code()).isEqualTo("ALREADY_DECIDED");
    assertThat(decision(reply).approved()).isTrue();
    assertThat(decision(reply).by()).isEmpty();
    assertGolden("already-decided-by-unknown", reply);
  }

  @Test
  void approvalWhosePaymentIsDeclinedAtOnce_isConfirmedAllTheSame() throws Exception {
    // given a workflow that asks for the next decision before the first one is read back
    try (var other = InvoiceStack.start()) {
      other.startWorker(worker -> worker.registerWorkflowImplementationTypes(DeclinedAtOnce.class));
      McpTools agent = other.connect("claude-ai");
      agent.submit(invoice("DECLINED"));

      // when it is approved
      ToolReply reply = agent.approve("DECLINED", "go");

      // then the approval counted, and the result says what it led to
      assertThat(reply.code()).isEqualTo("APPROVED");
      assertThat(reply.status()).isEqualTo("Payment declined - awaiting decision");
      assertGolden("approved-and-declined", reply);
    }
  }

  /** What a worker can have made of an approval by the time it is asked. */
  public static final class DeclinedAtOnce implements InvoiceWorkflow {

    private Optional<Decision> decision = Optional.empty();

    @Override
    public InvoiceResult processInvoice(RawValue invoice, RawValue carriedOver) {
      Workflow.await(() -> false);
      return InvoiceResult.REJECTED;
    }

    @Override
    public void approveInvoice(RawValue decider) {
      decision =
          Optional.of(
              Decision.of(
                  true,
                  JsonDataConverter.read(decider, DecisionSignal.class)
                      .orElse(DecisionSignal.UNKNOWN),
                  Instant.EPOCH));
    }

    @Override
    public void rejectInvoice(RawValue decider) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InvoiceSnapshot approve(RawValue signal) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkApproval(RawValue signal) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InvoiceSnapshot reject(RawValue signal) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkRejection(RawValue signal) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getStatus() {
      return getDetails().status().text();
    }

    @Override
    public InvoiceSnapshot getDetails() {
      return new InvoiceSnapshot(
          "DECLINED",
          "",
          "",
          Optional.empty(),
          Optional.empty(),
          "",
          Map.of(),
          Currency.getInstance("USD"),
          new BigDecimal("15.00"),
          new BigDecimal("0.00"),
          decision.isPresent() ? InvoiceStatus.PAYMENT_DECLINED : InvoiceStatus.AWAITING_APPROVAL,
          Instant.EPOCH,
          Optional.empty(),
          Optional.empty(),
          0,
          decision,
          List.of(),
          0,
          2,
          0,
          decision.isPresent() ? 2 : 0,
          0,
          List.of(),
          false,
          List.of(),
          "");
    }
  }

  private static Decision decision(ToolReply reply) {
    return ExactJson.mapper().convertValue(reply.content().get("decision"), Decision.class);
  }

  private static String invoice(String id) {
    return """
        {"id": "%s", "lines": [{"item": "Desk", "amount": 10}, {"item": "Chair", "amount": 5}]}"""
        .formatted(id);
  }
}
