package dev.invoices.server.tools;

import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.OpenInvoice;
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
  public synchronized void remember(ToolResult result) {
    result.view().ifPresent(shown -> remember(shown.run(), shown.snapshot()));
    result.listed().stream()
        .filter(listed -> !isKnown(listed))
        .forEach(listed -> remember(listed.run(), listed.snapshot()));
  }

  /** A list shows no lines, so that it adds nothing to content that was shown with them. */
  private boolean isKnown(OpenInvoice listed) {
    return of(listed.run().invoiceId())
        .map(InvoiceSnapshot::digest)
        .equals(listed.snapshot().map(InvoiceSnapshot::digest));
  }

  private void remember(InvoiceRun run, Optional<InvoiceSnapshot> snapshot) {
    latest.remove(run.invoiceId());
    snapshot
        .filter(shown -> !shown.digest().isEmpty())
        .ifPresent(shown -> latest.put(run.invoiceId(), shown));
  }

  /** What was last shown of an invoice; empty when it was not. */
  synchronized Optional<InvoiceSnapshot> of(String invoiceId) {
    return Optional.ofNullable(latest.get(invoiceId));
  }
}
