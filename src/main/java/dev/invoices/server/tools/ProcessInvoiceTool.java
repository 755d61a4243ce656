package dev.invoices.server.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.NotAnInvoiceException;
import dev.invoices.client.Submission;
import dev.invoices.client.TemporalException;
import dev.invoices.invoice.InvalidInvoiceException;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceReader;
import dev.invoices.invoice.InvoiceReader.UnknownFields;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.json.ObjectReader;
import dev.invoices.workflow.InvoiceWorkflow;
import java.util.List;
import java.util.Set;

/** Submits an invoice for a human's decision. */
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
    return "Submits an invoice for payment. Nothing is paid until a human approves it; without a decision it is rejected after the approval timeout. Submitting the same open invoice again changes nothing. Returns the workflow id, the status and the deadline.";
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
  public ToolResult call(JsonNode arguments, Caller caller, InvoiceClient invoices)
      throws TemporalException, NotAnInvoiceException {
    ObjectReader fields = ObjectReader.of(arguments);
    fields.refuseOthersThan(Set.of(INVOICE_DATA));
    try {
      Invoice invoice = InvoiceReader.read(arguments.path(INVOICE_DATA), UnknownFields.REFUSE);
      return fields.faults().isEmpty()
          ? answer(invoice, invoices.submit(invoice))
          : ToolResult.invalid(fields.faults());
    } catch (InvalidInvoiceException e) {
      fields.faultsWithin(INVOICE_DATA, e.faults());
      return ToolResult.invalid(fields.faults());
    }
  }

  private static ToolResult answer(Invoice invoice, Submission submission) {
    String id = invoice.id();
    String message =
        switch (submission.code()) {
          case STARTED ->
              "Started processing invoice %s. Workflow ID: %s"
                  .formatted(id, InvoiceWorkflow.workflowId(id));
          case ALREADY_OPEN ->
              "Invoice %s was submitted before and is still open, so nothing new was started. Workflow ID: %s"
                  .formatted(id, InvoiceWorkflow.workflowId(id));
          case ID_IN_USE ->
              "An invoice with other content is open under the id %s, so nothing was submitted. Ask the person: if this one corrects it, the open one has to be rejected first; another id is for another invoice only, or both would be paid."
                  .formatted(id);
          default ->
              "Invoice %s was submitted before and has been or may have been paid (%s), so it is not accepted again. Do not submit it under another id: that would pay it twice. If some lines are unpaid, ask the person whether to submit those alone under a new id."
                  .formatted(id, submission.view().map(InvoiceView::status).orElse("closed"));
        };
    return new ToolResult(
        submission.code(), message, hint(invoice, submission), submission.view(), List.of());
  }

  private static String hint(Invoice invoice, Submission submission) {
    boolean wasAnother =
        submission
            .view()
            .flatMap(InvoiceView::details)
            .map(InvoiceSnapshot::digest)
            .filter(digest -> !digest.isEmpty() && !digest.equals(invoice.digest()))
            .isPresent();
    return wasAnother && submission.code() == ResultCode.ALREADY_CLOSED
        ? "What was submitted then had other content."
        : "";
  }
}
