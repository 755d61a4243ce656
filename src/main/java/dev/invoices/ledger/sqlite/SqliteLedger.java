package dev.invoices.ledger.sqlite;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerContents;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.LedgerReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Ledgers in SQLite files. Several processes on one machine can share a file safely. */
public final class SqliteLedger {

  /** How often opening waits for a lock before it gives up. */
  private static final int MAX_LOCK_RETRIES = 15;

  private SqliteLedger() {}

  /**
   * Opens the ledger in a file. Creates the file and its folder if they do not exist yet. A ledger
   * of an earlier version is brought to the present form, and then belongs to the namespace.
   *
   * @param namespace whose payments it holds
   * @throws LedgerException when the file cannot be used, or belongs to another namespace or to a
   *     newer version
   */
  public static Ledger open(Path path, String namespace) {
    LedgerFile file = new LedgerFile(path.toAbsolutePath());
    LedgerSchema schema = new LedgerSchema(file.path(), namespace);
    file.createFolder();
    for (int retriesLeft = MAX_LOCK_RETRIES; ; retriesLeft--) {
      try (Connection connection = file.create()) {
        Ledger.Identity identity = schema.prepare(connection);
        SqliteStore store = new SqliteStore(file, schema, identity);
        return new Ledger(store, identity, isEmpty(connection));
      } catch (SQLException e) {
        if (retriesLeft == 0 || !SqliteErrors.isLocked(e)) {
          throw SqliteErrors.explain(file.path(), e);
        }
      }
    }
  }

  /**
   * Reads a ledger and writes nothing to it.
   *
   * @param namespace to which it has to belong
   * @return empty when there is no such file
   * @throws LedgerException when the file cannot be used, or belongs to another namespace or to a
   *     newer version
   */
  public static Optional<LedgerContents> contents(Path path, String namespace) {
    LedgerFile file = new LedgerFile(path.toAbsolutePath());
    if (!Files.exists(file.path())) {
      return Optional.empty();
    }
    LedgerSchema schema = new LedgerSchema(file.path(), namespace);
    try (Connection connection = file.openForQueries()) {
      return Optional.of(
          schema.isCurrent(connection) ? LedgerContents.of(true, connection) : earlier(connection));
    } catch (SQLException e) {
      throw SqliteErrors.explain(file.path(), e);
    }
  }

  /** Until the present form there was but one provider, and no file named it. */
  private static LedgerContents earlier(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long payments = FirstLedger.isIn(statement) ? LedgerContents.earlierPayments(connection) : 0;
      return new LedgerContents(
          false, payments, payments == 0 ? List.of() : List.of(FirstLedger.PROVIDER));
    }
  }

  /**
   * Prepares to read the ledger in a file, of whatever namespace it is.
   *
   * @throws LedgerException when there is no such file
   */
  public static LedgerReader reader(Path path) {
    return SqliteReader.of(path.toAbsolutePath());
  }

  /**
   * Copies into a ledger without a payment those of another one that were made before vendors were
   * recorded. At that time, all namespaces shared one file by default, so these payments protect
   * their ids and lines in each of them.
   *
   * @param ledger in a file too
   * @param shared the file that they shared; it stays as it is. An SQLite file that is no ledger is
   *     left alone
   * @return how many payments were copied
   * @throws LedgerException when one of the files cannot be used
   */
  public static int copyFirstPayments(Ledger ledger, Path shared) {
    if (!Files.isRegularFile(shared)) {
      return 0;
    }
    LedgerFile from = new LedgerFile(shared.toAbsolutePath());
    return ledger.transact(
        connection -> {
          if (!isEmpty(connection)) {
            return 0;
          }
          List<Object[]> payments = firstPayments(from);
          FirstLedger.insert(payments, connection);
          return payments.size();
        });
  }

  /** Its name alone does not make a file a ledger, so it is looked at before it is opened. */
  private static List<Object[]> firstPayments(LedgerFile from) {
    try {
      try (Connection untouched = from.openUntouched()) {
        if (!FirstLedger.canBeIn(untouched)) {
          return List.of();
        }
      }
      try (Connection source = from.openForQueries()) {
        return FirstLedger.read(source, LedgerSchema.isConverted(source));
      }
    } catch (SQLException e) {
      throw SqliteErrors.explain(from.path(), e);
    }
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM payments LIMIT 1")) {
      return !row.next();
    }
  }
}
