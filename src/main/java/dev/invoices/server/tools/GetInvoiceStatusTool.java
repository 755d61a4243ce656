package dev.invoices.server.tools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.InvoiceClientException;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.json.ObjectReader;
import java.util.Set;

/** Reports where an invoice stands and changes nothing. */
public final class GetInvoiceStatusTool implements InvoiceTool {

  @Override
  public String name() {
    return "get_invoice_status";
  }

  @Override
  public String title() {
    return "Get the status of an invoice";
  }

  @Override
  public String description() {
    return "Reports where an invoice stands: its status, amounts, approval deadline, who decided and why, and the payment of each line with receipts, retries and errors. Changes nothing.";
  }

  @Override
  public String inputSchema() {
    return """
        {
          "type": "object",
          "properties": {"invoice_id": %s},
          "required": ["invoice_id"]
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
    String id = InvoiceReader.readId(fields, INVOICE_ID);
    if (!fields.faults().isEmpty()) {
      return ToolResult.invalid(fields.faults());
    }
    return client
        .find(id)
        .map(GetInvoiceStatusTool::result)
        .orElseGet(() -> ToolResult.notFound(id));
  }

  private static ToolResult result(InvoiceView view) {
    String id = view.run().invoiceId();
    if (view.source() == Source.RECORD && view.open() && view.snapshot().isEmpty()) {
      return ToolResult.of(
          ResultCode.NO_WORKER,
          "Invoice %s is open, but no worker answered that knows its status. Start one if none is running (java -jar target/invoice-worker.jar), then ask again."
              .formatted(id));
    }
    return ToolResult.of(
        ResultCode.STATUS, "Invoice %s status: %s".formatted(id, view.statusText()), view);
  }
}
