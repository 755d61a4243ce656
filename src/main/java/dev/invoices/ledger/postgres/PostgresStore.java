package dev.invoices.ledger.postgres;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.LedgerStore;
import dev.invoices.ledger.LedgerTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The transactions of a ledger in PostgreSQL. One thread writes, so one connection is enough, and a
 * pool would have nothing to do. It is kept for the next transaction, and given up after a failure.
 */
final class PostgresStore implements LedgerStore {

  /** A firewall may silently drop a connection that is not used. */
  private static final long MAX_IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final PostgresAddress address;
  private final PostgresSchema schema;
  private final Ledger.Identity identity;
  private Optional<Connection> kept = Optional.empty();
  private long lastUsed;

  /**
   * @param identity of the ledger in the database
   */
  PostgresStore(PostgresAddress address, PostgresSchema schema, Ledger.Identity identity) {
    this.address = address;
    this.schema = schema;
    this.identity = identity;
  }

  @Override
  public String place() {
    return address.toString();
  }

  /** That of the database, which is one for the workers of all machines. */
  @Override
  public LedgerTime time() {
    return PostgresTransaction::time;
  }

  @Override
  public synchronized void write(boolean forced, Batch batch) throws SQLException {
    Connection connection = begin(forced);
    boolean isSound = false;
    try {
      schema.requireSame(connection, identity);
      boolean isDone = batch.in(connection);
      connection.commit();
      lastUsed = System.nanoTime();
      isSound = isDone;
    } finally {
      if (!isSound) {
        giveUp(connection);
      }
    }
  }

  /** A connection that was lost since its last use has done nothing yet, so another one may. */
  private Connection begin(boolean forced) throws SQLException {
    if (kept.isPresent() && System.nanoTime() - lastUsed < MAX_IDLE_NANOS) {
      try {
        PostgresTransaction.begin(kept.get(), forced);
        return kept.get();
      } catch (SQLException e) {
        giveUp(kept.get());
        if (!PostgresErrors.isDisconnected(e)) {
          throw e;
        }
      }
    }
    kept.ifPresent(this::giveUp);
    Connection connection = address.connect();
    kept = Optional.of(connection);
    try {
      PostgresTransaction.begin(connection, forced);
      return connection;
    } catch (SQLException e) {
      giveUp(connection);
      throw e;
    }
  }

  /** PostgreSQL undoes what was not committed. */
  private void giveUp(Connection connection) {
    kept = Optional.empty();
    try {
      connection.close();
    } catch (SQLException e) {
      // It is of no use any more, and the failure before this one says why.
      lastUsed = 0;
    }
  }

  @Override
  public LedgerException explain(SQLException e) {
    return PostgresErrors.explain(address, e);
  }
}
