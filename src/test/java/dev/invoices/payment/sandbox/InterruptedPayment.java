package dev.invoices.payment.sandbox;

import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.Receipt;
import java.time.Instant;

/** A payment that is written to the ledger and whose transaction does not get to its end. */
public final class InterruptedPayment {

  private InterruptedPayment() {}

  /**
   * Writes a payment and lets something happen before the commit.
   *
   * @param end must not return
   */
  public static void write(Ledger ledger, Payment payment, Runnable end)
      throws PaymentDeclinedException {
    ledger.transact(
        transaction -> {
          transaction.insert(payment, new Receipt("SBX-interrupted", Instant.now()));
          if (transaction.find(payment.idempotencyKey()).isEmpty()) {
            throw new IllegalStateException("the payment is not in the transaction");
          }
          end.run();
          throw new IllegalStateException("the transaction went on");
        });
  }
}
