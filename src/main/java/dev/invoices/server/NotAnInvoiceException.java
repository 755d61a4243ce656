package dev.invoices.server;

/** The workflow under an invoice's id is something else. */
final class NotAnInvoiceException extends Exception {

  private static final long serialVersionUID = 1L;

  NotAnInvoiceException(String workflowId, String type) {
    super("Workflow %s is a %s, not an invoice; use another id.".formatted(workflowId, type));
  }
}
