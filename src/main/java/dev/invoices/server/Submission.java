package dev.invoices.server;

import java.util.Optional;

/**
 * What came of submitting an invoice.
 *
 * @param code {@link Code#STARTED}, {@link Code#ALREADY_OPEN}, {@link Code#ID_IN_USE} or {@link
 *     Code#ALREADY_CLOSED}
 * @param view the invoice under this id; empty only when it could not be looked at after it was
 *     started
 */
record Submission(Code code, Optional<InvoiceView> view) {}
