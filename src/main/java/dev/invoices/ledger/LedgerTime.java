package dev.invoices.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The time by which all who share a ledger date what they write: one clock, because the clocks of
 * their machines may differ.
 */
@FunctionalInterface
public interface LedgerTime {

  /**
   * The time now.
   *
   * @param connection in a transaction of the ledger
   * @throws SQLException when the store does not tell
   */
  Instant now(Connection connection) throws SQLException;
}
