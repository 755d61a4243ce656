package dev.invoices.server.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.NotAnInvoiceException;
import dev.invoices.client.TemporalException;
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
   * What a client may tell its user. A tool that changes something is not idempotent: after a
   * rejection the same submission starts anew, after a declined payment another approval retries.
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
   * @param invoices what is known to Temporal
   */
  ToolResult call(JsonNode arguments, Caller caller, InvoiceClient invoices)
      throws TemporalException, NotAnInvoiceException;

  /** The answer when nothing was submitted under this id. */
  static ToolResult notFound(String invoiceId) {
    return ToolResult.of(
        ResultCode.NOT_FOUND,
        "There is no invoice %s; check the id, or submit the invoice with process_invoice first."
            .formatted(invoiceId));
  }
}
