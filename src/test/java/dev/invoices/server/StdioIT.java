package dev.invoices.server;

import static dev.invoices.testkit.RawServer.callTool;
import static dev.invoices.testkit.RawServer.initialize;
import static dev.invoices.testkit.RawServer.initialized;
import static dev.invoices.testkit.RawServer.ping;
import static dev.invoices.testkit.RawServer.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.RawServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The conversation over stdio as bytes, from the first line to the exit; there is no Temporal. */
@Timeout(60)
class StdioIT {

  private static final Duration IDLE_EXIT = Duration.ofSeconds(2);

  @Test
  void pipedConversation_isAnsweredCompletelyBeforeTheExit() throws Exception {
    try (var server = RawServer.start()) {
      // given a whole conversation and the end of input right behind it
      server.send(
          initialize(1, "2025-11-25"),
          initialized(),
          request(2, "tools/list", "{}"),
          callTool(3, "get_invoice_status", "{\"invoice_id\":\"INV-1\"}"),
          callTool(4, "approve_invoice", "{}"));
      server.process().endInput();

      // when the server has ended
      int status = server.process().exitStatus();

      // then every request has its answer, the one that had to wait for Temporal included
      Map<Integer, JsonNode> answers = new HashMap<>();
      for (int i = 0; i < server.process().stdout().size(); i++) {
        JsonNode answer = server.next();
        answers.put(answer.get("id").asInt(), answer.get("result"));
      }
      assertThat(status).isZero();
      assertThat(answers).containsOnlyKeys(1, 2, 3, 4);
      assertThat(answers.get(2).get("tools")).hasSize(4);
      assertThat(code(answers.get(3))).isEqualTo("TEMPORAL_UNREACHABLE");
      assertThat(code(answers.get(4))).isEqualTo("INVALID_INPUT");
    }
  }

  @Test
  void initializeAndToolsList_areAnsweredWithoutAnyTemporal() throws Exception {
    try (var server = RawServer.start()) {
      server.send(initialize(1, "2025-11-25"), initialized(), request(2, "tools/list", "{}"));

      assertThat(server.next().at("/result/serverInfo/name").asText())
          .isEqualTo("invoice-processor");
      assertThat(server.next().at("/result/tools")).hasSize(4);
    }
  }

  @Test
  void argumentsLeftOut_orNull_areNone() throws Exception {
    try (var server = RawServer.startInitialized(Map.of())) {
      for (String more : List.of("", ",\"arguments\":null", ",\"arguments\":{}")) {
        server.send(
            request(1, "tools/call", "{\"name\":\"get_invoice_status\"%s}".formatted(more)));

        assertThat(code(server.next().get("result"))).isEqualTo("TEMPORAL_UNREACHABLE");
      }
    }
  }

  @Test
  void unknownTool_isRefusedByTheNameThatWasSent_cleanedAndCut() throws Exception {
    try (var server = RawServer.startInitialized(Map.of())) {
      String name = "pay\\n\\\"all\\\"" + "x".repeat(200);
      server.send(request(1, "tools/call", "{\"name\":\"%s\"}".formatted(name)));

      JsonNode error = server.next().get("error");
      assertThat(error.get("code").asInt()).isEqualTo(-32602);
      assertThat(error.get("message").asText())
          .startsWith("Unknown tool: \"pay")
          .contains("'all'xxx")
          .hasSizeLessThan(120)
          .doesNotContain("\n");
    }
  }

  @Test
  void pingBeforeInitialize_isAnswered() throws Exception {
    try (var server = RawServer.start()) {
      server.send(ping(1));

      assertThat(server.next()).hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    }
  }

  @Test
  void serverDiscoverOfANewerRevision_isUnknown_andInitializeStillWorks() throws Exception {
    try (var server = RawServer.start()) {
      // given a client that tries the revision without initialize first
      server.send(request(1, "server/discover", "{}"));

      // then it is told that there is no such method
      JsonNode answer = server.next();
      assertThat(answer.at("/error/code").asInt()).isEqualTo(-32601);
      assertThat(answer.get("id").asInt()).isEqualTo(1);

      // and it can fall back
      server.send(initialize(2, "2025-11-25"));
      assertThat(server.next().at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
    }
  }

  @Test
  void cancelledCall_isNotAnswered_andDelaysNothing() throws Exception {
    try (var server = RawServer.startInitialized(Map.of())) {
      // given a call that waits for Temporal
      server.send(callTool(1, "get_invoice_status", "{\"invoice_id\":\"INV-1\"}"));

      // when it is taken back and the client leaves
      server.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}",
          ping(2));
      assertThat(server.next().get("id").asInt()).isEqualTo(2);
      server.process().endInput();

      // then the server ends at once, without an answer to the cancelled call
      assertThat(server.process().exitStatus(IDLE_EXIT)).isZero();
      assertThat(ids(server.process().stdout())).containsExactly("0", "2");
    }
  }

  @Test
  void idleServer_endsWithZeroAtTheEndOfInput() throws Exception {
    try (var server = RawServer.startInitialized(Map.of())) {
      server.process().endInput();

      assertThat(server.process().exitStatus(IDLE_EXIT)).isZero();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
  void idleServer_endsWithZeroOnSigterm() throws Exception {
    try (var server = RawServer.startInitialized(Map.of())) {
      server.process().terminate();

      assertThat(server.process().exitStatus(IDLE_EXIT)).isZero();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
  void serverThatWasNeverSpokenTo_endsWithZeroOnSigterm() throws Exception {
    try (var server = RawServer.start()) {
      server.send(ping(1));
      server.next();

      server.process().terminate();

      assertThat(server.process().exitStatus(IDLE_EXIT)).isZero();
    }
  }

  @Test
  void goodConversation_leavesNothingOnStderr() throws Exception {
    try (var server = RawServer.startInitialized(Map.of())) {
      server.send(callTool(1, "approve_invoice", "{\"invoice_id\":\"\"}"));
      assertThat(code(server.next().get("result"))).isEqualTo("INVALID_INPUT");
      server.process().endInput();

      assertThat(server.process().exitStatus(IDLE_EXIT)).isZero();
      assertThat(server.process().stderr()).isEmpty();
    }
  }

  private static String code(JsonNode toolResult) {
    return toolResult.at("/structuredContent/code").asText();
  }

  private static List<String> ids(List<String> messages) throws Exception {
    List<String> ids = new ArrayList<>();
    for (String message : messages) {
      ids.add(ExactJson.mapper().readTree(message).get("id").asText());
    }
    return ids;
  }
}
