package dev.invoices.server.stdio;

import static dev.invoices.server.stdio.TestClient.call;
import static dev.invoices.server.stdio.TestClient.ping;
import static dev.invoices.server.stdio.TestClient.request;
import static dev.invoices.server.stdio.TestClient.text;
import static dev.invoices.server.stdio.TestClient.tool;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in and out of the handlers. */
@Timeout(60)
class StdioTransportTest {

  @ParameterizedTest
  @CsvSource({
    "100.10, BigDecimal 100.10",
    "0.1, BigDecimal 0.1",
    "1.00, BigDecimal 1.00",
    "12345678901234567890.123456789, BigDecimal 12345678901234567890.123456789",
    "1e400, BigDecimal 1E+400",
    "1e-400, BigDecimal 1E-400",
    "7, Integer 7",
    "9007199254740993, Long 9007199254740993",
    "9223372036854775808, BigInteger 9223372036854775808",
  })
  @Timeout(5)
  void number_reachesTheHandlerExactly(String number, String seen) throws Exception {
    SyncToolSpecification describe =
        tool(
            "describe",
            (exchange, request) -> {
              Object value = request.arguments().get("value");
              return text(value.getClass().getSimpleName() + " " + value);
            });
    try (var client = TestClient.initialized(describe)) {
      client.send(call(1, "describe", "{\"value\":%s}".formatted(number)));

      assertThat(client.next().at("/result/content/0/text").asText()).isEqualTo(seen);
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        IllegalStateException.class,
        AssertionError.class,
        // Reactor takes these three for fatal and tells nobody.
        StackOverflowError.class,
        OutOfMemoryError.class,
        NoClassDefFoundError.class
      })
  void handlerThatThrows_isAnsweredWithoutItsMessage(Class<? extends Throwable> type)
      throws Exception {
    Throwable failure = constructed(type);
    SyncToolSpecification failing = tool("failing", (exchange, request) -> rethrown(failure));
    try (var client = TestClient.initialized(failing)) {
      client.send(call(1, "failing"));

      assertThatItFailed(client.next());
      assertThatItStillServes(client);
    }
  }

  @Test
  void handlerThatReturnsNull_isAnswered() throws Exception {
    try (var client = TestClient.initialized(tool("nothing", (exchange, request) -> null))) {
      client.send(call(1, "nothing"));

      assertThatItFailed(client.next());
      assertThatItStillServes(client);
    }
  }

  @ParameterizedTest
  @MethodSource
  void resultThatCannotBeWritten_isAnsweredWithAnError(CallToolResult result) throws Exception {
    try (var client = TestClient.initialized(tool("odd", (exchange, request) -> result))) {
      client.send(call(1, "odd"));

      assertThatItFailed(client.next());
      assertThatItStillServes(client);
    }
  }

  static Stream<CallToolResult> resultThatCannotBeWritten_isAnsweredWithAnError() {
    var endless = new HashMap<String, Object>();
    endless.put("self", endless);
    return Stream.of(
        CallToolResult.builder().addTextContent("").structuredContent(new Object()).build(),
        CallToolResult.builder().addTextContent("").structuredContent(endless).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"name\":\"any\",\"arguments\":[]}", "{\"name\":{}}"})
  void paramsThatDoNotFit_areInvalidParams(String params) throws Exception {
    try (var client = TestClient.initialized(tool("any", (exchange, request) -> text("")))) {
      client.send(request(1, "tools/call", params));

      JsonNode error = client.next().get("error");
      assertThat(error.get("code").asInt()).isEqualTo(-32602);
      assertThat(error.get("message").asText()).isEqualTo("The params do not fit this method.");
    }
  }

