package dev.invoices.server.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.InvoiceClientException;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.Submission;
import dev.invoices.client.Submission.AlreadyClosed;
import dev.invoices.client.Submission.AlreadyOpen;
import dev.invoices.client.Submission.IdInUse;
import dev.invoices.client.Submission.Started;
import dev.invoices.invoice.InvalidInvoiceException;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceReader;
import dev.invoices.invoice.InvoiceReader.UnknownFields;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.json.ObjectReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Submits an invoice for a person's decision. */
public final class ProcessInvoiceTool implements InvoiceTool {

  private static final String INVOICE_DATA = "invoice_data";

  private static final String INPUT_SCHEMA =
      """
        {
          "type": "object",
          "properties": {
            "invoice_data": {
              "type": "object",
              "description": "The invoice, exactly as the person gave it. Do not invent or change values.",
              "properties": {
                "id": {
                  "type": "string",
                  "pattern": "^%s$",
                  "description": "Unique identifier of the invoice, for example INV-001; upper and lower case differ."
                },
                "vendor": {
                  "type": "string",
                  "maxLength": %d,
                  "description": "Who is paid."
                },
                "currency": {
                  "type": "string",
                  "pattern": "^[A-Z]{3}$",
                  "default": "%s",
                  "description": "ISO 4217 code of all amounts."
                },
                "lines": {
                  "type": "array",
                  "minItems": 1,
                  "maxItems": %d,
                  "description": "The lines, in the order in which they are paid.",
                  "items": {
                    "type": "object",
                    "properties": {
                      "item": {"type": "string", "minLength": 1, "maxLength": %d, "description": "What is paid for."},
                      "amount": {
                        "type": "number",
                        "exclusiveMinimum": 0,
                        "description": "The whole amount of the line (quantity times price), exact, with no more decimals than the currency has."
                      },
                      "description": {"type": "string", "maxLength": %d}
                    },
                    "required": ["item", "amount"],
                    "additionalProperties": false
                  }
                },
                "total": {
                  "type": "number",
                  "description": "If the invoice states one: must equal the sum of the lines."
                }
              },
              "required": ["id", "lines"],
              "additionalProperties": false
            }
          },
          "required": ["invoice_data"],
          "additionalProperties": false
        }
        """
          .formatted(
              Invoice.ID_PATTERN,
              Invoice.MAX_VENDOR_LENGTH,
              Invoice.DEFAULT_CURRENCY,
              Invoice.MAX_LINES,
              Invoice.MAX_ITEM_LENGTH,
              Invoice.MAX_DESCRIPTION_LENGTH);

  @Override
  public String name() {
    return "process_invoice";
  }

  @Override
  public String title() {
    return "Submit an invoice";
  }

  @Override
  public String description() {
    return "Submits an invoice for payment. Nothing is paid until a person approves it. Without a decision it is rejected at the approval deadline. Submitting the same open invoice again changes nothing. Returns the workflow id, the status and the deadline.";
  }

  @Override
  public String inputSchema() {
    return INPUT_SCHEMA;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public boolean isDestructive() {
    return false;
  }

  @Override
  public ToolResult call(JsonNode arguments, Caller caller, InvoiceClient client)
      throws InvoiceClientException {
    ObjectReader fields = ObjectReader.of(arguments);
    fields.refuseOthersThan(Set.of(INVOICE_DATA));
    try {
      Invoice invoice = InvoiceReader.read(arguments.path(INVOICE_DATA), UnknownFields.REFUSE);
      return fields.faults().isEmpty()
          ? client.submit(invoice).accept(new Wording(invoice))
          : ToolResult.invalid(fields.faults());
    } catch (InvalidInvoiceException e) {
      fields.faultsWithin(INVOICE_DATA, e.faults());
      return ToolResult.invalid(fields.faults());
    }
  }

  /** What came of it in words. */
  private static final class Wording implements Submission.Visitor<ToolResult> {

    private final Invoice invoice;
    private final String id;

    Wording(Invoice invoice) {
      this.invoice = invoice;
      this.id = invoice.id();
    }

    @Override
    public ToolResult started(Started submission) {
      return result(
          ResultCode.STARTED,
          "Started processing invoice %s. Workflow ID: %s"
              .formatted(id, submission.run().workflowId()),
          "",
          submission.view());
    }

    @Override
    public ToolResult alreadyOpen(AlreadyOpen submission) {
      return result(
          ResultCode.ALREADY_OPEN,
          "Invoice %s was submitted before and is still open. Nothing new was started. Workflow ID: %s"
              .formatted(id, submission.view().run().workflowId()),
          "",
          Optional.of(submission.view()));
    }

    @Override
    public ToolResult idInUse(IdInUse submission) {
      return result(
          ResultCode.ID_IN_USE,
          "Not submitted: a different invoice with the id %s is still open. Ask the person which one is right. To replace the open invoice, reject it first. Use a new id only for a different invoice, or both will be paid."
              .formatted(id),
          "",
          Optional.of(submission.view()));
    }

    @Override
    public ToolResult alreadyClosed(AlreadyClosed submission) {
      return result(
          ResultCode.ALREADY_CLOSED,
          "Not submitted: invoice %s was submitted before and was or may have been paid (%s). Do not submit it under another id, or it will be paid twice. If some lines are unpaid, ask the person whether to submit those lines alone under a new id."
              .formatted(id, submission.view().map(InvoiceView::statusText).orElse("closed")),
          hadOtherContent(submission) ? "The earlier submission had different content." : "",
          submission.view());
    }

    private boolean hadOtherContent(AlreadyClosed submission) {
      return submission
          .view()
          .flatMap(InvoiceView::snapshot)
          .map(InvoiceSnapshot::digest)
          .filter(digest -> !digest.isEmpty() && !digest.equals(invoice.digest()))
          .isPresent();
    }

    private static ToolResult result(
        ResultCode code, String message, String hint, Optional<InvoiceView> view) {
      return new ToolResult(code, message, hint, view, List.of());
    }
  }
}
