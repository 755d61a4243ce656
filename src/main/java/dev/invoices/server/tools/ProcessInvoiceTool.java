package dev.invoices.server.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.json.ObjectReader;
import dev.invoices.server.conversation.Caller;
import dev.invoices.server.conversation.ShownInvoices;
import java.util.Set;

/** Submits an invoice for a person's decision. */
public final class ProcessInvoiceTool implements InvoiceTool {

  /** The name of this tool. */
  public static final String NAME = "process_invoice";

  /** The argument that holds the invoice. */
  public static final String INVOICE_DATA = "invoice_data";

  private static final String INPUT_SCHEMA =
      """
      {
        "type": "object",
        "properties": {
          "invoice_data": {
            "type": "object",
            "description": "The invoice, exactly as the person gave it. Do not invent or change values. Leave out what it does not state.",
            "properties": {
              "id": {
                "type": "string",
                "minLength": 1,
                "maxLength": %d,
                "description": "The invoice number exactly as it stands on the paper, for example INV-001 or 2024/0017. Add the vendor only when this tool says that another vendor's invoice has the same id."
              },
              "number": {
                "type": "string",
                "maxLength": %d,
                "description": "The invoice number on the paper, only where id had to differ from it."
              },
              "vendor": {"type": "string", "maxLength": %d, "description": "Who is paid."},
              "issue_date": {"type": "string", "description": "The date of the invoice as year-month-day, for example 2026-12-31."},
              "due_date": {"type": "string", "description": "When it must be paid, as year-month-day."},
              "purchase_order": {"type": "string", "maxLength": %d, "description": "The buyer's order number."},
              "currency": {
                "type": "string",
                "description": "ISO 4217 code of all amounts, for example EUR. %s if it is left out."
              },
              "lines": {
                "type": "array",
                "minItems": 1,
                "maxItems": %d,
                "description": "The lines, in the order in which they are paid. Tax, shipping, a discount, a deposit or rounding that is not inside another amount is a line of its own.",
                "items": {
                  "type": "object",
                  "properties": {
                    "item": {"type": "string", "minLength": 1, "maxLength": %d, "description": "What is paid for: at most %,d characters, or the longer text of the paper as a whole where the line has no description."},
                    "amount": {
                      "type": "number",
                      "description": "The amount of the whole line as the invoice states it, exact, with no more decimals than the currency has. May be zero or negative. A string such as \\"5000.00\\" counts as the number."
                    },
                    "description": {"type": "string", "maxLength": %d, "description": "More about the item."},
                    "quantity": {"type": "number", "description": "How many or how much; shown, not checked."},
                    "unit_price": {"type": "number", "description": "The price of one; shown, not checked. The amount counts."}
                  },
                  "required": ["item", "amount"]
                }
              },
              "total": {
                "type": "number",
                "description": "The amount payable, if the invoice states it. Must equal the sum of the lines."
              },
              "extra": {
                "type": "object",
                "description": "What else the approver should see: up to %d entries, each a short string or a number under a name of your choice, for example payment terms, bank account or cost centre."
              }
            },
            "required": ["id", "lines"]
          }
        },
        "required": ["invoice_data"]
      }
      """
          .formatted(
              Invoice.MAX_ID_LENGTH,
              Invoice.MAX_NUMBER_LENGTH,
              Invoice.MAX_VENDOR_LENGTH,
              Invoice.MAX_NUMBER_LENGTH,
              Invoice.DEFAULT_CURRENCY,
              Invoice.MAX_LINES,
              Invoice.MAX_DIVIDED_ITEM_LENGTH,
              Invoice.MAX_ITEM_LENGTH,
              Invoice.MAX_DESCRIPTION_LENGTH,
              Invoice.MAX_EXTRA_ENTRIES);

  private final ShownInvoices shown;

  /**
   * @param shown gets what is submitted
   */
  public ProcessInvoiceTool(ShownInvoices shown) {
    this.shown = shown;
  }

  @Override
  public String name() {
    return NAME;
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
    ObjectReader fields = read(arguments, Set.of(INVOICE_DATA));
    try {
      Invoice invoice = InvoiceReader.read(fields.value(INVOICE_DATA), InvoiceSource.TOOL_CALL);
      if (!fields.faults().isEmpty()) {
        return ToolResult.invalid(fields.faults());
      }
      shown.rememberSubmitted(
          InvoiceSnapshot.submitted(invoice, InvoiceSnapshot.UNKNOWN_START), caller.arrivedAt());
      return client.submit(invoice).accept(new SubmissionWording(invoice));
    } catch (InvalidInvoiceException e) {
      fields.faultsWithin(INVOICE_DATA, e.faults());
      return ToolResult.invalid(fields.faults());
    }
  }
}
