package dev.invoices.client;

import dev.invoices.client.record.DeadlineCalls;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.OpenInvoice;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.client.record.PendingPayment;
import dev.invoices.client.record.RecordedInvoice;
import dev.invoices.invoice.InvoiceStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the payments of listed invoices stand. A list has what the workflows wrote, and they do not
 * learn that a payment is retried, or paused, until it is over.
 */
final class ListedPayments {

  private final DeadlineCalls calls;
  private boolean isOver;

  ListedPayments(DeadlineCalls calls) {
    this.calls = calls;
  }

  /**
   * The same list, with what can be learned in time.
   *
   * @param shown how many of it anyone sees
   */
  OpenInvoices refreshed(OpenInvoices open, int shown) {
    List<OpenInvoice> invoices = new ArrayList<>(open.read());
    invoices.subList(0, Math.min(shown, invoices.size())).replaceAll(this::refreshed);
    return new OpenInvoices(invoices, open.counted());
  }

  private OpenInvoice refreshed(OpenInvoice invoice) {
    return !isOver && PendingPayment.mayChange(invoice.status())
        ? invoice.withStatus(status(invoice))
        : invoice;
  }

  private InvoiceStatus status(OpenInvoice invoice) {
    try {
      return RecordedInvoice.latest(invoice.run().invoiceId(), calls)
          .filter(recorded -> recorded.run().equals(invoice.run()))
          .map(recorded -> PendingPayment.status(invoice.status(), recorded.pendingPayments()))
          .orElse(invoice.status());
    } catch (InvoiceClientException e) {
      isOver = e.reason() == InvoiceClientException.Reason.UNREACHABLE;
      return invoice.status();
    }
  }
}
