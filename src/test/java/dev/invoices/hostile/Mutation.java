package dev.invoices.hostile;

import java.util.function.Consumer;

/**
 * One change to a valid invoice.
 *
 * @param name for messages
 * @param outcome what must become of it
 * @param change makes it
 */
record Mutation(String name, ExpectedOutcome outcome, Consumer<InvoiceDraft> change) {}
