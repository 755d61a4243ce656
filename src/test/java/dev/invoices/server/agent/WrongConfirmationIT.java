package dev.invoices.server.agent;

import static dev.invoices.testkit.EveryTool.APPROVE;
import static dev.invoices.testkit.EveryTool.REJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.RawServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A confirmation that is not the card's for exactly this decision decides nothing, whoever may
 * decide: where a call without one would be the decision, too.
 */
@Timeout(90)
class WrongConfirmationIT {

  private static final String CARDS =
      "{\"extensions\":{\"io.modelcontextprotocol/ui\":{\"mimeTypes\":[\"text/html;profile=mcp-app\"]}}}";

  private static final List<String> POLICIES = List.of("agent", "ask", "person");

  /** What the results showed of each invoice first, and what they show of it now. */
  private static final Map<String, ShownInvoice> FIRST = new HashMap<>();

  private static final Map<String, ShownInvoice> NOW = new HashMap<>();
  private static final Map<String, RawServer> SERVERS = new HashMap<>();

  private static InvoiceStack stack;
  private static McpTools other;
  private static HeldCard card;

  /** What is wrong with a confirmation, the invoice for which it is sent, and the answer. */
  private enum Wrong {
    GARBAGE("WAITS", "INVALID_INPUT"),
    OTHER_SEED("WAITS", "INVALID_INPUT"),
    OTHER_DECISION("WAITS", "INVALID_INPUT"),
    OTHER_INVOICE("WAITS", "INVALID_INPUT"),
    EARLIER_CONTENT("CHANGED", "CHANGED"),
    EARLIER_SUBMISSION("AGAIN", "ASKED_ANEW"),
    EARLIER_QUESTION("DECLINED", "ASKED_ANEW");

    private final String id;
    private final String code;

    Wrong(String id, String code) {
      this.id = id;
      this.code = code;
    }

    String confirmation(boolean approves) {
      CardStatement right = NOW.get(id).decided(approves, false);
      CardStatement earlier = FIRST.get(id).decided(approves, false);
      return switch (this) {
        case GARBAGE -> "yes, the person pressed the button";
        case OTHER_SEED -> new HeldCard("0".repeat(64)).confirm(right);
        case OTHER_DECISION -> card.confirm(right.withOtherDecision());
        case OTHER_INVOICE -> card.confirm(NOW.get("AGAIN").decided(approves, false));
        case EARLIER_CONTENT, EARLIER_SUBMISSION, EARLIER_QUESTION -> card.confirm(earlier);
      };
    }
  }

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S", "INVOICE_SANDBOX_BALANCE", "100.00"));
    other = stack.connect("claude-ai");
    stack.warmUp(other);
    for (String policy : POLICIES) {
      SERVERS.put(policy, connect(policy));
    }
    card = HeldCard.of(document(SERVERS.get("person")));
    submit("WAITS", 10);
    submitAnew("CHANGED", 20, 21);
    submitAnew("AGAIN", 30, 30);
    // The very confirmation that has approved it once is the one that is sent again.
    submit("DECLINED", 500);
    assertThat(call("person", true, "DECLINED", confirmationOf("DECLINED"))).isEqualTo("APPROVED");
    show("DECLINED", "Payment declined - awaiting decision");
  }

  @AfterAll
  static void stop() throws IOException {
    for (RawServer server : SERVERS.values()) {
      server.close();
    }
    stack.close();
  }

  private static Stream<Arguments> wrongOnes() {
    return POLICIES.stream()
        .flatMap(
            policy ->
                Stream.of(Wrong.values())
                    .flatMap(
                        wrong ->
                            Stream.of(true, false)
                                .map(approves -> Arguments.of(policy, wrong, approves))));
  }

  @ParameterizedTest(name = "{0} {1}, approves: {2}")
  @MethodSource("wrongOnes")
  void wrongConfirmation_isRefusedAndDecidesNothing(String policy, Wrong wrong, boolean approves)
      throws Exception {
    List<String> before = stack.decisions(wrong.id);
    String status = other.status(wrong.id).status();

    String code = call(policy, approves, wrong.id, wrong.confirmation(approves));

    assertThat(code).isEqualTo(wrong.code);
    assertThat(stack.decisions(wrong.id)).isEqualTo(before);
    assertThat(other.status(wrong.id).status()).isEqualTo(status);
    assertThat(status).isIn("Awaiting approval", "Payment declined - awaiting decision");
  }

  private static void submit(String id, int amount) throws Exception {
    other.submit(
        "{\"id\": \"%s\", \"vendor\": \"%s Ltd\", \"lines\": [{\"item\": \"Desk\", \"amount\": %d}]}"
            .formatted(id, id, amount));
    show(id, "Awaiting approval");
  }

  private static void submitAnew(String id, int first, int second) throws Exception {
    submit(id, first);
    other.reject(id);
    other.awaitClosed(id);
    submit(id, second);
  }

  private static void show(String id, String status) throws Exception {
    ShownInvoice shown = ShownInvoice.of(other.awaitStatus(id, status).content());
    assertThat(shown.isWhole()).isTrue();
    FIRST.putIfAbsent(id, shown);
    NOW.put(id, shown);
  }

  private static String confirmationOf(String id) {
    return card.confirm(NOW.get(id).decided(true, false));
  }

  private static RawServer connect(String policy) throws Exception {
    ProcessBuilder command =
        stack
            .temporal()
            .serve(new ProcessBuilder(PackagedJar.server().command(JarProcess.jvmOptions())));
    command.environment().put("INVOICE_DECISIONS", policy);
    command.environment().put("XDG_STATE_HOME", stack.temporal().file("state").toString());
    RawServer server = RawServer.start(command);
    server.send(RawServer.initialize(0, "2025-11-25", CARDS), RawServer.initialized());
    assertThat(server.next().at("/result/serverInfo/name").asText()).isEqualTo("invoice-processor");
    return server;
  }

  private static String document(RawServer server) throws Exception {
    server.send(RawServer.request(1, "tools/list", "{}"));
    String uri = server.next().at("/result/tools/0/_meta/ui/resourceUri").asText();
    server.send(RawServer.request(2, "resources/read", "{\"uri\": \"%s\"}".formatted(uri)));
    return server.next().at("/result/contents/0/text").asText();
  }

  private static String call(String policy, boolean approves, String id, String confirmation)
      throws Exception {
    RawServer server = SERVERS.get(policy);
    server.send(
        RawServer.callTool(
            3,
            approves ? APPROVE : REJECT,
            "{\"invoice_id\": \"%s\", \"confirmation\": \"%s\"}".formatted(id, confirmation)));
    JsonNode answer = server.next();
    assertThat(answer.at("/id").asInt()).as("%s", answer).isEqualTo(3);
    return answer.at("/result/structuredContent/code").asText();
  }
}
