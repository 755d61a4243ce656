package dev.invoices.ledger.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A ledger as the versions between the first one and rounds of payments left it, by their SQL. */
public final class EarlierLedgerFile {

  private static final List<String> FORM_FOUR =
      List.of(
          "DROP TABLE running_totals",
          "DROP TRIGGER running_totals_after_delete",
          "DROP TRIGGER running_totals_after_update",
          "ALTER TABLE payments RENAME TO rounds",
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
            paid_at         TEXT NOT NULL,
            submission      TEXT
          ) STRICT""",
          """
          INSERT INTO payments
          SELECT idempotency_key, invoice_id, number_key, vendor, vendor_key, line, item, amount,
                 currency, receipt, paid_at, submission
          FROM rounds ORDER BY payment""",
          "DROP TABLE rounds",
          "CREATE INDEX payments_by_invoice ON payments (number_key, invoice_id, vendor_key, line)",
          "PRAGMA user_version = 4");

  private static final String WRONG_TOTAL =
      """
      INSERT INTO running_totals
      SELECT currency, '0.00', idempotency_key FROM payments ORDER BY rowid DESC LIMIT 1""";

  private EarlierLedgerFile() {}

  /**
   * Brings a ledger of today, in which every payment was made in the first round, to an earlier
   * form.
   *
   * @param form from 1 to 4
   */
  public static void make(Path file, int form) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      execute(FORM_FOUR, statement);
      execute(FirstLedgerFile.TOTALS, statement);
      statement.execute(WRONG_TOTAL);
      if (form < 4) {
        statement.execute("DROP TABLE fences");
      }
      if (form < 2) {
        statement.execute("ALTER TABLE payments DROP COLUMN submission");
        statement.execute("CREATE TABLE named AS SELECT namespace FROM ledger");
        statement.execute("DROP TABLE ledger");
        statement.execute("CREATE TABLE ledger (namespace TEXT NOT NULL) STRICT");
        statement.execute("INSERT INTO ledger SELECT namespace FROM named");
        statement.execute("DROP TABLE named");
      }
      statement.execute("PRAGMA user_version = " + form);
    }
  }

  private static void execute(List<String> changes, Statement statement) throws SQLException {
    for (String change : changes) {
      statement.execute(change);
    }
  }
}
