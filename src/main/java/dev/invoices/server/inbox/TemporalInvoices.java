package dev.invoices.server.inbox;

import dev.invoices.client.DecisionOutcome;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.KnownRuns;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.temporal.TemporalConnection;
import java.util.List;
import java.util.Optional;

/** The invoices in Temporal, as the tools find them and decide about them. */
final class TemporalInvoices implements Invoices {

  private final TemporalConnection connection;
  private final KnownRuns runs = new KnownRuns();

  TemporalInvoices(TemporalConnection connection) {
    this.connection = connection;
  }

  @Override
  public Optional<OpenInvoices> open() throws InvoiceClientException {
    return begin().findOpen();
  }

  @Override
  public Optional<InvoiceView> find(String id) throws InvoiceClientException {
    InvoiceClient client = begin();
    return client.find(id).map(client::asSeenNow);
  }

  @Override
  public List<LineItem> allLines(InvoiceView view) {
    return begin().allLines(view);
  }

  @Override
  public List<String> findSimilar(String given) {
    return begin().findSimilar(given);
  }

  @Override
  public DecisionOutcome decide(String id, boolean approve, DecisionSignal signal)
      throws InvoiceClientException {
    return begin().decide(id, approve, signal);
  }

  @Override
  public InvoiceView asSeenNow(InvoiceView view) {
    return begin().asSeenNow(view);
  }

  /** Each request has all its time. */
  private InvoiceClient begin() {
    return InvoiceClient.beginAtTerminal(connection, runs);
  }
}
