package dev.invoices.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a ledger is kept, and how a transaction is made there. */
public interface LedgerStore {

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Batch {

    /**
     * Reads and writes.
     *
     * @param connection in a transaction that the batch neither commits nor ends
     * @return whether the store did all that was asked of it
     * @throws SQLException when the transaction cannot continue
     */
    boolean in(Connection connection) throws SQLException;
  }

  /** Where it is, for people and for messages: never with a user or a password. */
  String place();

  /** The clock by which those who share the ledger date what they write. */
  LedgerTime time();

  /**
   * Does a batch in one transaction, with which no other process can interfere. When it returns,
   * everything is safe; when it throws, nothing may have been written, or everything.
   *
   * @param forced whether what was done must survive a power failure; else only the end of a
   *     process
   * @throws SQLException when the store cannot be used now
   * @throws LedgerException when it is no longer the ledger that was opened
   */
  void write(boolean forced, Batch batch) throws SQLException;

  /** A failure of the store, in words. */
  LedgerException explain(SQLException e);
}
