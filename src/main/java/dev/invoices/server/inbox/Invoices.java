package dev.invoices.server.inbox;

import dev.invoices.client.DecisionOutcome;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.decision.DecisionSignal;
import java.util.List;
import java.util.Optional;

/** Where the invoices are. */
interface Invoices {

  /**
   * Those that await a decision or are being paid.
   *
   * @return empty when they cannot be listed
   */
  Optional<OpenInvoices> open() throws InvoiceClientException;

  /**
   * An invoice as a person has to see it now.
   *
   * @return empty when there is none under this id
   */
  Optional<InvoiceView> find(String id) throws InvoiceClientException;

  /**
   * All lines of an invoice as they were submitted.
   *
   * @return empty when they cannot be read, or belong to other content than the view has
   */
  List<LineItem> allLines(InvoiceView view);

  /** The ids of open invoices that a person may have meant by a text under which there is none. */
  List<String> findSimilar(String given);

  /**
   * Decides about an invoice and reports whose decision counts. {@link #asSeenNow} makes what the
   * outcome has of the invoice fit to be shown.
   */
  DecisionOutcome decide(String id, boolean approve, DecisionSignal signal)
      throws InvoiceClientException;

  /** The same invoice as a person has to see it now, its warnings up to date. */
  InvoiceView asSeenNow(InvoiceView view);
}
