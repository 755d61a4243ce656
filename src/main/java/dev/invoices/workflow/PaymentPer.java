package dev.invoices.workflow;

/** What is paid by one payment. */
public enum PaymentPer {
  /** Each line has a payment of its own. */
  LINE,
  /** All lines are paid together, by one payment of the total. */
  INVOICE
}
