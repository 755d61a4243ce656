package dev.invoices.payment;

/** A {@linkplain Fence fence} stops the payment: nobody waits for it any more. It was not made. */
public final class PaymentOutdatedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PaymentOutdatedException() {
    super("the workflow has asked the ledger since, and went on without this payment");
  }
}
