package dev.invoices.ledger.sqlite;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.LedgerStore;
import dev.invoices.ledger.LedgerTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The transactions of a ledger in a file. */
final class SqliteStore implements LedgerStore {

  private final LedgerFile file;
  private final LedgerSchema schema;
  private final Ledger.Identity identity;

  /**
   * @param identity of the ledger in the file
   */
  SqliteStore(LedgerFile file, LedgerSchema schema, Ledger.Identity identity) {
    this.file = file;
    this.schema = schema;
    this.identity = identity;
  }

  @Override
  public String place() {
    return file.path().toString();
  }

  /** That of this machine, on which everyone is who uses the file. */
  @Override
  public LedgerTime time() {
    return connection -> Instant.now();
  }

  /**
   * {@inheritDoc} Checks twice that the file is still the one that was opened. Before the commit,
   * because a commit must not leave a WAL beside another file. After it, so that no payment is
   * confirmed that only a removed file records. If the file is removed later than that, it is
   * removed with a confirmed payment in it.
   */
  @Override
  public void write(boolean forced, Batch batch) throws SQLException {
    Optional<Object> opened = file.identity();
    try (Connection connection = file.open()) {
      if (!forced) {
        LedgerFile.spareForcedWrites(connection);
      }
      connection.setAutoCommit(false);
      schema.requireSame(connection, identity);
      batch.in(connection);
      file.requireSame(opened);
      connection.commit();
    }
    file.requireSame(opened);
  }

  @Override
  public LedgerException explain(SQLException e) {
    return SqliteErrors.explain(file.path(), e);
  }
}
