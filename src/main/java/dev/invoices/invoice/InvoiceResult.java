package dev.invoices.invoice;

/** How an invoice ended: the result of its workflow, as a string on the wire. */
public enum InvoiceResult {
  /** Every line was paid. */
  COMPLETED,
  /** Nothing was paid: rejected by a human or by the deadline. */
  REJECTED,
  /** Some lines were paid and the rest given up. */
  PARTIALLY_PAID
}
