package dev.invoices.invoice;

/** How an invoice ended: the result of its workflow, as a string on the wire. */
public enum InvoiceResult {
  /** Every line was paid. */
  COMPLETED,
  /** Nothing was paid for this submission: a person rejected it, or the deadline passed. */
  REJECTED,
  /** Some lines were paid, the others will not be. */
  PARTIALLY_PAID
}
