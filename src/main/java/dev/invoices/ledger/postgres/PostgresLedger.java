package dev.invoices.ledger.postgres;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerContents;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.LedgerReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Ledgers in PostgreSQL, one in a database. Processes on several machines can share it safely. */
public final class PostgresLedger {

  private PostgresLedger() {}

  /**
   * Opens the ledger of a database. Creates it if there is none yet.
   *
   * @param namespace whose payments it holds
   * @throws LedgerException when the database cannot be used, or the ledger belongs to another
   *     namespace or to a newer version
   */
  public static Ledger open(PostgresAddress address, String namespace) {
    return open(address, schema(address, namespace));
  }

  static Ledger open(PostgresAddress address, PostgresSchema schema) {
    try (Connection connection = address.connect()) {
      Ledger.Identity identity = identity(connection, schema);
      PostgresStore store = new PostgresStore(address, schema, identity);
      return new Ledger(store, identity, isEmpty(connection));
    } catch (SQLException e) {
      throw PostgresErrors.explain(address, e);
    }
  }

  /** One that is there already is opened while another worker pays. */
  private static Ledger.Identity identity(Connection connection, PostgresSchema schema)
      throws SQLException {
    PostgresTransaction.beginReading(connection);
    schema.requireSafe(connection);
    if (PostgresSchema.exists(connection) && schema.isCurrent(connection)) {
      return schema.require(connection);
    }
    connection.rollback();
    PostgresTransaction.begin(connection, true);
    schema.prepare(connection);
    connection.commit();
    PostgresTransaction.beginReading(connection);
    return schema.require(connection);
  }

  /**
   * Looks at the ledger of a database and writes nothing.
   *
   * @param namespace to which it has to belong
   * @return empty when there is none
   * @throws LedgerException when the database cannot be used or would lose payments, or the ledger
   *     belongs to another namespace or to a newer version
   */
  public static Optional<LedgerContents> contents(PostgresAddress address, String namespace) {
    PostgresSchema schema = schema(address, namespace);
    try (Connection connection = address.connect()) {
      PostgresTransaction.beginReading(connection);
      schema.requireSafe(connection);
      return PostgresSchema.exists(connection)
          ? Optional.of(LedgerContents.of(schema.isCurrent(connection), connection))
          : Optional.empty();
    } catch (SQLException e) {
      throw PostgresErrors.explain(address, e);
    }
  }

  /**
   * Prepares to read the ledger of a database, of whatever namespace it is.
   *
   * @throws LedgerException when there is none, or the database cannot be used
   */
  public static LedgerReader reader(PostgresAddress address) {
    return PostgresReader.of(address);
  }

  private static PostgresSchema schema(PostgresAddress address, String namespace) {
    return new PostgresSchema(address, namespace, PostgresSchema.FORMS);
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM payments LIMIT 1")) {
      return !row.next();
    }
  }
}