  @Test
  void noParamsWhereSomeAreNeeded_areInvalidParams() throws Exception {
    try (var client = TestClient.initialized(tool("any", (exchange, request) -> text("")))) {
      client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}");

      assertThat(client.next().get("error"))
          .hasToString("{\"code\":-32602,\"message\":\"The params are missing.\"}");
    }
  }

  @Test
  void unknownMethod_isNotFound_andNotRepeated() throws Exception {
    try (var client = TestClient.initialized()) {
      client.send(request(1, "no/such/method", "{}"));

      assertThat(client.next().get("error"))
          .hasToString("{\"code\":-32601,\"message\":\"The server does not offer this method.\"}");
    }
  }

  @Test
  void requestToTheClient_getsTheClientsAnswer() throws Exception {
    SyncToolSpecification roots =
        tool("roots", (exchange, request) -> text(exchange.listRoots().roots().get(0).uri()));
    try (var client = TestClient.initialized(roots)) {
      // given a handler that asks the client for something
      client.send(call(1, "roots"));
      JsonNode question = client.next();
      assertThat(question.get("method").asText()).isEqualTo("roots/list");

      // when the client answers
      client.send(
          "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"roots\":[{\"uri\":\"file:///here\"}]}}"
              .formatted(question.get("id")));

      // then the handler goes on with it
      assertThat(client.next().at("/result/content/0/text").asText()).isEqualTo("file:///here");
    }
  }

  @Test
  void requestToTheClient_getsTheClientsError() throws Exception {
    SyncToolSpecification roots =
        tool(
            "roots",
            (exchange, request) -> {
              try {
                return text(exchange.listRoots().toString());
              } catch (McpError e) {
                return text(e.getJsonRpcError().code() + " " + e.getJsonRpcError().message());
              }
            });
    try (var client = TestClient.initialized(roots)) {
      client.send(call(1, "roots"));
      JsonNode question = client.next();

      client.send(
          "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"No.\"}}"
              .formatted(question.get("id")));

      assertThat(client.next().at("/result/content/0/text").asText()).isEqualTo("-32601 No.");
    }
  }

  @Test
  void mistakeOfOurs_costsOneMessage() throws Exception {
    // given a mapper that cannot even write an empty result
    var mapper = TestClient.mapper();
    mapper.registerModule(
        new SimpleModule()
            .addSerializer(
                JSONRPCResponse.class,
                new ToStringSerializerBase(JSONRPCResponse.class) {
                  private static final long serialVersionUID = 1L;

                  @Override
                  public String valueToString(Object value) {
                    throw new IllegalStateException("mistake");
                  }
                }));
    var out = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream((ping(1) + "\n" + ping(2) + "\n").getBytes(UTF_8));
    var transport = new StdioTransport(in, out, mapper);
    McpServer.sync(transport).build();

    transport.serve();

    assertThat(out.toString(UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":"));
  }

  @Test
  void mapperThatRoundsFloats_isRefused() {
    assertThatThrownBy(
            () ->
                new StdioTransport(
                    new ByteArrayInputStream(new byte[0]),
                    new ByteArrayOutputStream(),
                    new ObjectMapper()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("USE_BIG_DECIMAL_FOR_FLOATS");
  }

  @Test
  void servingWithoutAServer_isRefused() {
    var transport =
        new StdioTransport(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            TestClient.mapper());

    assertThatThrownBy(transport::serve)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Build a server");
  }

  private static void assertThatItFailed(JsonNode answer) {
    assertThat(answer)
        .hasToString(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":"
                + "\"Internal error in the server; see its log.\"}}");
  }

  private static void assertThatItStillServes(TestClient client) throws Exception {
    client.send(ping(2));
    assertThat(client.next()).hasToString("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}");
    assertThat(client.finish()).isEmpty();
  }

  private static Throwable constructed(Class<? extends Throwable> type) throws Exception {
    // AssertionError has no public constructor for a string.
    return type == AssertionError.class
        ? new AssertionError("secret")
        : type.getConstructor(String.class).newInstance("secret");
  }

  /** Throws anything from a handler, which declares nothing. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> CallToolResult rethrown(Throwable failure) throws E {
    throw (E) failure;
  }
}
