package dev.invoices.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.invoice.reading.InvoiceId;
import dev.invoices.json.ExactJson;
import dev.invoices.json.StrictJson;
import dev.invoices.server.stdio.RequestOrder.Subject;
import dev.invoices.server.tools.GetInvoiceStatusTool;
import dev.invoices.server.tools.InvoiceTool;
import dev.invoices.server.tools.ProcessInvoiceTool;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Which invoice a call of a tool is about, so that a submission and the decision right behind it
 * are served in this order. It reads an id as the tools do. One that two invoices had in common
 * here would make one wait for the other, nothing worse.
 */
final class InvoiceOfCall {

  /** Above this the id is invalid, and the tool refuses it. */
  private static final int LONGEST_ID = 1_000;

  /** The tool whose invoice stands in its data. It ignores any other argument. */
  private static final String SUBMITTING_TOOL = ProcessInvoiceTool.NAME;

  /** The tool that changes nothing. */
  private static final String STATUS_TOOL = GetInvoiceStatusTool.NAME;

  private InvoiceOfCall() {}

  /**
   * The invoice that a request is about.
   *
   * @return empty when it is no call of a tool, or names no invoice
   */
  static Optional<Subject> subject(JSONRPCRequest request) {
    if (!McpSchema.METHOD_TOOLS_CALL.equals(request.method())
        || !(request.params() instanceof Map<?, ?> params)
        || !(params.get("arguments") instanceof Map<?, ?> arguments)) {
      return Optional.empty();
    }
    Optional<String> asGiven =
        SUBMITTING_TOOL.equals(params.get("name"))
            ? submittedId(arguments.get(ProcessInvoiceTool.INVOICE_DATA))
            : text(arguments.get(InvoiceTool.INVOICE_ID));
    return asGiven
        .flatMap(InvoiceOfCall::id)
        .map(id -> new Subject("invoice " + id, !STATUS_TOOL.equals(params.get("name"))));
  }

  private static Optional<String> id(String asGiven) {
    return Optional.of(asGiven)
        .filter(text -> text.length() <= LONGEST_ID)
        .map(InvoiceId::meant)
        .map(InvoiceRun::invoiceId)
        .filter(text -> !text.isEmpty());
  }

  private static Optional<String> submittedId(Object invoice) {
    if (invoice instanceof Map<?, ?> fields) {
      return text(fields.get("id"));
    }
    return invoice instanceof String json ? idWithin(json) : Optional.empty();
  }

  private static Optional<String> text(Object id) {
    return id instanceof String || id instanceof Number
        ? Optional.of(id.toString())
        : Optional.empty();
  }

  /** Some clients send the whole invoice as a string of JSON. */
  private static Optional<String> idWithin(String json) {
    try (JsonParser parser = ExactJson.mapper().createParser(StrictJson.withoutMark(json))) {
      boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
      while (isObject && parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("id")) {
          return value.isScalarValue() ? Optional.of(parser.getText()) : Optional.empty();
        }
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (IOException e) {
      // No JSON: the tool refuses it and says why.
      return Optional.empty();
    }
  }
}
