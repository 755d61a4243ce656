package dev.invoices.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.json.ExactJson;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a tool answered.
 *
 * @param text what a person reads
 * @param isError whether the call failed
 * @param content the same for machines, every number exact
 */
public record ToolReply(String text, boolean isError, JsonNode content) {

  static ToolReply of(CallToolResult result) {
    String text =
        result.content().stream()
            .filter(TextContent.class::isInstance)
            .map(part -> ((TextContent) part).text())
            .collect(Collectors.joining("\n"));
    return new ToolReply(
        text,
        Boolean.TRUE.equals(result.isError()),
        ExactJson.mapper().valueToTree(result.structuredContent()));
  }

  /** What the call came to, such as {@code STARTED}. */
  public String code() {
    return content.path("code").asText();
  }

  /** The outcome in one sentence. */
  public String message() {
    return content.path("message").asText();
  }

  /** Where the invoice stands; empty when the answer does not say. */
  public String status() {
    return content.path("status").asText();
  }

  /** Everything known about the invoice. */
  public Optional<InvoiceSnapshot> invoice() {
    return Optional.of(content.path("invoice"))
        .filter(JsonNode::isObject)
        .map(json -> ExactJson.mapper().convertValue(json, InvoiceSnapshot.class));
  }
}
