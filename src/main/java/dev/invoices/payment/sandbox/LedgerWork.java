package dev.invoices.payment.sandbox;

import dev.invoices.payment.PaymentDeclinedException;
import java.sql.SQLException;

/** What a caller does in one transaction of the ledger. */
@FunctionalInterface
interface LedgerWork<T> {

  /**
   * Reads and writes payments.
   *
   * @throws SQLException when SQLite fails; the work is undone and may be tried again
   * @throws PaymentDeclinedException when the payment is refused
   */
  T in(LedgerTransaction transaction) throws SQLException, PaymentDeclinedException;
}
