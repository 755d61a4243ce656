package dev.invoices.server.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.Submission;
import dev.invoices.client.Submission.AlreadyClosed;
import dev.invoices.client.Submission.AlreadyOpen;
import dev.invoices.client.Submission.Elsewhere;
import dev.invoices.client.Submission.IdInUse;
import dev.invoices.client.Submission.Started;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.json.ObjectReader;
import dev.invoices.server.conversation.Caller;
import dev.invoices.server.conversation.ShownInvoices;
import dev.invoices.server.tools.wording.InvoiceText;
import dev.invoices.server.tools.wording.VendorId;
import dev.invoices.text.NameKey;
import dev.invoices.text.Quote;
import java.time.Instant;
import java.util.Optional;
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
          InvoiceSnapshot.submitted(invoice, Instant.now()), caller.arrivedAt());
      return client.submit(invoice).accept(new Wording(invoice));
    } catch (InvalidInvoiceException e) {
      fields.faultsWithin(INVOICE_DATA, e.faults());
      return ToolResult.invalid(fields.faults());
    }
  }

  /** What came of it in words. */
  private static final class Wording implements Submission.Visitor<ToolResult> {

    private static final String AWAITS_LEDGER =
        "The open invoice is already closing: it waits for the ledger's answer about what was paid. If it stays so, its status says why.";

    private static final String UNPAID_LINES =
        " If some lines are unpaid, ask the person whether to submit those lines alone under a new id.";

    private final Invoice invoice;
    private final String id;

    Wording(Invoice invoice) {
      this.invoice = invoice;
      this.id = Quote.word(invoice.id());
    }

    @Override
    public ToolResult started(Started submission) {
      return ToolResult.of(
          ResultCode.STARTED,
          "Started processing invoice %s. Workflow ID: %s"
              .formatted(id, Quote.word(submission.run().workflowId())),
          "",
          submission.view());
    }

    @Override
    public ToolResult alreadyOpen(AlreadyOpen submission) {
      return ToolResult.of(
          ResultCode.ALREADY_OPEN,
          "Invoice %s was submitted before and is still open. Nothing new was started. Workflow ID: %s"
              .formatted(id, Quote.word(submission.view().run().workflowId())),
          "",
          Optional.of(submission.view()));
    }

    @Override
    public ToolResult idInUse(IdInUse submission) {
      Optional<InvoiceView> open = Optional.of(submission.view());
      return ToolResult.of(
          ResultCode.ID_IN_USE,
          otherVendor(open)
              .map(
                  other ->
                      "Not submitted: the id %s belongs to an open invoice of another vendor. %s"
                          .formatted(id, otherId(other)))
              .orElseGet(
                  () ->
                      "Not submitted: a different invoice with the id %s is still open. Ask the person which one is right. %s Use a new id only for a different invoice, or both will be paid."
                          .formatted(
                              id,
                              submission.view().status() == InvoiceStatus.CHECKING_PAYMENTS
                                  ? AWAITS_LEDGER
                                  : "To replace the open invoice, reject it first.")),
          "",
          open);
    }

    @Override
    public ToolResult elsewhere(Elsewhere submission) {
      return ToolResult.of(
          ResultCode.OTHER_TASK_QUEUE,
          "Not submitted: a workflow on another task queue has the id %s.".formatted(id),
          "Ask the person who works with that task queue. Under another id, the invoice may be paid twice.",
          submission.view());
    }

    @Override
    public ToolResult alreadyClosed(AlreadyClosed submission) {
      boolean isPaid =
          submission.view().filter(it -> it.status() == InvoiceStatus.COMPLETED).isPresent();
      String how =
          "%s (%s)"
              .formatted(
                  isPaid ? "was paid" : "was or may have been paid",
                  submission.view().map(InvoiceText::status).orElse("closed"));
      Optional<String> other = otherVendor(submission.view());
      boolean isOther = hadOtherContent(submission);
      if (isOther && oneNamesNoVendor(submission.view())) {
        return ToolResult.of(
            ResultCode.ALREADY_CLOSED,
            "Not submitted: an invoice with the id %s was submitted before and %s. It had different content, and one of the two names no vendor."
                .formatted(id, how),
            "Ask the person whether both are the same paper. Do not submit it under another id if they are, or it will be paid twice. "
                + otherId(),
            submission.view());
      }
      return ToolResult.of(
          ResultCode.ALREADY_CLOSED,
          other
              .map(
                  vendor ->
                      "Not submitted: the id %s belongs to an invoice of another vendor, which %s. %s"
                          .formatted(id, how, otherId(vendor)))
              .orElseGet(
                  () ->
                      "Not submitted: invoice %s was submitted before and %s. Do not submit it under another id, or it will be paid twice.%s"
                          .formatted(id, how, isPaid ? "" : UNPAID_LINES)),
          other.isEmpty() && isOther ? "The earlier submission had different content." : "",
          submission.view());
    }

    /**
     * The vendor of the earlier invoice, if both are given and are two as the register compares
     * them. To one vendor written twice no other id may be offered: it would be paid twice.
     */
    private Optional<String> otherVendor(Optional<InvoiceView> earlier) {
      String ours = NameKey.ofLetters(invoice.vendor());
      return earlier
          .flatMap(InvoiceView::snapshot)
          .map(InvoiceSnapshot::vendor)
          .filter(vendor -> !ours.isEmpty() && !NameKey.of(vendor).isEmpty())
          .filter(vendor -> !NameKey.ofLetters(vendor).equals(ours));
    }

    /** Whether it cannot be told by the vendors whether they are two invoices. */
    private boolean oneNamesNoVendor(Optional<InvoiceView> earlier) {
      return earlier
          .flatMap(InvoiceView::snapshot)
          .filter(
              before ->
                  NameKey.of(before.vendor()).isEmpty() != NameKey.of(invoice.vendor()).isEmpty())
          .isPresent();
    }

    private String otherId(String otherVendor) {
      return "%s The other vendor: %s".formatted(otherId(), Quote.of(otherVendor));
    }

    private String otherId() {
      String number = invoice.number().isBlank() ? invoice.id() : invoice.number();
      return "If the person says that they are two invoices, submit this one with a new id and its number. The id: %s, the number: %s."
          .formatted(
              Quote.of(VendorId.of(number, invoice.vendor(), invoice.id())), Quote.of(number));
    }

    private boolean hadOtherContent(AlreadyClosed submission) {
      return submission
          .view()
          .flatMap(InvoiceView::snapshot)
          .map(InvoiceSnapshot::digest)
          .filter(digest -> !digest.isEmpty() && !digest.equals(invoice.digest()))
          .isPresent();
    }
  }
}
