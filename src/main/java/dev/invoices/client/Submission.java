package dev.invoices.client;

import dev.invoices.server.tools.ResultCode;
import java.util.Optional;

/**
 * What came of submitting an invoice.
 *
 * @param code {@link ResultCode#STARTED}, {@link ResultCode#ALREADY_OPEN}, {@link
 *     ResultCode#ID_IN_USE} or {@link ResultCode#ALREADY_CLOSED}
 * @param view the invoice under this id; empty only when it could not be looked at after it was
 *     started
 */
public record Submission(ResultCode code, Optional<InvoiceView> view) {}
