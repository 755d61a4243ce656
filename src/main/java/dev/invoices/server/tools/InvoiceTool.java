package dev.invoices.server.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.reading.InvoiceId;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.json.ObjectReader;
import dev.invoices.server.conversation.Caller;
import dev.invoices.text.TextRules;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One tool: its name, its texts for people and models, its schema and what it does. */
public interface InvoiceTool {

  /** The argument of the tools that are about an invoice submitted before. */
  String INVOICE_ID = "invoice_id";

  /** The schema of {@link #INVOICE_ID}, which may have the workflow id's beginning before it. */
  String INVOICE_ID_SCHEMA =
      """
      {"type": "string", "minLength": 1, "maxLength": %d, "description": "The id under which the invoice was submitted, exactly as it was given, for example INV-001."}"""
          .formatted(InvoiceId.WORKFLOW_PREFIX.length() + Invoice.MAX_ID_LENGTH);

  /** More than a client adds on its own. */
  int MAX_IGNORED_LOGGED = 5;

  /**
   * Reads {@link #INVOICE_ID}, for which people also give the id of the workflow.
   *
   * @return empty when it is missing or invalid, which the fields then report
   */
  static String readId(ObjectReader fields) {
    return InvoiceReader.readId(fields, INVOICE_ID, InvoiceRun::invoiceId);
  }

  String name();

  /** For people. */
  String title();

  /** For models: what it does, when to use it and what not to do with it. */
  String description();

  /**
   * The JSON schema of the arguments, in the keywords that every client takes: {@code type,
   * properties, required, items, enum, description, minItems, maxItems, minLength, maxLength}. Some
   * clients refuse all tools of a server over one other keyword.
   */
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
   * The arguments of one call, read generously. Some clients add arguments of their own: those are
   * ignored, with a line in the log, unless they are about the invoice or hold the person's note.
   */
  default ObjectReader read(JsonNode arguments, Set<String> known) {
    Logger log = LoggerFactory.getLogger(InvoiceTool.class);
    ObjectReader fields = ObjectReader.generous(arguments, TextRules.OF_A_CALL);
    List<String> others = StrayArguments.refuse(fields, known);
    Optional<String> note =
        known.contains(DecisionTool.NOTE) ? StrayArguments.note(fields) : Optional.empty();
    note.ifPresent(
        given -> {
          others.remove(given);
          log.info("{}: read the argument {} as the note", name(), given);
        });
    if (!others.isEmpty()) {
      int more = Math.max(0, others.size() - MAX_IGNORED_LOGGED);
      log.info(
          "{}: ignored arguments ({}): {}{}",
          name(),
          others.size(),
          String.join(", ", others.subList(0, others.size() - more)),
          more == 0 ? "" : ", …");
    }
    return fields;
  }

  /**
   * Does the work of one call.
   *
   * @param arguments an object, empty when the client sent none
   * @param caller who is asking
   * @param client for this call alone
   * @throws InvoiceClientException when Temporal cannot do what is asked of it
   */
  ToolResult call(JsonNode arguments, Caller caller, InvoiceClient client)
      throws InvoiceClientException;
}
