package dev.invoices.ledger.postgres;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a ledger in a schema of their own, and to which namespace and which version of the
 * product they belong. The form is in the table {@code ledger}, which has one row.
 */
final class PostgresSchema {

  /** The schema of the tables. */
  static final String NAME = "invoice_ledger";

  /** What leads from each form to the next; there is nothing before the first one. */
  static final List<List<String>> FORMS = List.of(PostgresTables.FIRST);

  private static final String CREATE =
      """
      CREATE TABLE ledger (
        form      INTEGER NOT NULL,
        namespace TEXT NOT NULL,
        id        TEXT NOT NULL,
        secret    BYTEA NOT NULL
      )""";

  /**
   * By a query of the catalog: {@code to_regclass} may not see yet what was created while this
   * transaction waited for the lock (PostgreSQL 18).
   */
  private static final String EXISTS =
      "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = '%s' AND tablename = 'ledger')"
          .formatted(NAME);

  private final PostgresAddress address;
  private final String namespace;
  private final List<List<String>> forms;

  /**
   * @param namespace to which the ledger belongs, or will belong
   * @param forms as {@link #FORMS}
   */
  PostgresSchema(PostgresAddress address, String namespace, List<List<String>> forms) {
    this.address = address;
    this.namespace = namespace;
    this.forms = forms;
  }

  /**
   * Creates what is missing.
   *
   * @param connection in a transaction that no other process is in
   * @throws LedgerException when the ledger belongs to another namespace
   */
  void prepare(Connection connection) throws SQLException {
    if (!exists(connection)) {
      create(connection);
    }
    int form = form(connection);
    for (List<String> next : forms.subList(Math.min(form, forms.size()), forms.size())) {
      execute(connection, next);
      execute(connection, List.of("UPDATE ledger SET form = form + 1"));
    }
  }

  /**
   * Checks the database before it gets payments.
   *
   * @throws LedgerException when it would forget payments in a power failure, or change letters
   */
  void requireSafe(Connection connection) throws SQLException {
    if (text(connection, "SHOW fsync").equals("off")) {
      throw new LedgerException(
          address.toString(),
          "fsync is off in PostgreSQL, so a power failure would lose payments; set it to on");
    }
    if (!text(connection, "SHOW server_encoding").equals("UTF8")) {
      throw new LedgerException(
          address.toString(),
          "its encoding is not UTF8; create a database with ENCODING 'UTF8' TEMPLATE template0");
    }
  }

  /** Whether there is a ledger, of whatever form. */
  static boolean exists(Connection connection) throws SQLException {
    return text(connection, EXISTS).equals("t");
  }

  /** Whether a ledger, of whatever namespace, has the form that this version writes. */
  static boolean isPresent(Connection connection) throws SQLException {
    return exists(connection)
        && text(connection, "SELECT form FROM ledger").equals(String.valueOf(FORMS.size()));
  }

  private void create(Connection connection) throws SQLException {
    execute(connection, List.of("CREATE SCHEMA IF NOT EXISTS " + NAME, CREATE));
    Ledger.Identity identity = Ledger.Identity.random();
    try (PreparedStatement row =
        connection.prepareStatement(
            "INSERT INTO ledger (form, namespace, id, secret) VALUES (0, ?, ?, ?)")) {
      row.setString(1, namespace);
      row.setString(2, identity.id());
      row.setBytes(3, identity.secret());
      row.executeUpdate();
    }
  }

  /**
   * Checks that it is a ledger of this version and of the namespace.
   *
   * @return which one it is
   * @throws LedgerException when it is not
   */
  Ledger.Identity require(Connection connection) throws SQLException {
    if (!isCurrent(connection)) {
      throw new LedgerException(
          address.toString(),
          "an earlier version of the worker has written it; restart this worker to convert it");
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, secret FROM ledger")) {
      row.next();
      return new Ledger.Identity(row.getString(1), row.getBytes(2));
    }
  }

  /**
   * Checks, besides, that it is still the ledger that was opened, or a copy of it. An invoice
   * belongs to one ledger, so another one must not get its payments.
   *
   * @throws LedgerException when it is another one
   */
  void requireSame(Connection connection, Ledger.Identity opened) throws SQLException {
    opened.requireSame(require(connection), address.toString());
  }

  /**
   * Checks, without a change, that this version can use the ledger.
   *
   * @return whether it is in the present form; else {@link #prepare} brings it there
   * @throws LedgerException when it belongs to another namespace or to a newer version
   */
  boolean isCurrent(Connection connection) throws SQLException {
    int form = form(connection);
    if (form > forms.size()) {
      throw new LedgerException(
          address.toString(),
          "a newer version of the worker has written it; start that version, or set INVOICE_LEDGER to another database");
    }
    return form == forms.size();
  }

  private int form(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT form, namespace FROM ledger")) {
      String owner = row.next() ? row.getString(2) : "";
      if (!owner.equals(namespace)) {
        throw new LedgerException(
            address.toString(),
            "it belongs to the namespace \"%s\", and this worker serves the namespace \"%s\"; set INVOICE_LEDGER to another database"
                .formatted(owner, namespace));
      }
      return row.getInt(1);
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(Connection connection, List<String> sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : sql) {
        statement.execute(each);
      }
    }
  }
}
