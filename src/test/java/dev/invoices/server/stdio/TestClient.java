package dev.invoices.server.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * A client of a real SDK server on a {@link StdioTransport}. Each wait is bounded.
 *
 * <p>The server reads from an OS pipe. Its output is taken write by write, each of which must be
 * one message, whole and alone.
 */
final class TestClient implements AutoCloseable {

  static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{"roots":{}},"clientInfo":{"name":"tester","version":"1"}}}""";
  static final String INITIALIZED =
      """
      {"jsonrpc":"2.0","method":"notifications/initialized"}""";

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String END = "";

  final McpSyncServer server;
  final StdioTransport transport;

  private final OutputStream toServer;
  private final Thread serving;
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private volatile boolean reading = true;

  private TestClient(RequestOrder order, Duration drainTimeout, SyncToolSpecification... tools)
      throws IOException {
    Pipe pipe = Pipe.open();
    toServer = Channels.newOutputStream(pipe.sink());
    InputStream in = Channels.newInputStream(pipe.source());
    transport =
        new StdioTransport(
            in, new FromServer(), mapper(), order, (request, result) -> result, drainTimeout);
    server =
        McpServer.sync(transport)
            .serverInfo("test", "1")
            .jsonMapper(transport.jsonMapper())
            .tools(tools)
            .build();
    serving =
        new Thread(
            () -> {
              transport.serve();
              received.add(END);
            });
    serving.setDaemon(true);
    serving.start();
  }

  /** A client that has not sent anything yet. */
  static TestClient connected(SyncToolSpecification... tools) throws IOException {
    return new TestClient(RequestOrder.none(), StdioTransport.DRAIN_TIMEOUT, tools);
  }

  /** A client whose conversation has begun. */
  static TestClient initialized(SyncToolSpecification... tools)
      throws IOException, InterruptedException {
    return initialized(StdioTransport.DRAIN_TIMEOUT, tools);
  }

  static TestClient initialized(Duration drainTimeout, SyncToolSpecification... tools)
      throws IOException, InterruptedException {
    return initialized(RequestOrder.none(), drainTimeout, tools);
  }

  static TestClient initialized(RequestOrder order, SyncToolSpecification... tools)
      throws IOException, InterruptedException {
    return initialized(order, StdioTransport.DRAIN_TIMEOUT, tools);
  }

  private static TestClient initialized(
      RequestOrder order, Duration drainTimeout, SyncToolSpecification... tools)
      throws IOException, InterruptedException {
    var client = new TestClient(order, drainTimeout, tools);
    client.send(INITIALIZE, INITIALIZED);
    assertThat(client.next().at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
    return client;
  }

  static ObjectMapper mapper() {
    return JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  }

  /** A tool that takes any arguments. */
  static SyncToolSpecification tool(
      String name, BiFunction<McpSyncServerExchange, CallToolRequest, CallToolResult> handler) {
    var tool = Tool.builder(name, Map.of("type", "object")).description(name).build();
    return SyncToolSpecification.builder().tool(tool).callHandler(handler).build();
  }

  static CallToolResult text(String text) {
    return CallToolResult.builder().addTextContent(text).build();
  }

  static String call(Object id, String tool) {
    return call(id, tool, "{}");
  }

  static String call(Object id, String tool, String arguments) {
    return request(
        id, "tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
  }

  static String ping(Object id) {
    return request(id, "ping", "{}");
  }

  static String request(Object id, String method, String params) {
    String jsonId = id instanceof String ? "\"" + id + "\"" : id.toString();
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
        .formatted(jsonId, method, params);
  }

  static String cancelled(Object id) {
    String jsonId = id instanceof String ? "\"" + id + "\"" : id.toString();
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%s}}"
        .formatted(jsonId);
  }

  /** Sends lines, all in one write. */
  void send(String... lines) throws IOException {
    send((String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    toServer.write(bytes);
    toServer.flush();
  }

  void endInput() throws IOException {
    toServer.close();
  }

  /** Closes the client's end of the server's output. */
  void stopReading() {
    reading = false;
  }

  /** The next line from the server, as it came. */
  String nextLine() throws InterruptedException {
    String line = received.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(line).as("next line from the server").isNotNull().isNotEqualTo(END);
    return line;
  }

  /** The next message from the server. */
  JsonNode next() throws InterruptedException {
    return parsed(nextLine());
  }

  List<JsonNode> next(int count) throws InterruptedException {
    var messages = new ArrayList<JsonNode>();
    while (messages.size() < count) {
      messages.add(next());
    }
    return messages;
  }

  /** Closes the input and returns what the server still had to say until it stopped serving. */
  List<JsonNode> finish() throws IOException, InterruptedException {
    endInput();
    assertThat(stopsServingWithin(LIMIT)).as("the server has stopped serving").isTrue();
    var messages = new ArrayList<JsonNode>();
    for (String line = received.take(); !line.equals(END); line = received.take()) {
      messages.add(parsed(line));
    }
    return messages;
  }

  /** Whether {@code serve()} returns in time. */
  boolean stopsServingWithin(Duration timeout) throws InterruptedException {
    serving.join(timeout.toMillis());
    return !serving.isAlive();
  }

  @Override
  public void close() throws IOException {
    toServer.close();
  }

  private static JsonNode parsed(String line) {
    try {
      return mapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  private final class FromServer extends OutputStream {

    @Override
    public void write(byte[] message, int offset, int length) throws IOException {
      if (!reading) {
        throw new IOException("Broken pipe");
      }
      String line = new String(message, offset, length, UTF_8);
      received.add(
          line.indexOf('\n') == line.length() - 1
              ? line.stripTrailing()
              : "not one message: " + line);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }
  }
}
