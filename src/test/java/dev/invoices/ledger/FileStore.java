package dev.invoices.ledger;

import dev.invoices.ledger.sqlite.SqliteLedger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** An SQLite file. */
public record FileStore(Path file) implements TestStore {

  @Override
  public Ledger open(String namespace) {
    return SqliteLedger.open(file, namespace);
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  @Override
  public AutoCloseable lock() throws SQLException {
    Connection other = connect();
    try (Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
    }
    return other;
  }

  @Override
  public void refuseLine2() throws SQLException {
    execute(
        "CREATE TRIGGER no_second_line BEFORE INSERT ON payments WHEN NEW.line = 2 BEGIN SELECT RAISE(ABORT, 'disk'); END");
  }

  @Override
  public void failOn(String change) throws SQLException {
    execute(
        "CREATE TRIGGER dead BEFORE %s ON payments BEGIN SELECT RAISE(ABORT, 'dead'); END"
            .formatted(change));
  }

  @Override
  public void heal() throws SQLException {
    execute("DROP TRIGGER IF EXISTS dead");
  }

  @Override
  public void keepTotals() throws SQLException {
    execute("DROP TRIGGER running_totals_after_update");
  }
}
