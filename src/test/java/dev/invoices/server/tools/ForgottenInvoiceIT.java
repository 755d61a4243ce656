package dev.invoices.server.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.KnownRuns;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.json.ExactJson;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.server.card.CardSeed;
import dev.invoices.server.conversation.Caller;
import dev.invoices.server.conversation.Conversation;
import dev.invoices.server.conversation.DecisionPolicy;
import dev.invoices.testkit.CountedCalls;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.workflow.ProcessingRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A conversation that has shown more invoices than the server remembers. */
@Timeout(120)
class ForgottenInvoiceIT {

  private static final CardSeed SEED =
      CardSeed.ofThisUser(
          Map.of("XDG_STATE_HOME", Path.of("target", "state").toAbsolutePath().toString()));

  private static InvoiceStack stack;
  private static CountedCalls temporal;

  private final Conversation ann = Conversation.under(DecisionPolicy.AGENT, SEED);
  private final Conversation bob = Conversation.under(DecisionPolicy.AGENT, SEED);
  private final KnownRuns annsRuns = new KnownRuns();
  private final KnownRuns bobsRuns = new KnownRuns();

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    // An hour's pause before each payment, so that an approved invoice is still being paid.
    stack.startWorker(
        ProcessingRules.of(Duration.ofDays(5), Duration.ofHours(1), 1), new RecordingGateway());
    temporal = CountedCalls.connect(stack.temporal().address());
  }

  @AfterAll
  static void stop() throws Exception {
    temporal.close();
    stack.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 10_001})
  void contentReplacedAndManyOthersShownSince_isNotPaid(int others) throws Exception {
    String id = "REPLACED-" + others;
    assertThat(annSubmits(id, "Alpha", 100).code()).isEqualTo(ResultCode.STARTED);
    replaceByBob(id);
    showToAnn(others);

    ToolResult result = annApproves(id);

    assertThat(result.code()).isEqualTo(ResultCode.CHANGED);
    assertThat(result.text()).contains("Vendor: \"Omega\"", "Total: USD 9,000.00");
    assertThat(stack.decisions(id)).isEmpty();
  }

  @Test
  void whatTheRefusalHasShown_isDecidedAbout() throws Exception {
    annSubmits("SHOWN-AGAIN", "Alpha", 100);
    showToAnn(10_001);

    ToolResult refused = annApproves("SHOWN-AGAIN");

    assertThat(refused.message())
        .isEqualTo(
            "Invoice SHOWN-AGAIN was not approved: this conversation has shown so many others that the server does not remember what it showed of this one.");
    ann.remember(refused.view(), List.of());
    assertThat(annApproves("SHOWN-AGAIN").code()).isEqualTo(ResultCode.APPROVED);
  }

  @Test
  void decidedByOthersMeanwhile_isSaid_andOneThatDoesNotExist() throws Exception {
    annSubmits("DECIDED", "Alpha", 100);
    approve("DECIDED", bob, bobsRuns);
    showToAnn(10_001);

    assertThat(annApproves("DECIDED").code()).isEqualTo(ResultCode.ALREADY_DECIDED);
    assertThat(annApproves("NO-SUCH").code()).isEqualTo(ResultCode.NOT_FOUND);
  }

  private void showToAnn(int count) {
    for (int i = 0; i < count; i++) {
      ann.shown()
          .rememberSubmitted(
              InvoiceSnapshot.submitted(
                  InvoiceSamples.valid(InvoiceSamples.with("id", "\"OTHER-%d\"".formatted(i))),
                  InvoiceSnapshot.UNKNOWN_START),
              System.nanoTime());
    }
  }

  private ToolResult annSubmits(String id, String vendor, int amount) throws Exception {
    return submit(id, vendor, amount, ann, annsRuns);
  }

  private ToolResult annApproves(String id) throws Exception {
    return approve(id, ann, annsRuns);
  }

  private void replaceByBob(String id) throws Exception {
    DecisionTool rejection = new DecisionTool(DecisionKind.REJECTION, bob);
    assertThat(call(rejection, "{\"invoice_id\":\"%s\"}".formatted(id), bobsRuns).code())
        .isEqualTo(ResultCode.REJECTED);
    stack.workflow(id).getResult(String.class);
    assertThat(submit(id, "Omega", 9_000, bob, bobsRuns).code()).isEqualTo(ResultCode.STARTED);
  }

  private static ToolResult submit(
      String id, String vendor, int amount, Conversation by, KnownRuns runs) throws Exception {
    return call(
        new ProcessInvoiceTool(by.shown()),
        "{\"invoice_data\":{\"id\":\"%s\",\"vendor\":\"%s\",\"lines\":[{\"item\":\"Fee\",\"amount\":%d}]}}"
            .formatted(id, vendor, amount),
        runs);
  }

  private static ToolResult approve(String id, Conversation by, KnownRuns runs) throws Exception {
    return call(
        new DecisionTool(DecisionKind.APPROVAL, by), "{\"invoice_id\":\"%s\"}".formatted(id), runs);
  }

  private static ToolResult call(InvoiceTool tool, String arguments, KnownRuns runs)
      throws Exception {
    JsonNode read = ExactJson.mapper().readTree(arguments);
    return tool.call(read, Caller.atTerminal(), InvoiceClient.begin(temporal.connection(), runs));
  }
}
