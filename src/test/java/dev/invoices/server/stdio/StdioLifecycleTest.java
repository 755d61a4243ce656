package dev.invoices.server.stdio;

import static dev.invoices.server.stdio.TestClient.INITIALIZE;
import static dev.invoices.server.stdio.TestClient.INITIALIZED;
import static dev.invoices.server.stdio.TestClient.call;
import static dev.invoices.server.stdio.TestClient.ping;
import static dev.invoices.server.stdio.TestClient.request;
import static dev.invoices.server.stdio.TestClient.text;
import static dev.invoices.server.stdio.TestClient.tool;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpServerSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Which message may come when. */
@Timeout(60)
class StdioLifecycleTest {

  private static final SyncToolSpecification WHO =
      tool("who", (exchange, request) -> text(exchange.getClientInfo().name()));

  @Test
  void pingBeforeInitialize_isAnswered() throws Exception {
    try (var client = TestClient.connected()) {
      client.send(ping(1));

      assertThat(client.next()).hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    }
  }

  @Test
  void newsOfRoots_makesTheServerAskForNothing() throws Exception {
    try (var client = TestClient.initialized(WHO)) {
      client.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}", call(1, "who"));

      assertThat(client.next().get("id").asInt()).isEqualTo(1);
      assertThat(client.finish()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/list", "tools/call", "logging/setLevel"})
  void knownMethodBeforeInitialize_isInvalid(String method) throws Exception {
    try (var client = TestClient.connected(WHO)) {
      client.send(request(1, method, "{}"));

      JsonNode error = client.next().get("error");
      assertThat(error.get("code").asInt()).isEqualTo(-32600);
      assertThat(error.get("message").asText()).contains("send \"initialize\" first");
      assertThat(client.finish()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"server/discover", "resources/list", "Initialize", ""})
  void unknownMethodBeforeInitialize_isNotFound(String method) throws Exception {
    try (var client = TestClient.connected(WHO)) {
      client.send(request(1, method, "{}"));

      assertThat(client.next().at("/error/code").asInt()).isEqualTo(-32601);
      assertThat(client.finish()).isEmpty();
    }
  }

  @Test
  void requestsBeforeInitialize_doNoHarm() throws Exception {
    try (var client = TestClient.connected(WHO)) {
      // given a client that gets the order wrong
      client.send(
          INITIALIZED, request(1, "tools/list", "{}"), call(2, "who"), INITIALIZED, INITIALIZE);
      client.next(3);

      // when it calls a tool in the end
      client.send(call(3, "who"));

      // then the tool knows the client
      assertThat(client.next().at("/result/content/0/text").asText()).isEqualTo("tester");
    }
  }

  @Test
  void requestsBeforeInitialized_areServed() throws Exception {
    try (var client = TestClient.connected(WHO)) {
      // given a client that has its answer to "initialize", but has not acknowledged it
      client.send(INITIALIZE);
      client.next();

      // when it goes on all the same, and acknowledges late
      client.send(call(1, "who"));
      JsonNode before = client.next();
      client.send(INITIALIZED, call(2, "who"));
      JsonNode after = client.next();

      // then all is served
      assertThat(before.at("/result/content/0/text").asText()).isEqualTo("tester");
      assertThat(after.at("/result/content/0/text").asText()).isEqualTo("tester");
    }
  }

  @RepeatedTest(100)
  void conversationInOneWrite_isAnsweredInFull() throws Exception {
    try (var client = TestClient.connected(WHO)) {
      client.send(INITIALIZE, INITIALIZED, request(1, "tools/list", "{}"), call(2, "who"));

      assertThat(client.finish())
          .allMatch(answer -> answer.has("result"))
          .extracting(answer -> answer.get("id").asText())
          .startsWith("init")
          .containsExactlyInAnyOrder("init", "1", "2");
    }
  }

  @Test
  void initializeThatTakesTime_holdsUpWhatComesAfter() throws Exception {
    String answers = answersOfSlowServer(Duration.ofMillis(100), Duration.ofSeconds(20));

    assertThat(answers.lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"id\":\"init\",\"result\""),
            second -> assertThat(second).contains("\"id\":1,\"result\":\"served\""));
  }

  @Test
  void initializeThatTakesTooLong_isAnsweredWithAnError() throws Exception {
    String answers = answersOfSlowServer(Duration.ofSeconds(20), Duration.ofMillis(20));

    assertThat(answers.lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"id\":\"init\"", "took too long to initialize"),
            second -> assertThat(second).contains("\"id\":1", "-32600"));
  }

  /** What a server says to "initialize" and one more request when the former takes time. */
  private static String answersOfSlowServer(Duration initialization, Duration timeout) {
    var out = new ByteArrayOutputStream();
    byte[] input = (INITIALIZE + "\n" + request(1, "any", "{}") + "\n").getBytes(UTF_8);
    var in = new SequenceInputStream(new ByteArrayInputStream(input), new EndAfterAnswers(out, 2));
    var transport = new StdioTransport(in, out, TestClient.mapper(), timeout);
    var result =
        InitializeResult.builder(
                "2025-11-25",
                ServerCapabilities.builder().build(),
                Implementation.builder("slow", "1").build())
            .build();
    transport.setSessionFactory(
        sessionTransport ->
            new McpServerSession(
                "session",
                Duration.ofSeconds(20),
                sessionTransport,
                initialize -> Mono.delay(initialization).thenReturn(result),
                Map.of("any", (exchange, params) -> Mono.just("served")),
                Map.of()));
    transport.serve();
    return out.toString(UTF_8);
  }

  /** The end of an input, which comes after so many answers. */
  private static final class EndAfterAnswers extends InputStream {

    private final ByteArrayOutputStream answers;
    private final int count;

    EndAfterAnswers(ByteArrayOutputStream answers, int count) {
      this.answers = answers;
      this.count = count;
    }

    @Override
    public int read() {
      while (answers.toString(UTF_8).lines().count() < count) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      return -1;
    }
  }

  @Test
  void secondInitialize_isInvalid() throws Exception {
    try (var client = TestClient.initialized(WHO)) {
      client.send(INITIALIZE, call(1, "who"));

      assertThat(client.next().at("/error/code").asInt()).isEqualTo(-32600);
      assertThat(client.next().has("result")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"capabilities\":5}"})
  void initializeWithBadParams_isInvalid_andMayBeRepeated(String params) throws Exception {
    try (var client = TestClient.connected(WHO)) {
      client.send(request(1, "initialize", params), call(2, "who"), INITIALIZE, call(3, "who"));

      assertThat(client.next().at("/error/code").asInt()).isEqualTo(-32602);
      assertThat(client.next().at("/error/code").asInt()).isEqualTo(-32600);
      assertThat(client.next().at("/result/serverInfo/name").asText()).isEqualTo("test");
      assertThat(client.next().at("/result/content/0/text").asText()).isEqualTo("tester");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2024-11-05, 2024-11-05",
    "2025-03-26, 2025-03-26",
    "2025-06-18, 2025-06-18",
    "2025-11-25, 2025-11-25",
    "2026-07-28, 2025-11-25",
  })
  void protocolVersion_isTheClientsOrTheNewest(String asked, String agreed) throws Exception {
    try (var client = TestClient.connected(WHO)) {
      client.send(INITIALIZE.replace("2025-11-25", asked), call(1, "who"));

      assertThat(client.next().at("/result/protocolVersion").asText()).isEqualTo(agreed);
      assertThat(client.next().has("result")).isTrue();
    }
  }

  @Test
  void notificationsToTheClient_areSentOnceItHasInitialized() throws Exception {
    try (var client = TestClient.connected(WHO)) {
      // given a change before the client has initialized, and one after
      client.server.notifyToolsListChanged();
      client.send(INITIALIZE, ping(1));
      client.next(2);
      client.server.notifyToolsListChanged();

      // when the client reads on, then it gets the later one alone
      assertThat(client.next())
          .hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
      assertThat(client.finish()).isEmpty();
    }
  }

  @Test
  void unknownNotification_isIgnored() throws Exception {
    try (var client = TestClient.initialized()) {
      client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unheard_of\"}", ping(1));

      assertThat(client.next().get("id").asInt()).isEqualTo(1);
      assertThat(client.finish()).isEmpty();
    }
  }
}
