package dev.invoices.server.tools;

import dev.invoices.client.InvoiceView;
import dev.invoices.invoice.InvoiceSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this conversation has shown of each invoice, the latest {@value #MAX_REMEMBERED}: a person
 * decides about what they saw. Safe for use by several calls at once.
 */
public final class ShownInvoices {

  private static final int MAX_REMEMBERED = 200;

  private final Map<String, InvoiceSnapshot> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, InvoiceSnapshot> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /** Remembers what a result shows. */
  public synchronized void remember(InvoiceView view) {
    String id = view.run().invoiceId();
    latest.remove(id);
    view.snapshot()
        .filter(shown -> !shown.digest().isEmpty())
        .ifPresent(shown -> latest.put(id, shown));
  }

  /** What was last shown of an invoice; empty when it was not. */
  synchronized Optional<InvoiceSnapshot> of(String invoiceId) {
    return Optional.ofNullable(latest.get(invoiceId));
  }
}
