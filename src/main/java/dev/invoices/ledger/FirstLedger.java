package dev.invoices.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A ledger of the first version: its payments know no vendor. They stay, each once, and continue to
 * protect their invoice id and line.
 */
final class FirstLedger {

  private static final String COLUMNS =
      "rowid, idempotency_key, invoice_id, line, item, amount, currency, receipt, paid_at";
  private static final int INVOICE_ID = 3;
  private static final int COLUMN_COUNT = 9;
  private static final String INSERT =
      "INSERT INTO payments (%s, number_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          .formatted(COLUMNS);

  private FirstLedger() {}

  /** Whether a file without a version holds payments of the first version. */
  static boolean isIn(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'payments'")) {
      return row.next();
    }
  }

  /**
   * Replaces its table of payments by the present one, with the same payments in their order.
   *
   * @param creation the SQL that creates the present table
   */
  static void replace(Connection connection, String creation) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE payments RENAME TO payments_without_vendor");
      statement.execute(creation);
      try (ResultSet rows =
          statement.executeQuery(select("payments_without_vendor", "ORDER BY rowid"))) {
        insert(rows, connection);
      }
      // The triggers of the totals go with their table; the totals are added up anew.
      statement.execute("DROP TABLE payments_without_vendor");
      statement.execute("DROP TABLE IF EXISTS running_totals");
    }
  }

  /**
   * Copies the payments that know no vendor from one ledger to another that has no payment.
   *
   * @param from of any version
   * @param isConverted whether it is in the present form
   * @return how many
   */
  static int copy(Connection from, boolean isConverted, Connection to) throws SQLException {
    String condition = isConverted ? "WHERE vendor IS NULL ORDER BY rowid" : "ORDER BY rowid";
    try (Statement statement = from.createStatement()) {
      if (!isIn(statement)) {
        return 0;
      }
      try (ResultSet rows = statement.executeQuery(select("payments", condition))) {
        return insert(rows, to);
      }
    }
  }

  /** Whether a file in a later form holds payments that know no vendor. */
  static boolean hasPayments(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT 1 FROM payments WHERE vendor IS NULL LIMIT 1")) {
      return row.next();
    }
  }

  private static String select(String table, String condition) {
    return "SELECT %s FROM %s %s".formatted(COLUMNS, table, condition);
  }

  private static int insert(ResultSet rows, Connection to) throws SQLException {
    int count = 0;
    try (PreparedStatement statement = to.prepareStatement(INSERT)) {
      while (rows.next()) {
        for (int column = 1; column <= COLUMN_COUNT; column++) {
          statement.setObject(column, rows.getObject(column));
        }
        statement.setString(COLUMN_COUNT + 1, NumberKey.of(rows.getString(INVOICE_ID)));
        statement.executeUpdate();
        count++;
      }
    }
    return count;
  }
}
