package dev.invoices.server.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.json.ExactJson;
import dev.invoices.json.Violation;
import dev.invoices.text.SafeText;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The answer of a tool. The text and the structured content state the same facts, because some
 * clients read only the one and some only the other.
 *
 * @param code what the call came to
 * @param message the first line of the text; one sentence or the tutorial's wording
 * @param hint what else to know about the outcome, as a sentence; may be empty
 * @param view the invoice, if it was looked at
 * @param faults what is wrong with the arguments
 */
public record ToolResult(
    ResultCode code,
    String message,
    String hint,
    Optional<InvoiceView> view,
    List<Violation> faults) {

  private static final int MAX_FAULTS_LISTED = 20;

  /** The schema of the structured content, the same for all tools. */
  public static final String SCHEMA =
      """
      {
        "type": "object",
        "properties": {
          "code": {"type": "string", "enum": [%s], "description": "What the call came to."},
          "message": {"type": "string", "description": "The same in one sentence."},
          "invoice_id": {"type": "string"},
          "workflow_id": {"type": "string", "description": "The Temporal workflow of the invoice."},
          "status": {"type": "string", "description": "Where the invoice stands."},
          "worker_answered": {
            "type": "boolean",
            "description": "Of an open invoice: false when no worker answered in time and what is shown is the last recorded state."
          },
          "cancel_requested": {
            "type": "boolean",
            "description": "True when an open invoice was told to stop: no further payment begins."
          },
          "closed_at": {
            "type": "string",
            "format": "date-time",
            "description": "When it ended; absent while it is open."
          },
          "ending": {"type": "string", "description": "How it ended, as a clause."},
          "decision": {%s},
          "invoice": {
            "type": "object",
            "description": "Everything known about the invoice. Amounts are in its currency.",
            "properties": {
              "id": {"type": "string"},
              "vendor": {"type": "string", "description": "Empty when unknown."},
              "currency": {"type": "string", "description": "ISO 4217."},
              "total": {"type": "number"},
              "paid": {"type": "number", "description": "The sum of the paid lines."},
              "status": {"type": "string"},
              "submitted_at": {"type": "string", "format": "date-time"},
              "approval_deadline": {
                "type": "string",
                "format": "date-time",
                "description": "When it is rejected or stopped by itself."
              },
              "decision": {%s},
              "ignored_decisions": {"type": "array", "items": {%s}},
              "ignored_decision_count": {"type": "integer"},
              "line_count": {"type": "integer"},
              "lines_paid": {"type": "integer"},
              "lines_declined": {"type": "integer"},
              "lines": {
                "type": "array",
                "description": "Every line, or of a long invoice those that matter now.",
                "items": {
                  "type": "object",
                  "properties": {
                    "line": {"type": "integer", "description": "From 1."},
                    "item": {"type": "string"},
                    "amount": {"type": "number"},
                    "state": {"type": "string", "enum": ["PENDING", "PAYING", "PAID", "DECLINED"]},
                    "attempts": {"type": "integer"},
                    "receipt": {"type": "string"},
                    "paid_at": {"type": "string", "format": "date-time"},
                    "last_error": {"type": "string"}
                  },
                  "required": ["line", "item", "amount", "state", "attempts"],
                  "additionalProperties": false
                }
              },
              "digest": {"type": "string", "description": "SHA-256 of the invoice."}
            },
            "required": ["id", "currency", "total", "paid", "status", "lines"],
            "additionalProperties": false
          },
          "faults": {
            "type": "array",
            "description": "What is wrong with the arguments.",
            "items": {
              "type": "object",
              "properties": {"path": {"type": "string"}, "problem": {"type": "string"}},
              "required": ["path", "problem"],
              "additionalProperties": false
            }
          }
        },
        "required": ["code", "message"],
        "additionalProperties": false
      }
      """
          .formatted(codes(), decisionSchema(), decisionSchema(), decisionSchema());

  public static ToolResult of(ResultCode code, String message, String hint, InvoiceView view) {
    return new ToolResult(code, message, hint, Optional.of(view), List.of());
  }

  public static ToolResult of(ResultCode code, String message, InvoiceView view) {
    return of(code, message, "", view);
  }

  public static ToolResult of(ResultCode code, String message) {
    return new ToolResult(code, message, "", Optional.empty(), List.of());
  }

  /** The arguments are wrong; each fault becomes a line, as far as anybody reads them. */
  static ToolResult invalid(List<Violation> faults) {
    return new ToolResult(
        ResultCode.INVALID_INPUT,
        "Nothing was done, because the input is not valid. Correct it and call again.",
        faults.size() > MAX_FAULTS_LISTED
            ? "It has more faults than the %d listed here.".formatted(MAX_FAULTS_LISTED)
            : "",
        Optional.empty(),
        faults.stream().limit(MAX_FAULTS_LISTED).toList());
  }

  public CallToolResult toResult() {
    return CallToolResult.builder(List.of(TextContent.builder(text()).build()))
        .structuredContent(structured())
        .isError(code.isError())
        .build();
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(message);
    if (!hint.isEmpty()) {
      lines.add(hint);
    }
    faults.forEach(fault -> lines.add("- " + fault));
    if (code != ResultCode.STATUS) {
      view.ifPresent(shown -> lines.add("Status: " + shown.status()));
    }
    view.ifPresent(shown -> lines.addAll(InvoiceText.lines(shown)));
    // Our own texts are safe; what another client left in Temporal need not be.
    return lines.stream()
        .map(line -> SafeText.of(line, Integer.MAX_VALUE))
        .collect(Collectors.joining("\n"));
  }

  private ObjectNode structured() {
    ObjectNode content = ExactJson.mapper().createObjectNode();
    content.put("code", code.name());
    content.put(
        "message",
        hint.isEmpty() ? message : message + (message.endsWith(".") ? " " : ". ") + hint);
    view.ifPresent(
        shown -> {
          content.put("invoice_id", shown.run().invoiceId());
          content.put("workflow_id", shown.run().workflowId());
          content.put("status", shown.status());
          if (shown.open()) {
            content.put("worker_answered", shown.source() != Source.RECORD);
          }
          if (shown.cancelRequested()) {
            content.put("cancel_requested", true);
          }
          shown
              .ending()
              .ifPresent(
                  ending -> {
                    content.put("closed_at", ending.at().toString());
                    content.put("ending", ending.how());
                  });
          shown.decision().ifPresent(decision -> content.putPOJO("decision", decision));
          shown.details().ifPresent(details -> content.putPOJO("invoice", details));
        });
    if (!faults.isEmpty()) {
      content.putPOJO("faults", faults);
    }
    return content;
  }

  private static String codes() {
    return '"'
        + String.join("\", \"", Arrays.stream(ResultCode.values()).map(ResultCode::name).toList())
        + '"';
  }

  private static String decisionSchema() {
    return """
        "type": "object",
        "properties": {
          "approved": {"type": "boolean"},
          "by": {"type": "string", "description": "The person, as their operating system knows them."},
          "through": {"type": "string", "description": "The client they used."},
          "note": {"type": "string"},
          "request_id": {"type": "string"},
          "at": {"type": "string", "format": "date-time"}
        },
        "required": ["approved", "at"],
        "additionalProperties": false
        """;
  }
}
