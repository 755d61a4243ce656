package dev.invoices.hostile;

import java.util.function.Consumer;

/**
 * One change to a valid invoice.
 *
 * @param name for messages
 * @param verdict what must become of it
 * @param change makes it
 */
record Mutation(String name, ExpectedOutcome verdict, Consumer<InvoiceDraft> change) {}
