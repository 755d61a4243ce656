package dev.invoices.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.RawServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A person learns where to decide from what they see anyway, because a card may not be shown, or
 * not with its buttons, and the tools that decide may be hidden from the agent.
 */
@Tag("patient")
@Timeout(90)
class WhereToDecideIT {

  private static final String CARDS =
      "{\"extensions\":{\"io.modelcontextprotocol/ui\":{\"mimeTypes\":[\"text/html;profile=mcp-app\"]}}}";
  private static final String FORMS = "{\"elicitation\":{}}";
  private static final String BOTH = FORMS.replace("}}", "},") + CARDS.substring(1);

  private static final String CHAT =
      "Where the invoice's card shows buttons, decide there. Or say in the chat whether to approve or reject.";
  private static final String CARD = "Where the invoice's card shows no buttons, a person decides ";
  private static final String PERSON = "A person decides ";

  private static InvoiceStack stack;
  private static McpTools other;

  @BeforeAll
  static void start() throws Exception {
    stack = InvoiceStack.start();
    stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT1H"));
    other = stack.connect("claude-ai");
    stack.warmUp(other);
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "person, none, ''",
    "person, CARDS, CARD",
    "person, FORMS, ",
    "person, BOTH, CHAT",
    "ask, none, ",
    "ask, CARDS, CHAT",
    "agent, CARDS, CHAT"
  })
  void invoiceThatAwaitsADecision_saysWhereUntilItIsDecided(
      String policy, String client, String expected) throws Exception {
    String id = "WHERE %s-%s".formatted(policy, client);
    String invoice =
        "\"invoice_data\": {\"id\": \"%s\", \"lines\": [{\"item\": \"Desk\", \"amount\": 5}]}"
            .formatted(id);
    String known = "\"invoice_id\": \"%s\"".formatted(id);
    try (RawServer server = connect(policy, capabilities(client))) {
      assertSays(call(server, "process_invoice", invoice), "STARTED", expected, id);
      assertSays(call(server, "process_invoice", invoice), "ALREADY_OPEN", expected, id);
      assertSays(call(server, "get_invoice_status", known), "STATUS", expected, id);
      String changed = invoice.replace("Desk", "Yacht");
      assertSays(call(server, "process_invoice", changed), "ID_IN_USE", expected, id);

      other.approve(id);

      assertSays(call(server, "get_invoice_status", known), "STATUS", null, id);
    }
  }

  /** The terminal knows nothing of the settings that a client gives to the server. */
  @Test
  @DisabledOnOs(OS.WINDOWS) // where the command is for PowerShell
  void commandForATerminal_opensTheInvoiceWithTheServersSettings() throws Exception {
    Path toml =
        Files.writeString(
            stack.temporal().file("ann's own $settings.toml"),
            "[profile.shop]\naddress = \"%s\"\n".formatted(stack.temporal().address()));
    Map<String, String> settings =
        Map.of("TEMPORAL_CONFIG_FILE", toml.toString(), "TEMPORAL_PROFILE", "shop");
    String invoice =
        "\"invoice_data\": {\"id\": \"PASTED\", \"lines\": [{\"item\": \"Desk\", \"amount\": 5}]}";
    String where;
    try (RawServer server = connect("person", "{}", settings, "TEMPORAL_ADDRESS")) {
      where =
          call(server, "process_invoice", invoice).at("/structuredContent/how_to_decide").asText();
    }
    String command = where.replaceFirst(".*at a terminal \\((.*)\\), or .*", "$1");

    ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
    shell.environment().keySet().removeIf(name -> name.matches("(TEMPORAL|INVOICE)_.*"));
    Process inbox = shell.start();

    assertThat(new String(inbox.getInputStream().readAllBytes(), UTF_8))
        .startsWith("Invoice PASTED\n")
        .contains("Total: USD 5.00");
  }

  private static void assertSays(JsonNode result, String code, String expected, String id)
      throws IOException {
    JsonNode content = result.get("structuredContent");
    String text = result.at("/content/0/text").asText();
    assertThat(content.get("code").asText()).isEqualTo(code);
    if (expected == null) {
      assertThat(content.has("how_to_decide")).isFalse();
      assertThat(text).doesNotContain("How to decide", "--inbox");
      return;
    }
    String elsewhere =
        "at a terminal (TEMPORAL_ADDRESS=%s java -jar %s --inbox \"%s\"), or in the Temporal Web UI, by sending the workflow \"invoice-%s\" the signal approve_invoice or reject_invoice."
            .formatted(stack.temporal().address(), PackagedJar.server().path(), id, id);
    String sentence =
        switch (expected) {
          case "CHAT" -> CHAT;
          case "CARD" -> CARD + elsewhere;
          default -> PERSON + elsewhere;
        };
    assertThat(content.path("how_to_decide").asText()).isEqualTo(sentence);
    assertThat(text).contains("\nHow to decide: " + sentence);
  }

  private static String capabilities(String client) {
    return switch (client) {
      case "CARDS" -> CARDS;
      case "FORMS" -> FORMS;
      case "BOTH" -> BOTH;
      default -> "{}";
    };
  }

  private static RawServer connect(String policy, String capabilities) throws Exception {
    return connect(policy, capabilities, Map.of());
  }

  private static RawServer connect(
      String policy, String capabilities, Map<String, String> settings, String... without)
      throws Exception {
    ProcessBuilder command =
        stack
            .temporal()
            .serve(new ProcessBuilder(PackagedJar.server().command(JarProcess.jvmOptions())));
    command.environment().put("INVOICE_DECISIONS", policy);
    command.environment().put("INVOICE_WEB_UI", "https://ui.example");
    command.environment().putAll(settings);
    command.environment().keySet().removeAll(List.of(without));
    RawServer server = RawServer.start(command);
    server.send(RawServer.initialize(0, "2025-11-25", capabilities), RawServer.initialized());
    server.next();
    return server;
  }

  private static JsonNode call(RawServer server, String tool, String arguments) throws Exception {
    server.send(
        RawServer.request(
            1, "tools/call", "{\"name\":\"%s\",\"arguments\":{%s}}".formatted(tool, arguments)));
    return server.next().get("result");
  }
}
