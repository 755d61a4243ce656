package dev.invoices.payment.ledger;

import dev.invoices.ledger.Ledger;
import dev.invoices.payment.Payment;
import dev.invoices.payment.Receipt;
import java.sql.Connection;
import java.sql.SQLException;
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
          insert(connection, payment, new Receipt("SBX-interrupted", Instant.now(), false));
          if (new PaymentSearch(connection).find(payment).isEmpty()) {
            throw new IllegalStateException("the payment is not in the transaction");
          }
          end.run();
          throw new IllegalStateException("the transaction went on");
        });
  }

  /** Writes a payment that was made. */
  public static void insert(Connection connection, Payment payment, Receipt receipt)
      throws SQLException {
    new PaymentTable(connection).insertPaid(payment, 1, "sandbox", receipt);
  }
}
