package dev.invoices.payment.sandbox;

import dev.invoices.ledger.Ledger;
import dev.invoices.payment.Payment;
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
  public static void write(Ledger ledger, Payment payment, Runnable end) {
    ledger.transact(
        connection -> {
          PaymentTable table = new PaymentTable(connection);
          table.insert(payment, new Receipt("SBX-interrupted", Instant.now(), false));
          if (table.find(payment).isEmpty()) {
            throw new IllegalStateException("the payment is not in the transaction");
          }
          end.run();
          throw new IllegalStateException("the transaction went on");
        });
  }
}
