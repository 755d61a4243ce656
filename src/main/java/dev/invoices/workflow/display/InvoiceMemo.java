package dev.invoices.workflow.display;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.json.ExactJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The memo of an invoice's workflow: the snapshot without its lists, one memo key per field, so
 * that a person in the Web UI and a client without a worker can read it.
 */
public final class InvoiceMemo {

  private static final Set<String> LISTS = Set.of("lines", "ignored_decisions");

  private static final Set<String> REQUIRED =
      Set.of("id", "vendor", "currency", "total", "paid", "status", "submitted_at", "digest");

  private InvoiceMemo() {}

  /** The memo with which a client submits an invoice, before any worker has seen it. */
  public static Map<String, Object> submitted(Invoice invoice, Instant now) {
    return of(InvoiceSnapshot.submitted(invoice, now));
  }

  /**
   * The snapshot that a memo holds; its lists are empty.
   *
   * @param memo the memo's keys with their values as JSON
   * @return empty when there is no memo or another program wrote it
   */
  public static Optional<InvoiceSnapshot> read(Map<String, JsonNode> memo) {
    ObjectNode details = ExactJson.mapper().createObjectNode();
    details.setAll(memo);
    LISTS.forEach(details::putArray);
    try {
      return Optional.of(details)
          .filter(fields -> memo.keySet().containsAll(REQUIRED))
          .map(fields -> ExactJson.mapper().convertValue(fields, InvoiceSnapshot.class))
          .filter(snapshot -> snapshot.status().isReportedByWorkflow());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The whole memo for a snapshot; a field that is absent has no key. */
  public static Map<String, Object> of(InvoiceSnapshot details) {
    ObjectNode fields = ExactJson.mapper().valueToTree(details);
    fields.remove(LISTS);
    Map<String, Object> memo = new HashMap<>();
    fields.properties().forEach(field -> memo.put(field.getKey(), field.getValue()));
    return Map.copyOf(memo);
  }

  /** What to write to turn one memo into another: null for a key that has to go. */
  public static Map<String, Object> changes(Map<String, Object> before, Map<String, Object> after) {
    Map<String, Object> changes = new HashMap<>(after);
    changes.entrySet().removeAll(before.entrySet());
    before.keySet().stream()
        .filter(key -> !after.containsKey(key))
        .forEach(key -> changes.put(key, null));
    return changes;
  }
}
