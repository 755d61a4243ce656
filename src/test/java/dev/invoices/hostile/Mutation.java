package dev.invoices.hostile;

import java.util.function.Consumer;

/**
 * One change to a valid invoice.
 *
 * @param name for messages
 * @param outcome what must become of it
 * @param change makes it
 */
record Mutation(String name, ExpectedOutcome outcome, Consumer<InvoiceDraft> change) {

  /** Writes a field of the head. */
  static Mutation put(String name, ExpectedOutcome outcome, String field, String json) {
    return new Mutation(name, outcome, draft -> draft.written.put(field, json));
  }
}
