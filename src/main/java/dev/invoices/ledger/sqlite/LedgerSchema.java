package dev.invoices.ledger.sqlite;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables of a ledger, and to which namespace and which version of the product they belong.
 *
 * <p>SQLite's {@code user_version} says in which form the file is. The first version of the product
 * left it at 0 and knew no vendors; {@link FirstLedger} brings such a file to the present form.
 * Form 1 knew neither an identity nor for which submission a payment was made. Form 2 compared the
 * vendors of arrivals with their punctuation, and form 3 with their accents, as it did numbers; it
 * took digits of two scripts for two numbers, and had no fences. Form 4 knew only payments that
 * were made, one row each.
 */
final class LedgerSchema {

  /** The form of the file that this version writes. */
  private static final int VERSION = 5;

  private static final int WITHOUT_IDENTITY = 1;
  private static final int WITH_FENCES = 4;
  private final Path file;
  private final String namespace;

  /**
   * @param file for messages
   * @param namespace to which the ledger belongs, or will belong
   */
  LedgerSchema(Path file, String namespace) {
    this.file = file;
    this.namespace = namespace;
  }

  /**
   * Creates what is missing, in one transaction, so that a crash leaves the file as it was and of
   * several processes one does it.
   *
   * @param connection not in a transaction
   * @throws LedgerException when the file belongs to another namespace or to a newer version
   */
  Ledger.Identity prepare(Connection connection) throws SQLException {
    if (version(connection) < VERSION) {
      connection.setAutoCommit(false);
      convert(connection);
      connection.commit();
      connection.setAutoCommit(true);
    }
    return require(connection);
  }

  private void convert(Connection connection) throws SQLException {
    int version = version(connection);
    if (version >= VERSION) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      if (version == 0) {
        LedgerTables.create(connection);
      } else {
        requireOwner(statement);
        LedgerTables.convert(connection, version > WITHOUT_IDENTITY, version >= WITH_FENCES);
        StoredKeys.renew(connection);
      }
      if (version == WITHOUT_IDENTITY) {
        statement.execute("DROP TABLE ledger");
      }
      if (version <= WITHOUT_IDENTITY) {
        identify(connection);
      }
      statement.execute("PRAGMA user_version = " + VERSION);
    }
  }

  private void identify(Connection connection) throws SQLException {
    Ledger.Identity identity = Ledger.Identity.random();
    try (Statement statement = connection.createStatement()) {
      statement.execute(LedgerTables.LEDGER);
    }
    try (PreparedStatement row =
        connection.prepareStatement(
            "INSERT INTO ledger (namespace, id, secret) VALUES (?, ?, ?)")) {
      row.setString(1, namespace);
      row.setString(2, identity.id());
      row.setBytes(3, identity.secret());
      row.executeUpdate();
    }
  }

  /**
   * Checks that the file is a ledger of this version and of the namespace.
   *
   * @return which one it is
   * @throws LedgerException when it is not
   */
  private Ledger.Identity require(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > VERSION) {
      throw new LedgerException(
          file.toString(),
          "a newer version of the worker has written it; start that version, or set INVOICE_LEDGER to another file");
    }
    if (version < VERSION) {
      throw new LedgerException(
          file.toString(),
          "an earlier version of the worker has written it; restart this worker to convert it");
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT namespace, id, secret FROM ledger")) {
      requireOwner(row);
      return new Ledger.Identity(row.getString(2), row.getBytes(3));
    }
  }

  /**
   * Checks, besides, that the file is still the ledger that was opened, or a copy of it. An invoice
   * belongs to one ledger, so another one must not get its payments.
   *
   * @throws LedgerException when it is another one
   */
  void requireSame(Connection connection, Ledger.Identity opened) throws SQLException {
    opened.requireSame(require(connection), file.toString());
  }

  /**
   * Checks, without a change, that this version can use the file.
   *
   * @return whether it is in the present form; else {@link #prepare} brings it there
   * @throws LedgerException when it belongs to another namespace or to a newer version
   */
  boolean isCurrent(Connection connection) throws SQLException {
    int version = version(connection);
    if (version >= VERSION) {
      require(connection);
    } else if (version > 0) {
      try (Statement statement = connection.createStatement()) {
        requireOwner(statement);
      }
    }
    return version == VERSION;
  }

  private void requireOwner(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT namespace FROM ledger")) {
      requireOwner(row);
    }
  }

  /**
   * @param row of the ledger, not read yet, whose first column is the namespace
   */
  private void requireOwner(ResultSet row) throws SQLException {
    String owner = row.next() ? row.getString(1) : "";
    if (!owner.equals(namespace)) {
      throw new LedgerException(
          file.toString(),
          "it belongs to the namespace \"%s\", and this worker serves the namespace \"%s\"; set INVOICE_LEDGER to the ledger of \"%s\", or to %s"
              .formatted(owner, namespace, namespace, newFile(row.getStatement())));
    }
  }

  /** Payments that know no vendor know no namespace either: they may be of this one. */
  private String newFile(Statement statement) throws SQLException {
    return FirstLedger.hasPayments(statement)
        ? "the new file %s. The worker copies the payments without a vendor into that one, because some may be of \"%s\"; another new file would not know them"
            .formatted(LedgerName.beside(file, namespace), namespace)
        : "a new file";
  }

  /** Whether a file has the form that this version writes. */
  static boolean isPresent(Connection connection) throws SQLException {
    return version(connection) == VERSION;
  }

  /** Whether a file is not of the first version. */
  static boolean isConverted(Connection connection) throws SQLException {
    return version(connection) > 0;
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }
}
