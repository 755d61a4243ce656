package dev.invoices.ledger.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A ledger as the first version of the product wrote it, by that version's own SQL. */
public final class FirstLedgerFile {

  private static final String PAYMENTS =
      """
      CREATE TABLE IF NOT EXISTS payments (
        idempotency_key TEXT NOT NULL PRIMARY KEY,
        invoice_id      TEXT NOT NULL,
        line            INTEGER NOT NULL,
        item            TEXT NOT NULL,
        amount          TEXT NOT NULL,
        currency        TEXT NOT NULL,
        receipt         TEXT NOT NULL UNIQUE,
        paid_at         TEXT NOT NULL
      ) STRICT""";

  /** With the first payment from a balance. */
  static final List<String> TOTALS =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS running_totals (
            currency TEXT NOT NULL PRIMARY KEY,
            paid     TEXT NOT NULL,
            last_key TEXT NOT NULL
          ) STRICT""",
          """
          CREATE TRIGGER IF NOT EXISTS running_totals_after_delete AFTER DELETE ON payments
          BEGIN DELETE FROM running_totals; END""",
          """
          CREATE TRIGGER IF NOT EXISTS running_totals_after_update AFTER UPDATE ON payments
          BEGIN DELETE FROM running_totals; END""");

  private static final String INSERT =
      """
      INSERT INTO payments
        (idempotency_key, invoice_id, line, item, amount, currency, receipt, paid_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

  private final Path file;

  private FirstLedgerFile(Path file) {
    this.file = file;
  }

  /** A ledger without a payment. */
  public static FirstLedgerFile create(Path file) throws SQLException {
    FirstLedgerFile ledger = new FirstLedgerFile(file);
    ledger.open();
    return ledger;
  }

  /** What a process of the first version does when it starts, and then before a payment. */
  public void open() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute(PAYMENTS);
      for (String part : TOTALS) {
        statement.execute(part);
      }
    }
  }

  /** Pays in US dollars, as a process of the first version does. */
  public void pay(String invoiceId, int line, String item, String amount) throws SQLException {
    try (Connection connection = connect()) {
      insert(connection, invoiceId, line, item, amount);
    }
  }

  private static void insert(
      Connection connection, String invoiceId, int line, String item, String amount)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, invoiceId + "/" + line);
      statement.setString(2, invoiceId);
      statement.setInt(3, line);
      statement.setString(4, item);
      statement.setString(5, amount);
      statement.setString(6, "USD");
      statement.setString(7, receipt(invoiceId, line));
      statement.setString(8, "2026-01-31T12:00:00Z");
      statement.executeUpdate();
    }
  }

  /** Pays, and dies before the payment has left the write-ahead log. */
  public void payIntoWriteAheadLogOnly(String invoiceId, int line, String item, String amount)
      throws Exception {
    Path killed = file.resolveSibling("killed.db");
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    try (Connection connection = connect()) {
      insert(connection, invoiceId, line, item, amount);
      Files.copy(file, killed);
      Files.copy(log, file.resolveSibling("killed.db-wal"));
    }
    Files.move(killed, file, StandardCopyOption.REPLACE_EXISTING);
    Files.move(file.resolveSibling("killed.db-wal"), log);
  }

  /** The receipt of a payment. */
  public static String receipt(String invoiceId, int line) {
    return "SBX-%s-%d".formatted(invoiceId, line);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }
}
