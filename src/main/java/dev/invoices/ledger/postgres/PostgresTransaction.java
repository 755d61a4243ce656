package dev.invoices.ledger.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Begins transactions of a ledger, in which one process writes at a time, as in an SQLite file. All
 * that a transaction relies on is set in it, because an administrator or a pooler between may have
 * set something else for the connection.
 *
 * <p>Read committed, so that the statements after the lock see what was committed before it; a
 * snapshot that is older than the lock would not have the payments of the process that held it. A
 * worker that stands still in a transaction loses its connection after a time, and with it the
 * lock, so that others can pay.
 */
final class PostgresTransaction {

  /** One number for the ledger; the locks of other databases do not count. */
  private static final long LOCK = 0x1e_d6e7_1a5e_c0deL;

  private static final String BEGIN =
      """
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
      SET LOCAL search_path = %s, pg_temp;
      SET LOCAL lock_timeout = '6s';
      SET LOCAL statement_timeout = '7s';
      SET LOCAL idle_in_transaction_session_timeout = '10s';
      """
          .formatted(PostgresSchema.NAME);

  /** Only what waits for too little is changed: remote_apply waits for more. */
  private static final String SAFE =
      """
      SELECT set_config('synchronous_commit', 'on', true)
      WHERE current_setting('synchronous_commit') IN ('off', 'local');
      """;

  private static final String SPARE = "SET LOCAL synchronous_commit = off;\n";
  private static final String ALONE = "SELECT pg_advisory_xact_lock(" + LOCK + ")";

  private PostgresTransaction() {}

  /**
   * Waits until no other process writes, and lets none write before the end of the transaction.
   *
   * @param forced whether the commit waits until everything is safe on the disk
   */
  static void begin(Connection connection, boolean forced) throws SQLException {
    connection.setAutoCommit(false);
    execute(connection, BEGIN + (forced ? SAFE : SPARE) + ALONE);
  }

  /** Waits for no process that writes: what is read was committed. */
  static void beginReading(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    execute(connection, BEGIN + "SET TRANSACTION READ ONLY");
  }

  /** What the clock of the database shows; unlike now(), not when the transaction began. */
  static Instant time(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
