package dev.invoices.server.card;

import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.ListResourcesResult;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the client of this process is offered of the card: everything, if it has declared that it
 * shows such, otherwise nothing. The SDK (2.1.0) gives all clients the same lists, so they are
 * adapted on their way out.
 */
public final class CardOffer {

  /** How a client declares that it shows MCP Apps. */
  private static final String EXTENSION = "io.modelcontextprotocol/ui";

  private final InvoiceCard card;
  private final boolean appOnly;
  private volatile boolean declared;
  private volatile boolean forms;

  /**
   * @param appOnly whether a model's call of the tools that decide can do no more than show the
   *     person a form; where the client shows none, they are for the card alone, so that the client
   *     does not even offer them to a model
   */
  public CardOffer(InvoiceCard card, boolean appOnly) {
    this.card = card;
    this.appOnly = appOnly;
  }

  /** Whether the client has declared that it shows the card; false before {@code initialize}. */
  public boolean isMade() {
    return declared;
  }

  /**
   * A result as this client gets it.
   *
   * @param request what it answers
   */
  public Object adapt(JSONRPCRequest request, Object result) {
    if (McpSchema.METHOD_INITIALIZE.equals(request.method())) {
      Map<?, ?> capabilities = capabilities(request.params());
      declared = declares(capabilities);
      forms = showsForms(capabilities);
    }
    if (result instanceof ListToolsResult tools && declared) {
      return new ListToolsResult(
          tools.tools().stream().map(this::withCard).toList(), tools.nextCursor(), tools.meta());
    }
    if (result instanceof ListResourcesResult resources) {
      return new ListResourcesResult(
          resources.resources().stream().filter(each -> !each.uri().equals(card.uri())).toList(),
          resources.nextCursor(),
          resources.meta());
    }
    return result;
  }

  /** What the SDK is given to serve. */
  public Resource resource() {
    return card.resource();
  }

  /**
   * The card itself.
   *
   * @throws McpError as for any other unknown resource, if the client does not show cards
   */
  public ReadResourceResult read(ReadResourceRequest request) {
    if (!declared) {
      throw McpError.RESOURCE_NOT_FOUND.apply(request.uri());
    }
    return card.contents();
  }

  /** What the client has declared in {@code initialize}. */
  private static Map<?, ?> capabilities(Object params) {
    return params instanceof Map<?, ?> all
            && all.get("capabilities") instanceof Map<?, ?> capabilities
        ? capabilities
        : Map.of();
  }

  private static boolean declares(Map<?, ?> capabilities) {
    return capabilities.get("extensions") instanceof Map<?, ?> extensions
        && extensions.get(EXTENSION) instanceof Map<?, ?> apps
        && apps.get("mimeTypes") instanceof Collection<?> types
        && types.contains(InvoiceCard.MIME_TYPE);
  }

  /** An empty capability means forms, as in MCP before it knew other kinds. */
  private static boolean showsForms(Map<?, ?> capabilities) {
    return capabilities.get("elicitation") instanceof Map<?, ?> kinds
        && (kinds.get("form") != null || kinds.get("url") == null);
  }

  private Tool withCard(Tool tool) {
    boolean decides = Boolean.TRUE.equals(tool.annotations().destructiveHint());
    if (decides && (!appOnly || forms)) {
      return tool;
    }
    Map<String, Object> meta = new LinkedHashMap<>();
    if (tool.meta() != null) {
      meta.putAll(tool.meta());
    }
    if (decides) {
      meta.put("ui", Map.of("visibility", List.of("app")));
    } else {
      meta.put("ui", Map.of("resourceUri", card.uri()));
      // The older form, which some clients still read.
      meta.put("ui/resourceUri", card.uri());
    }
    return new Tool(
        tool.name(),
        tool.title(),
        tool.description(),
        tool.inputSchema(),
        tool.outputSchema(),
        tool.annotations(),
        meta,
        tool.icons());
  }
}
