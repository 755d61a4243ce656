package dev.invoices.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.KnownRuns;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.json.ExactJson;
import dev.invoices.server.card.CardOffer;
import dev.invoices.server.conversation.Caller;
import dev.invoices.server.conversation.Conversation;
import dev.invoices.server.conversation.FormClient;
import dev.invoices.server.desktop.ClaudeDesktopConfig;
import dev.invoices.server.stdio.StdioTransport;
import dev.invoices.server.tools.DecisionKind;
import dev.invoices.server.tools.DecisionTool;
import dev.invoices.server.tools.GetInvoiceStatusTool;
import dev.invoices.server.tools.InvoiceTool;
import dev.invoices.server.tools.ProcessInvoiceTool;
import dev.invoices.server.tools.ResultSchema;
import dev.invoices.server.tools.ToolResult;
import dev.invoices.temporal.TemporalConnection;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer.SyncSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MCP server with its four tools. */
final class InvoiceMcpServer {

  private static final Logger log = LoggerFactory.getLogger(InvoiceMcpServer.class);

  /**
   * Clients of Anthropic then ask their user at each call, whatever was allowed before. For what
   * cannot be undone.
   */
  private static final Map<String, Object> ASK_EACH_TIME =
      Map.of("anthropic/requiresUserInteraction", true);

  private static final McpJsonMapper MAPPER = new JacksonMcpJsonMapper(ExactJson.mapper());
  private final Supplier<TemporalConnection> connection;
  private final Conversation conversation;
  private final CardOffer card;
  private final KnownRuns runs = new KnownRuns();

  private InvoiceMcpServer(
      Supplier<TemporalConnection> connection, Conversation conversation, CardOffer card) {
    this.connection = connection;
    this.conversation = conversation;
    this.card = card;
  }

  /**
   * Starts the server on a transport.
   *
   * @param transport carries the messages
   * @param connection called at each tool call; may block until the connection is ready
   * @param conversation what the tools share
   * @param card for clients that show it
   * @param version the version of this product
   */
  static McpSyncServer start(
      StdioTransport transport,
      Supplier<TemporalConnection> connection,
      Conversation conversation,
      CardOffer card,
      String version) {
    InvoiceMcpServer server = new InvoiceMcpServer(connection, conversation, card);
    SyncSpecification<?> specification =
        io.modelcontextprotocol.server.McpServer.sync(transport)
            .serverInfo(ClaudeDesktopConfig.SERVER_NAME, version)
            .instructions(Instructions.under(conversation.policy()))
            .capabilities(ServerCapabilities.builder().tools(false).resources(false, false).build())
            .jsonMapper(transport.jsonMapper())
            .requestTimeout(FormClient.TIMEOUT)
            .validateToolInputs(false)
            .jsonSchemaValidator(new OwnValidation())
            .tools(server.tools().stream().map(server::specify).toList())
            .resources(
                new SyncResourceSpecification(
                    card.resource(), (exchange, request) -> card.read(request)));
    return specification.build();
  }

  private List<InvoiceTool> tools() {
    return List.of(
        new ProcessInvoiceTool(conversation.shown()),
        new DecisionTool(DecisionKind.APPROVAL, conversation),
        new DecisionTool(DecisionKind.REJECTION, conversation),
        new GetInvoiceStatusTool());
  }

  private SyncToolSpecification specify(InvoiceTool tool) {
    return SyncToolSpecification.builder()
        .tool(
            Tool.builder(tool.name(), MAPPER, tool.inputSchema())
                .title(tool.title())
                .description(tool.description())
                .outputSchema(MAPPER, ResultSchema.JSON)
                .annotations(tool.annotations())
                .meta(tool.isDestructive() ? ASK_EACH_TIME : null)
                .build())
        .callHandler((exchange, request) -> call(tool, exchange, request))
        .build();
  }

  /** Turns every failure into a result; the SDK would show an exception's text to the client. */
  private CallToolResult call(
      InvoiceTool tool, McpSyncServerExchange exchange, CallToolRequest request) {
    try {
      // MCP lets a client leave the arguments out, and some write null for that.
      Map<String, Object> given = Objects.requireNonNullElse(request.arguments(), Map.of());
      JsonNode arguments = ExactJson.mapper().valueToTree(given);
      long arrivedAt = StdioTransport.arrivedAt(exchange.transportContext());
      Caller caller =
          Caller.through(
              exchange.getClientInfo(),
              arrivedAt,
              ElicitationForm.of(exchange, request),
              card.isMade());
      TemporalConnection temporal = connection.get();
      InvoiceClient client = InvoiceClient.begin(temporal, runs);
      ToolResult result =
          tool.call(arguments, caller, client)
              .showing(client::withOthersNow)
              .seenOn(LocalDate.now(ZoneOffset.UTC))
              .linkedTo(temporal.webUi());
      conversation.remember(result.view(), result.listed());
      return result.toResult();
    } catch (InvoiceClientException e) {
      log(tool, e);
      return ToolResult.failed(e).toResult();
    } catch (RuntimeException | Error e) {
      log.error("{} failed", tool.name(), e);
      return ToolResult.internalError().toResult();
    }
  }

  /** Logs one line; with the stack trace only if the cause is a bug. */
  private static void log(InvoiceTool tool, InvoiceClientException failure) {
    switch (failure.reason()) {
      case UNEXPECTED -> log.error("{} failed", tool.name(), failure);
      case NOT_AN_INVOICE -> log.info("{}: the workflow is not an invoice", tool.name());
      default -> log.warn("{}: {} ({})", tool.name(), failure.getMessage(), failure.grpcStatus());
    }
  }

  /**
   * The tools check their arguments themselves, to report all violations at once, and tests check
   * that every result fits its schema. So the SDK's validator, which is slow to build, is not
   * needed at start.
   */
  private static final class OwnValidation implements JsonSchemaValidator {
    @Override
    public ValidationResponse validate(Map<String, Object> schema, Object value) {
      return ValidationResponse.asValid(null);
    }
  }
}
