package dev.invoices.client;

import dev.invoices.text.SafeText;

/** The workflow under an invoice's id is something else. */
public final class NotAnInvoiceException extends Exception {

  private static final long serialVersionUID = 1L;

  private static final int MAX_TYPE_LENGTH = 200;

  NotAnInvoiceException(String workflowId, String type) {
    super(
        "Workflow %s is of type %s and no invoice; use another id."
            .formatted(workflowId, SafeText.of(type, MAX_TYPE_LENGTH)));
  }
}
