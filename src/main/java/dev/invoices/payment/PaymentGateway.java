package dev.invoices.payment;

/**
 * Moves money. Called again with the same {@linkplain Payment#idempotencyKey key} after a crash or
 * a failure, so an implementation must pay at most once per key and answer a repetition with the
 * first receipt.
 */
public interface PaymentGateway {

  /**
   * Pays, or confirms that it was paid before.
   *
   * @throws PaymentDeclinedException when the payment is refused for good; every other exception
   *     means that it may succeed later and is retried
   */
  Receipt pay(Payment payment) throws PaymentDeclinedException;
}
