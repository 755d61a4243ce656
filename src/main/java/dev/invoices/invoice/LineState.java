package dev.invoices.invoice;

/** Where the payment of one line stands. */
public enum LineState {
  /** Not yet its turn. */
  PENDING,
  /** Handed to the payment; being retried if it fails. */
  PAYING,
  /** Paid; there is a receipt. */
  PAID,
  /** Declined for good; paid only if a human approves a retry. */
  DECLINED
}
