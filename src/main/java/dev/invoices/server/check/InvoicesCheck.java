package dev.invoices.server.check;

import dev.invoices.check.CheckLine;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.KnownRuns;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.temporal.TemporalConnection;
import java.util.Optional;

/** How many invoices are open. */
final class InvoicesCheck {

  static final String ITEM = "Invoices";

  private InvoicesCheck() {}

  /** Counts them as {@code get_invoice_status} does. */
  static CheckLine look(TemporalConnection connection) {
    try {
      return line(InvoiceClient.begin(connection, new KnownRuns()).findOpen());
    } catch (InvoiceClientException e) {
      return CheckLine.bad(
          ITEM,
          "Temporal does not list the open invoices (%s). Check its visibility store, or try again later."
              .formatted(e.grpcStatus()));
    }
  }

  /**
   * What the list means.
   *
   * @param open empty when this Temporal cannot list workflows
   */
  static CheckLine line(Optional<OpenInvoices> open) {
    return open.map(InvoicesCheck::count)
        .orElseGet(
            () ->
                CheckLine.note(
                    ITEM, "This Temporal cannot list invoices. Each is found by its id."));
  }

  private static CheckLine count(OpenInvoices open) {
    long count = open.count();
    return CheckLine.good(
        ITEM,
        "%s%,d %s for a decision or to be paid."
            .formatted(
                open.counted().isPresent() ? "" : "At least ",
                count,
                count == 1 ? "invoice waits" : "invoices wait"));
  }
}
