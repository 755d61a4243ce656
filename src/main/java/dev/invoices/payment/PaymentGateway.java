package dev.invoices.payment;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves money. After a crash or a failure it is called again with the same {@linkplain
 * Payment#idempotencyKey key}. So an implementation must pay at most once for a key, and must
 * return the first receipt when it is called again.
 */
public interface PaymentGateway {

  /**
   * Makes a payment, or confirms that it was already made.
   *
   * @throws PaymentDeclinedException when the payment is refused permanently
   * @throws PaymentOutdatedException when a fence stops it, and it was not made before; after any
   *     other exception the payment is retried, as it may succeed later
   */
  Receipt pay(Payment payment) throws PaymentDeclinedException;

  /**
   * Which of these payments were made: exactly these, so that vendor, item and amount agree. Pays
   * nothing. No payment that the fence stops is made after the answer.
   *
   * @param payments all of one invoice
   * @param fence kept for good; without one, nothing is recorded
   * @return the receipts by the {@linkplain Payment#line number of the line}; those that were not
   *     made are missing
   * @throws RuntimeException when it cannot be found out now
   */
  Map<Integer, Receipt> find(List<Payment> payments, Optional<Fence> fence);

  /** The ledger in which its payments are recorded. */
  LedgerIdentity ledger();
}
