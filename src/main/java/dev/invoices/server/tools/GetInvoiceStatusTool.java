package dev.invoices.server.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.json.ObjectReader;
import dev.invoices.server.conversation.Caller;
import dev.invoices.server.tools.wording.Commands;
import dev.invoices.server.tools.wording.InvoiceText;
import dev.invoices.text.Quote;
import java.util.Optional;
import java.util.Set;

/** Reports where an invoice stands, or lists those that are open; changes nothing. */
public final class GetInvoiceStatusTool implements InvoiceTool {

  /** The tool's name. */
  public static final String NAME = "get_invoice_status";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "Get the status of an invoice";
  }

  @Override
  public String description() {
    return "Reports where an invoice stands: its status, amounts, approval deadline, who decided and why, and the payment of each line with receipts, retries and errors. Without an id it lists all invoices that await a decision or are being paid, the soonest deadline first. Changes nothing.";
  }

  @Override
  public String inputSchema() {
    return """
        {
          "type": "object",
          "properties": {"invoice_id": %s}
        }
        """
        .formatted(INVOICE_ID_SCHEMA);
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public boolean isDestructive() {
    return false;
  }

  @Override
  public ToolResult call(JsonNode arguments, Caller caller, InvoiceClient client)
      throws InvoiceClientException {
    ObjectReader fields = read(arguments, Set.of(INVOICE_ID));
    boolean isAboutAll = fields.isMissing(INVOICE_ID);
    String id = isAboutAll ? "" : InvoiceTool.readId(fields);
    if (!fields.faults().isEmpty()) {
      return ToolResult.invalid(fields.faults());
    }
    return isAboutAll ? list(client) : status(id, client);
  }

  /**
   * Where one invoice stands.
   *
   * @param id in its normal form
   * @throws InvoiceClientException when Temporal cannot do what is asked of it
   */
  public static ToolResult status(String id, InvoiceClient client) throws InvoiceClientException {
    return client
        .find(id)
        .map(GetInvoiceStatusTool::result)
        .orElseGet(() -> ToolResult.notFound(id, client.findSimilar(id)));
  }

  private static ToolResult list(InvoiceClient client) throws InvoiceClientException {
    return client
        .findOpen()
        .map(open -> ToolResult.list(client.asSeenNow(open, ToolResult.MAX_INVOICES_LISTED)))
        .orElseGet(
            () ->
                ToolResult.of(
                    ResultCode.CANNOT_LIST,
                    "This Temporal cannot list invoices. Ask for the status of one invoice by its id."));
  }

  private static ToolResult result(InvoiceView view) {
    String id = Quote.word(view.run().invoiceId());
    if (view.isSilent() && view.snapshot().isEmpty() && view.caveat().isEmpty()) {
      return ToolResult.of(
          ResultCode.NO_WORKER,
          "Invoice %s is open, but no worker answered that knows its status. Start one if none is running (%s), then ask again. If that does not help, %s"
              .formatted(id, Commands.START_WORKER, Commands.checkShowsWhy()),
          view.partial() ? InvoiceText.PARTIAL : "",
          Optional.empty());
    }
    return ToolResult.of(
        ResultCode.STATUS, "Invoice %s status: %s".formatted(id, InvoiceText.status(view)), view);
  }
}
