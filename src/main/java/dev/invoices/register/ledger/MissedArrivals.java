package dev.invoices.register.ledger;

import dev.invoices.register.Registration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arrivals that could not be recorded, because the store could not be used. They are recorded
 * soon after it can; only a worker forgets them that is killed before, or stops before.
 */
final class MissedArrivals {

  /** So that a store that is never back does not fill the memory. */
  static final int MAX = 1_000;

  private final Map<String, Registration> byRun = new LinkedHashMap<>();

  /** Keeps an arrival. Forgets the oldest one when there are too many. */
  synchronized void add(Registration invoice) {
    byRun.put(invoice.runId(), invoice);
    if (byRun.size() > MAX) {
      Iterator<String> oldest = byRun.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  synchronized boolean isEmpty() {
    return byRun.isEmpty();
  }

  /** Those that are kept, the oldest first. */
  synchronized List<Registration> all() {
    return List.copyOf(byRun.values());
  }

  /** Forgets arrivals that have been recorded. */
  synchronized void remove(Collection<Registration> recorded) {
    recorded.forEach(invoice -> byRun.remove(invoice.runId(), invoice));
  }
}
