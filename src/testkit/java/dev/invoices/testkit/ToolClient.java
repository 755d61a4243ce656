package dev.invoices.testkit;

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
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * An MCP client that launches the packaged server and talks to it over stdio, as Claude Desktop
 * does. Amounts stay exact in both directions.
 */
public final class ToolClient implements AutoCloseable {

  /** The server promises any answer within 7 s; a busy machine may need longer to start it. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final McpSyncClient client;

  private ToolClient(McpSyncClient client) {
    this.client = client;
  }

  /**
   * Launches a server and introduces the client to it.
   *
   * @param clientInfo how the client introduces itself; invoices record it with each decision
   * @param log told every line that the server writes to its standard error
   * @throws IOException when the server does not answer
   */
  public static ToolClient start(
      PackagedJar server, TemporalFixture temporal, Implementation clientInfo, Consumer<String> log)
      throws IOException {
    return start(server, temporal::serve, clientInfo, log);
  }

  /**
   * Launches a server whose Temporal need not exist.
   *
   * @param settings makes the process find its Temporal
   */
  public static ToolClient start(
      PackagedJar server,
      UnaryOperator<ProcessBuilder> settings,
      Implementation clientInfo,
      Consumer<String> log)
      throws IOException {
    List<String> command = server.command(JarProcess.jvmOptions());
    ServerParameters parameters =
        ServerParameters.builder(command.get(0)).args(command.subList(1, command.size())).build();
    StdioClientTransport transport =
        new StdioClientTransport(parameters, new JacksonMcpJsonMapper(ExactJson.mapper())) {
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
    transport.setStdErrorHandler(log);
    McpSyncClient client =
        McpClient.sync(transport)
            .clientInfo(clientInfo)
            .initializationTimeout(ANSWER_LIMIT)
            .requestTimeout(ANSWER_LIMIT)
            .build();
    ToolClient started = new ToolClient(client);
    try {
      ask("initialize", client::initialize);
      return started;
    } catch (IOException e) {
      started.close();
      throw e;
    }
  }

  /** The server's name and version. */
  public Implementation serverInfo() {
    return client.getServerInfo();
  }

  /** What the server offers. */
  public List<Tool> tools() throws IOException {
    return ask("tools/list", () -> client.listTools().tools());
  }

  /**
   * Calls a tool; an answer that is an error is an answer.
   *
   * @throws IOException when there is none
   */
  public ToolReply call(String tool, Map<String, Object> arguments) throws IOException {
    return ask(
        tool,
        () ->
            ToolReply.of(
                client.callTool(CallToolRequest.builder(tool).arguments(arguments).build())));
  }

  /** Ends the server, within seconds. */
  @Override
  public void close() {
    client.closeGracefully();
  }

  private static <T> T ask(String request, Supplier<T> call) throws IOException {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw new IOException(
          "The MCP server gave no answer to %s: %s".formatted(request, e.getMessage()), e);
    }
  }
}
