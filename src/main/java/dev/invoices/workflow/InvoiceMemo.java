package dev.invoices.workflow;

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
 * The memo of an invoice's workflow: its details without the lists, one memo key a field, so that a
 * person in the Web UI and a client without any worker can read them.
 */
public final class InvoiceMemo {

  private static final Set<String> LISTS = Set.of("lines", "ignored_decisions");

  private static final Set<String> REQUIRED =
      Set.of("id", "vendor", "currency", "total", "paid", "status", "submitted_at", "digest");

  private final Map<String, Object> published = new HashMap<>();

  /** The memo with which an invoice is submitted, before any worker has seen it. */
  public static Map<String, Object> submitted(Invoice invoice, Instant now) {
    return new InvoiceMemo().changes(InvoiceProgress.of(invoice, now).details(new DecisionGate()));
  }

  /**
   * The details that a memo holds; their lists are empty.
   *
   * @param memo the memo's keys with their values as JSON
   * @return empty when somebody else wrote the memo, or nobody did
   */
  public static Optional<InvoiceSnapshot> read(Map<String, JsonNode> memo) {
    ObjectNode details = ExactJson.mapper().createObjectNode();
    details.setAll(memo);
    LISTS.forEach(details::putArray);
    try {
      return memo.keySet().containsAll(REQUIRED)
          ? Optional.of(ExactJson.mapper().convertValue(details, InvoiceSnapshot.class))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The whole memo as it was last brought up to date. */
  Map<String, Object> published() {
    return Map.copyOf(published);
  }

  /** What has to be written to bring the memo up to date; an absent field is written as null. */
  Map<String, Object> changes(InvoiceSnapshot details) {
    ObjectNode current = ExactJson.mapper().valueToTree(details);
    current.remove(LISTS);
    Map<String, Object> changes = new HashMap<>();
    published.keySet().stream()
        .filter(key -> !current.has(key))
        .forEach(key -> changes.put(key, null));
    current
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().equals(published.get(field.getKey()))) {
                changes.put(field.getKey(), field.getValue());
              }
            });
    changes.forEach(
        (key, value) -> {
          if (value == null) {
            published.remove(key);
          } else {
            published.put(key, value);
          }
        });
    return changes;
  }
}
