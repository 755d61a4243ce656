package dev.invoices.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.invoices.json.ExactJson;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * The packaged server, launched over stdio as Claude Desktop does, and the SDK's MCP client of it.
 * Amounts stay exact in both directions. {@link RawServer} is the same server in raw bytes.
 */
public final class McpTools implements AutoCloseable {

  /** The server promises any answer within 7 s; a busy machine may need longer to start it. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  /** The 7 s that are promised whatever is down, and what this client needs itself. */
  public static final Duration PROMISED = Duration.ofMillis(7_500);

  private final McpSyncClient client;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private Optional<ResultChecks> checks = Optional.empty();
  private volatile boolean timed;

  private McpTools(
      PackagedJar server,
      UnaryOperator<ProcessBuilder> settings,
      Implementation clientInfo,
      Consumer<String> stderr) {
    StdioClientTransport transport = transport(server, settings);
    transport.setStdErrorHandler(
        line -> {
          log.add(line);
          stderr.accept(line);
        });
    this.client =
        McpClient.sync(transport)
            .clientInfo(clientInfo)
            .initializationTimeout(ANSWER_LIMIT)
            .requestTimeout(ANSWER_LIMIT)
            .build();
  }

  /**
   * Launches a server and introduces the client to it; {@link ResultChecks} checks each result.
   *
   * @param settings makes its process find its Temporal, which need not exist
   * @param clientName how the client introduces itself, with version 1.2.3
   * @throws IOException when the server does not answer
   */
  public static McpTools start(UnaryOperator<ProcessBuilder> settings, String clientName)
      throws IOException {
    Implementation client = Implementation.builder(clientName, "1.2.3").build();
    McpTools tools = startUnchecked(PackagedJar.server(), settings, client, line -> {});
    tools.checks = Optional.of(new ResultChecks(tools.tools()));
    return tools;
  }

  /**
   * Launches a server and introduces the client to it.
   *
   * @param settings makes its process find its Temporal
   * @param clientInfo how the client introduces itself; invoices record it with each decision
   * @param stderr gets every line that the server writes to its standard error
   * @throws IOException when the server does not answer
   */
  public static McpTools startUnchecked(
      PackagedJar server,
      UnaryOperator<ProcessBuilder> settings,
      Implementation clientInfo,
      Consumer<String> stderr)
      throws IOException {
    McpTools started = new McpTools(server, settings, clientInfo, stderr);
    try {
      request("initialize", started.client::initialize);
      return started;
    } catch (IOException e) {
      started.close();
      throw e;
    }
  }

  /** From now on every answer has to come within {@link #PROMISED}. */
  public McpTools timed() {
    timed = true;
    return this;
  }

  /** The server's name and version. */
  public Implementation serverInfo() {
    return client.getServerInfo();
  }

  /** What the server offers. */
  public List<Tool> tools() throws IOException {
    return request("tools/list", () -> client.listTools().tools());
  }

  /** Submits an invoice, given as JSON. */
  public ToolReply submit(String invoice) throws IOException {
    return call("process_invoice", "{\"invoice_data\": %s}".formatted(invoice));
  }

  public ToolReply approve(String id) throws IOException {
    return call("approve_invoice", Map.of("invoice_id", id));
  }

  public ToolReply approve(String id, String note) throws IOException {
    return call("approve_invoice", Map.of("invoice_id", id, "note", note));
  }

  public ToolReply reject(String id) throws IOException {
    return call("reject_invoice", Map.of("invoice_id", id));
  }

  public ToolReply reject(String id, String note) throws IOException {
    return call("reject_invoice", Map.of("invoice_id", id, "note", note));
  }

  public ToolReply status(String id) throws IOException {
    return call("get_invoice_status", Map.of("invoice_id", id));
  }

  /** Asks for the status until it is the one that is wanted. */
  public ToolReply awaitStatus(String id, String wanted) throws Exception {
    return Eventually.see(
        "status " + wanted, () -> status(id), reply -> reply.status().equals(wanted));
  }

  /** Asks for the status until the invoice is closed. */
  public ToolReply awaitClosed(String id) throws Exception {
    return Eventually.see(
        "the end of " + id, () -> status(id), reply -> reply.content().has("closed_at"));
  }

  /** Calls a tool with arguments given as JSON. */
  public ToolReply call(String tool, String arguments) throws IOException {
    return call(
        tool, ExactJson.mapper().readValue(arguments, new TypeReference<Map<String, Object>>() {}));
  }

  /**
   * Calls a tool; an answer that is an error is an answer.
   *
   * @throws IOException when there is none
   */
  public ToolReply call(String tool, Map<String, Object> arguments) throws IOException {
    long start = System.nanoTime();
    ToolReply reply =
        request(
            tool,
            () ->
                ToolReply.of(
                    client.callTool(CallToolRequest.builder(tool).arguments(arguments).build())));
    if (timed) {
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("time of %s to answer %s", tool, reply.text())
          .isLessThan(PROMISED);
    }
    checks.ifPresent(all -> all.check(tool, reply));
    return reply;
  }

  /** What the server has written to standard error so far. */
  public List<String> log() {
    return List.copyOf(log);
  }

  /** Ends the server, within seconds. */
  @Override
  public void close() {
    if (!client.closeGracefully()) {
      client.close(); // it gave up waiting, and the server would go on
    }
  }

  private static StdioClientTransport transport(
      PackagedJar server, UnaryOperator<ProcessBuilder> settings) {
    List<String> command = server.command(JarProcess.jvmOptions());
    ServerParameters parameters =
        ServerParameters.builder(command.get(0)).args(command.subList(1, command.size())).build();
    return new StdioClientTransport(parameters, new JacksonMcpJsonMapper(ExactJson.mapper())) {
      /** Overridden because the SDK (2.1.0) would pass our whole environment on. */
      @Override
      protected ProcessBuilder getProcessBuilder() {
        return settings.apply(new ProcessBuilder());
      }

      /** Overridden because the SDK (2.1.0) drops a message that meets another. */
      @Override
      public synchronized Mono<Void> sendMessage(JSONRPCMessage message) {
        return super.sendMessage(message);
      }
    };
  }

  private static <T> T request(String name, Supplier<T> call) throws IOException {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw new IOException(
          "The MCP server gave no answer to %s: %s".formatted(name, e.getMessage()), e);
    }
  }
}
