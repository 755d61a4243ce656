package dev.invoices.server.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.InvoiceClientException;
import dev.invoices.invoice.Invoice;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;

/** One tool: its name, its texts for people and models, its schema and what it does. */
public interface InvoiceTool {

  /** The argument of the tools that are about an invoice submitted before. */
  String INVOICE_ID = "invoice_id";

  /** The schema of {@link #INVOICE_ID}. */
  String INVOICE_ID_SCHEMA =
      """
      {"type": "string", "pattern": "^%s$", "description": "The identifier under which the invoice was submitted, for example INV-001."}"""
          .formatted(Invoice.ID_PATTERN);

  String name();

  /** For people. */
  String title();

  /** For models: what it does, when to use it and what not to do with it. */
  String description();

  /** The JSON schema of the arguments. */
  String inputSchema();

  /** Whether it changes nothing. */
  boolean isReadOnly();

  /** Whether what it does cannot be undone. */
  boolean isDestructive();

  /**
   * Hints for the client's user. A tool that changes something is not idempotent: after a rejection
   * the same submission starts again, after a declined payment another approval retries.
   */
  default ToolAnnotations annotations() {
    return ToolAnnotations.builder()
        .title(title())
        .readOnlyHint(isReadOnly())
        .destructiveHint(isDestructive())
        .idempotentHint(isReadOnly())
        .openWorldHint(false)
        .build();
  }

  /**
   * Does the work of one call.
   *
   * @param arguments missing when the client sent none
   * @param caller who is asking
   * @param client for this call alone
   * @throws InvoiceClientException when Temporal cannot do what is asked of it
   */
  ToolResult call(JsonNode arguments, Caller caller, InvoiceClient client)
      throws InvoiceClientException;
}
