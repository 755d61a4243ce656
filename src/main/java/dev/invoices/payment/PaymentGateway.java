package dev.invoices.payment;

/**
 * Moves money. After a crash or a failure it is called again with the same {@linkplain
 * Payment#idempotencyKey key}. So an implementation must pay at most once for a key, and must
 * return the first receipt when it is called again.
 */
public interface PaymentGateway {

  /**
   * Makes a payment, or confirms that it was already made.
   *
   * @throws PaymentDeclinedException when the payment is refused permanently; after any other
   *     exception the payment is retried, as it may succeed later
   */
  Receipt pay(Payment payment) throws PaymentDeclinedException;
}
