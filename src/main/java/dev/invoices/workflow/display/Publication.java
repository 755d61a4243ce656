package dev.invoices.workflow.display;

import dev.invoices.invoice.InvoiceSnapshot;
import io.temporal.workflow.Workflow;
import java.util.Map;

/**
 * What one run of a workflow shows to people and to clients without a worker: the memo and the text
 * in the Web UI. Part of the workflow, so deterministic.
 */
public final class Publication {

  private Map<String, Object> memo = Map.of();

  /** Brings both up to date. */
  public void publish(InvoiceSnapshot details) {
    Workflow.setCurrentDetails(WebUiTexts.currentDetails(details));
    Map<String, Object> now = InvoiceMemo.of(details);
    Map<String, Object> changes = InvoiceMemo.changes(memo, now);
    if (!changes.isEmpty()) {
      Workflow.upsertMemo(changes);
      memo = now;
    }
  }
}
