package dev.invoices.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a caller does in one transaction of the ledger.
 *
 * @param <T> its result
 * @param <X> how it refuses what it was asked for; what it has written until then stays
 */
@FunctionalInterface
public interface LedgerWork<T, X extends Exception> {

  /**
   * Reads and writes.
   *
   * @param connection in a transaction that the caller neither commits nor ends
   * @throws SQLException when the store fails; the work is undone and may be tried again
   * @throws X when the work refuses
   */
  T in(Connection connection) throws SQLException, X;
}
