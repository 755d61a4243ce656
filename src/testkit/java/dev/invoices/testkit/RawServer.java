package dev.invoices.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.invoices.json.ExactJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The packaged server as Claude Desktop runs it, talked to in raw bytes. Closing it fails unless
 * everything that it wrote to standard output was JSON-RPC. {@link McpTools} is the same server
 * behind the SDK's client.
 */
public final class RawServer implements AutoCloseable {

  private static final ObjectReader JSON =
      ExactJson.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final JarProcess process;
  private int read;

  private RawServer(JarProcess process) {
    this.process = process;
  }

  /** Starts it with an address of Temporal where nobody listens. */
  public static RawServer start() throws IOException {
    return start(Map.of());
  }

  /** Starts it by a command of one's own. */
  public static RawServer start(ProcessBuilder command) throws IOException {
    return new RawServer(JarProcess.start(command));
  }

  /** Starts it with these settings. */
  public static RawServer start(Map<String, String> settings) throws IOException {
    return new RawServer(JarProcess.startAlone(PackagedJar.server(), settings));
  }

  /** Starts it and begins the conversation. */
  public static RawServer startInitialized(Map<String, String> settings) throws Exception {
    RawServer server = start(settings);
    server.send(initialize(0, "2025-11-25"), initialized());
    assertThat(server.next().at("/result/serverInfo/name").asText()).isEqualTo("invoice-processor");
    return server;
  }

  public static String initialize(int id, String protocol) {
    return initialize(id, protocol, "{}");
  }

  /** The first message of a client with these capabilities. */
  public static String initialize(int id, String protocol, String capabilities) {
    return request(
        id,
        "initialize",
        "{\"protocolVersion\":\"%s\",\"capabilities\":%s,\"clientInfo\":{\"name\":\"raw\",\"version\":\"1\"}}"
            .formatted(protocol, capabilities));
  }

  public static String initialized() {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  }

  public static String ping(int id) {
    return request(id, "ping", "{}");
  }

  public static String callTool(int id, String tool, String arguments) {
    return request(
        id, "tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
  }

  public static String request(int id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
        .formatted(id, method, params);
  }

  /** Sends lines. */
  public void send(String... lines) throws IOException {
    send((String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) throws IOException {
    process.send(bytes);
  }

  /** The next message that it sends. */
  public JsonNode next() throws Exception {
    return next(LIMIT);
  }

  /** The same, if it comes within a time. */
  public JsonNode next(Duration limit) throws Exception {
    try {
      return JSON.readTree(process.stdoutLines().line(read++, limit));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; stderr: " + process.stderr(), e);
    }
  }

  /** What it has sent beyond that until it ended. */
  public List<String> unread() throws InterruptedException {
    List<String> sent = process.stdoutLines().untilTheEnd(LIMIT);
    return sent.subList(read, sent.size());
  }

  /** The process itself. */
  public JarProcess process() {
    return process;
  }

  @Override
  public void close() throws IOException {
    boolean wasAlive = process.isAlive();
    process.close();
    List<String> lines = process.stdoutLines().soFar();
    assertThat(lines).as("standard output").allSatisfy(RawServer::assertJsonRpc);
    if (!wasAlive) {
      assertThat(process.stdoutLines().endsWithNewline()).as("ends with a newline").isTrue();
    }
  }

  private static void assertJsonRpc(String line) throws JsonProcessingException {
    JsonNode message = JSON.readTree(line);
    assertThat(message.path("jsonrpc").asText()).isEqualTo("2.0");
    assertThat(message.has("method") || message.has("result") || message.has("error")).isTrue();
  }
}
