package dev.invoices.server.tools;

import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.decision.DecisionMethod;
import dev.invoices.invoice.decision.Objection;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JSON schema of the structured content of every tool result. It stands beside the records
 * whose JSON form it describes; a test checks that the two agree.
 */
public final class ResultSchema {

  /** The schema of the structured content, the same for all tools. */
  public static final String JSON =
      """
      {
        "type": "object",
        "properties": {
          "code": {"type": "string", "enum": [%s], "description": "The outcome of the call."},
          "message": {"type": "string", "description": "What happened, and what to do next."},
          "invoice_id": {"type": "string"},
          "workflow_id": {"type": "string", "description": "The Temporal workflow of the invoice."},
          "web_ui": {"type": "string", "description": "Where a browser shows this workflow in Temporal's Web UI."},
          "how_to_decide": {"type": "string", "description": "Of an invoice that awaits a decision: where the person decides."},
          "status": {"type": "string", "description": "Where the invoice stands."},
          "task_queue": {
            "type": "string",
            "description": "Of an invoice on another task queue than this server's: that one. This product knows nothing of what happens there."
          },
          "worker_says": {"type": "string", "description": "What the worker of that other task queue calls the status, in its own words."},
          "caveat": {"type": "string", "description": "Why the content of the invoice is not shown, or not as its memo has it."},
          "worker_answered": {
            "type": "boolean",
            "description": "For an open invoice: false when no worker answered in time; the last recorded state is shown then."
          },
          "failed_attempts": {
            "type": "integer",
            "description": "For an open invoice: how often a worker has tried in vain to process it since it last could. Its log says why."
          },
          "failure_reason": {"type": "string", "description": "What the worker that could not process it gave as the reason."},
          "resume_command": {
            "type": "string",
            "description": "Of a paused workflow: what an operator enters to resume it."
          },
          "paused_payments": {
            "type": "array",
            "description": "The payments that an operator paused.",
            "items": {
              "type": "object",
              "properties": {
                "line": {"type": "integer", "description": "0 when it is not known."},
                "resume_command": {"type": "string", "description": "What an operator enters to resume it."}
              },
              "required": ["line", "resume_command"],
              "additionalProperties": false
            }
          },
          "partial": {
            "type": "boolean",
            "description": "True when Temporal did not give all that it has of the invoice, so that something may be missing."
          },
          "cancel_requested": {
            "type": "boolean",
            "description": "True when the cancellation of an open invoice was requested: no new payment starts."
          },
          "closed_at": {
            "type": "string",
            "format": "date-time",
            "description": "When the invoice was closed; absent while it is open."
          },
          "ending": {"type": "string", "description": "How it ended."},
          "payments_in_flight": {
            "type": "array",
            "items": {"type": "integer"},
            "description": "The lines whose payments were in flight when it was ended from outside; they may have been made. 0 when the line is not known."
          },
          "decision": {%s},
          "invoice": {
            "type": "object",
            "description": "Everything known about the invoice. Amounts are in its currency.",
            "properties": {
              "id": {"type": "string"},
              "number": {"type": "string", "description": "The vendor's own number, where the id differs from it."},
              "vendor": {"type": "string", "description": "Empty when unknown."},
              "issue_date": {"type": "string", "format": "date"},
              "due_date": {"type": "string", "format": "date"},
              "purchase_order": {"type": "string"},
              "extra": {"type": "object", "description": "What else the invoice states: strings and numbers by name."},
              "currency": {"type": "string", "description": "ISO 4217."},
              "total": {"type": "number"},
              "paid": {"type": "number", "description": "The sum of the paid lines."},
              "status": {"type": "string"},
              "submitted_at": {"type": "string", "format": "date-time"},
              "approval_deadline": {
                "type": "string",
                "format": "date-time",
                "description": "When it is rejected or stopped without a decision."
              },
              "ended_at": {
                "type": "string",
                "format": "date-time",
                "description": "When it came to its final status; absent until then."
              },
              "decision": {%s},
              "ignored_decisions": {"type": "array", "items": {%s}},
              "ignored_decision_count": {"type": "integer"},
              "line_count": {"type": "integer"},
              "lines_paid": {"type": "integer"},
              "lines_declined": {"type": "integer"},
              "lines_free": {"type": "integer", "description": "Lines of zero, which need no payment."},
              "lines": {
                "type": "array",
                "description": "Every line; of a long invoice only the lines that matter now.",
                "items": {
                  "type": "object",
                  "properties": {
                    "line": {"type": "integer", "description": "From 1."},
                    "item": {"type": "string"},
                    "amount": {"type": "number"},
                    "description": {"type": "string"},
                    "quantity": {"type": "number"},
                    "unit_price": {"type": "number"},
                    "state": {"type": "string", "enum": [%s]},
                    "attempts": {"type": "integer"},
                    "receipt": {"type": "string"},
                    "paid_at": {"type": "string", "format": "date-time"},
                    "last_error": {"type": "string"},
                    "earlier": {
                      "type": "boolean",
                      "description": "True when it was paid for an earlier submission of the invoice."
                    }
                  },
                  "required": ["line", "item", "amount", "state", "attempts"],
                  "additionalProperties": false
                }
              },
              "one_payment": {
                "type": "boolean",
                "description": "True when one payment of the total covers all lines."
              },
              "warnings": {%s},
              "question": {
                "type": "integer",
                "description": "The number of the question that a decision answers."
              },
              "digest": {"type": "string", "description": "SHA-256 of the invoice."}
            },
            "required": ["id", "currency", "total", "paid", "status", "lines"],
            "additionalProperties": false
          },
          "count": {"type": "integer", "description": "How many invoices are open in all; at least, if the message says so."},
          "invoices": {
            "type": "array",
            "description": "The open invoices, the soonest deadline first, at most 20.",
            "items": {
              "type": "object",
              "properties": {
                "id": {"type": "string"},
                "workflow_id": {"type": "string"},
                "vendor": {"type": "string", "description": "Empty when unknown."},
                "currency": {"type": "string", "description": "ISO 4217."},
                "total": {"type": "number"},
                "status": {"type": "string"},
                "approval_deadline": {"type": "string", "format": "date-time"},
                "warnings": {%s}
              },
              "required": ["id", "workflow_id", "vendor", "status"],
              "additionalProperties": false
            }
          },
          "faults": {
            "type": "array",
            "description": "What is invalid in the arguments.",
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
          .formatted(
              names(ResultCode.values()),
              decisionSchema(),
              decisionSchema(),
              decisionSchema(),
              names(LineState.values()),
              warningsSchema(),
              warningsSchema());

  private ResultSchema() {}

  private static String names(Enum<?>[] constants) {
    return names(Arrays.stream(constants).map(Enum::name));
  }

  private static String names(Stream<String> names) {
    return names.map("\"%s\""::formatted).collect(Collectors.joining(", "));
  }

  private static String warningsSchema() {
    return """
          "type": "array",
          "description": "What the person should know before they decide.",
          "items": {
            "type": "object",
            "properties": {
              "kind": {"type": "string", "enum": [%s]},
              "text": {"type": "string"},
              "other_invoice": {"type": "string", "description": "The invoice that it may be a duplicate of."}
            },
            "required": ["kind", "text"],
            "additionalProperties": false
          }
        """
        .formatted(names(InvoiceWarning.Kind.values()));
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
          "at": {"type": "string", "format": "date-time"},
          "how": {"type": "string", "enum": [%s], "description": "How it was made, as its sender says."},
          "duplicate_acknowledged": {"type": "boolean", "description": "True when the person has said that the invoice is no duplicate."},
          "objection": {"type": "string", "enum": [%s], "description": "Why it does not count although it came in time."}
        },
        "required": ["approved", "at"],
        "additionalProperties": false
        """
        .formatted(
            names(Arrays.stream(DecisionMethod.values()).map(DecisionMethod::wireName)),
            names(Objection.values()));
  }
}
