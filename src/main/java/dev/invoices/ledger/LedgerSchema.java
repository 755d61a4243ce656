package dev.invoices.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a ledger, and to which namespace and which version of the product they belong.
 *
 * <p>SQLite's {@code user_version} says in which form the file is. The first version of the product
 * left it at 0 and knew no vendors; {@link FirstLedger} brings such a file to the present form.
 */
final class LedgerSchema {

  /** The form of the file that this version writes. */
  private static final int VERSION = 1;

  /**
   * {@code vendor} is missing in a payment of before vendors were recorded. A worker of the first
   * version that still runs cannot pay into this table: it fills no {@code number_key}.
   */
  private static final String PAYMENTS =
      """
      CREATE TABLE payments (
        idempotency_key TEXT NOT NULL PRIMARY KEY,
        invoice_id      TEXT NOT NULL,
        number_key      TEXT NOT NULL,
        vendor          TEXT,
        vendor_key      TEXT,
        line            INTEGER NOT NULL,
        item            TEXT NOT NULL,
        amount          TEXT NOT NULL,
        currency        TEXT NOT NULL,
        receipt         TEXT NOT NULL UNIQUE,
        paid_at         TEXT NOT NULL
      ) STRICT""";

  /**
   * {@code counts} is 0 once an invoice has ended in a way that makes no other one a duplicate; the
   * indexes leave those out.
   */
  private static final List<String> OTHERS =
      List.of(
          """
          CREATE INDEX payments_by_invoice ON payments (number_key, invoice_id, vendor_key, line)""",
          """
          CREATE TABLE arrivals (
            arrival    INTEGER PRIMARY KEY,
            run_id     TEXT NOT NULL UNIQUE,
            invoice_id TEXT NOT NULL,
            id_key     TEXT NOT NULL,
            number     TEXT NOT NULL,
            number_key TEXT NOT NULL,
            vendor     TEXT NOT NULL,
            vendor_key TEXT NOT NULL,
            currency   TEXT NOT NULL,
            total      TEXT NOT NULL,
            issue_date TEXT,
            digest     TEXT NOT NULL,
            arrived_at TEXT NOT NULL,
            outcome    TEXT,
            ended_at   TEXT,
            counts     INTEGER NOT NULL DEFAULT 1
          ) STRICT""",
          """
          CREATE INDEX arrivals_by_number ON arrivals (number_key, vendor_key) WHERE counts = 1""",
          """
          CREATE INDEX arrivals_by_id ON arrivals (id_key, vendor_key) WHERE counts = 1""",
          """
          CREATE INDEX arrivals_by_total ON arrivals (vendor_key, currency, total, issue_date)
          WHERE counts = 1 AND issue_date IS NOT NULL""",
          "CREATE TABLE ledger (namespace TEXT NOT NULL) STRICT");

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
  void prepare(Connection connection) throws SQLException {
    if (version(connection) == 0) {
      connection.setAutoCommit(false);
      if (version(connection) == 0) {
        create(connection);
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
    require(connection);
  }

  private void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (FirstLedger.isIn(statement)) {
        FirstLedger.replace(connection, PAYMENTS);
      } else {
        statement.execute(PAYMENTS);
      }
      for (String creation : OTHERS) {
        statement.execute(creation);
      }
      statement.execute("PRAGMA user_version = " + VERSION);
    }
    try (PreparedStatement owner =
        connection.prepareStatement("INSERT INTO ledger (namespace) VALUES (?)")) {
      owner.setString(1, namespace);
      owner.executeUpdate();
    }
  }

  /**
   * Checks that the file is a ledger of this version and of the namespace.
   *
   * @throws LedgerException when it is not
   */
  void require(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > VERSION) {
      throw new LedgerException(
          file,
          "a newer version of the worker has written it; start that version, or set INVOICE_LEDGER to another file");
    }
    if (version < VERSION) {
      throw new LedgerException(
          file,
          "an earlier version of the worker has written it; restart this worker to convert it");
    }
    String owner = owner(connection);
    if (!owner.equals(namespace)) {
      throw new LedgerException(
          file,
          "it belongs to the namespace \"%s\", and this worker serves the namespace \"%s\"; set INVOICE_LEDGER to the ledger of \"%s\", or to a new file"
              .formatted(owner, namespace, namespace));
    }
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

  private static String owner(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT namespace FROM ledger")) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
