package dev.invoices.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.json.ExactJson;
import dev.invoices.server.card.CardOffer;
import dev.invoices.server.conversation.Caller;
import dev.invoices.server.conversation.Conversation;
import dev.invoices.server.conversation.FormClient;
import dev.invoices.server.conversation.WhereToDecide;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The MCP server: four tools, and what clients offer people around them. */
final class InvoiceMcpServer {

  /**
   * Clients of Anthropic then ask their user at each call, whatever was allowed before. For what
   * cannot be undone.
   */
  private static final Map<String, Object> ASK_EACH_TIME =
      Map.of("anthropic/requiresUserInteraction", true);

  private static final McpJsonMapper MAPPER = new JacksonMcpJsonMapper(ExactJson.mapper());
  private final InvoiceRequests requests;
  private final Conversation conversation;
  private final CardOffer card;

  private InvoiceMcpServer(InvoiceRequests requests, Conversation conversation, CardOffer card) {
    this.requests = requests;
    this.conversation = conversation;
    this.card = card;
  }

  /**
   * Starts the server on a transport.
   *
   * @param transport carries the messages
   * @param connection called at each request; may block until the connection is ready
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
    InvoiceRequests requests = new InvoiceRequests(connection);
    InvoiceMcpServer server = new InvoiceMcpServer(requests, conversation, card);
    InvoicePrompts prompts = new InvoicePrompts(conversation.policy());
    InvoiceResource resource = new InvoiceResource(requests);
    SyncSpecification<?> specification =
        io.modelcontextprotocol.server.McpServer.sync(transport)
            .serverInfo(ClaudeDesktopConfig.SERVER_NAME, version)
            .instructions(Instructions.under(conversation.policy()))
            .capabilities(
                ServerCapabilities.builder()
                    .tools(false)
                    .resources(false, false)
                    .prompts(false)
                    .completions()
                    .build())
            .jsonMapper(transport.jsonMapper())
            .requestTimeout(FormClient.TIMEOUT)
            .validateToolInputs(false)
            .jsonSchemaValidator(new OwnValidation())
            .tools(server.tools().stream().map(server::specify).toList())
            .resources(
                new SyncResourceSpecification(
                    card.resource(), (exchange, request) -> card.read(request)))
            .uriTemplateManagerFactory(InvoiceResource::manager)
            .resourceTemplates(resource.template())
            .prompts(prompts.all())
            .completions(resource.completion(), InvoicePrompts.completion());
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

  private CallToolResult call(
      InvoiceTool tool, McpSyncServerExchange exchange, CallToolRequest request) {
    return requests.answer(
        tool.name(),
        client -> decidable(tool, arguments(request), caller(exchange, request), client),
        result -> {
          conversation.remember(result.view(), result.listed());
          return result.toResult();
        });
  }

  private ToolResult decidable(
      InvoiceTool tool, JsonNode arguments, Caller caller, InvoiceClient client)
      throws InvoiceClientException {
    return tool.call(arguments, caller, client)
        .decidedWhere(
            view ->
                WhereToDecide.sentence(
                    conversation.policy(),
                    caller,
                    conversation.forms().areUnseen(),
                    view,
                    client.hasWebUi()));
  }

  /** MCP lets a client leave the arguments out, and some write null for that. */
  private static JsonNode arguments(CallToolRequest request) {
    Map<String, Object> given = Objects.requireNonNullElse(request.arguments(), Map.of());
    return ExactJson.mapper().valueToTree(given);
  }

  private Caller caller(McpSyncServerExchange exchange, CallToolRequest request) {
    return Caller.through(
        exchange.getClientInfo(),
        StdioTransport.arrivedAt(exchange.transportContext()),
        ElicitationForm.of(exchange, request),
        card.isMade());
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
