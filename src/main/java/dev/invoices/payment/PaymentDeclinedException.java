package dev.invoices.payment;

/** The provider refuses the payment permanently: another try without a change would not help. */
public final class PaymentDeclinedException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason for a person, in one short phrase without secrets
   */
  public PaymentDeclinedException(String reason) {
    super(reason);
  }
}
