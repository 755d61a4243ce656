package dev.invoices.invoice;

/** Where the payment of one line stands. */
public enum LineState {
  /** Its payment has not started. */
  PENDING,
  /** Its payment has started; Temporal retries it while it fails. */
  PAYING,
  /** Paid; there is a receipt. */
  PAID,
  /** Its payment was declined permanently; a person can approve a retry. */
  DECLINED,
  /** Its amount is zero: there is nothing to pay. */
  FREE
}
