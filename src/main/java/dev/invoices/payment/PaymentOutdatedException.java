package dev.invoices.payment;

/** A {@linkplain Fence fence} stops the payment: its workflow waits for it no longer. */
public final class PaymentOutdatedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PaymentOutdatedException() {
    super("the workflow has asked the ledger since, and continued without this payment");
  }
}
