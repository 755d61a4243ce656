package dev.invoices.ledger.sqlite;

import dev.invoices.invoice.NumberKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A ledger of the first version: its payments know no vendor. They stay, each once, and continue to
 * protect their invoice id and line.
 */
final class FirstLedger {

  /** Who made all payments before a ledger recorded that. */
  static final String PROVIDER = "sandbox";

  private static final String COLUMNS =
      "rowid, idempotency_key, invoice_id, line, item, amount, currency, receipt, paid_at";
  private static final int INVOICE_ID = 3;
  private static final int COLUMN_COUNT = 9;
  private static final int PAID_AT = 9;
  private static final int NUMBER_KEY = 10;
  private static final int BEGUN_AT = 11;
  private static final String INSERT =
      """
      INSERT INTO payments (payment, idempotency_key, invoice_id, line, item, amount, currency,
                            receipt, paid_at, number_key, begun_at, round, state, provider)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'paid', '%s')"""
          .formatted(PROVIDER);

  private static final String CAN_BE_LEDGER =
      """
      SELECT (SELECT COUNT(*) FROM pragma_table_info('payments')
              WHERE name IN ('idempotency_key', 'invoice_id', 'line', 'item', 'amount',
                             'currency', 'receipt', 'paid_at')) = 8
          OR NOT EXISTS (SELECT 1 FROM sqlite_schema)""";

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
   * @param creation creates the present table
   */
  static void replace(Connection connection, Creation creation) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE payments RENAME TO payments_without_vendor");
      // Triggers keep their names when their table gets another one.
      statement.execute("DROP TRIGGER IF EXISTS running_totals_after_delete");
      statement.execute("DROP TRIGGER IF EXISTS running_totals_after_update");
      creation.run();
      try (ResultSet rows =
          statement.executeQuery(select("payments_without_vendor", "ORDER BY rowid"))) {
        insert(read(rows), connection);
      }
      statement.execute("DROP TABLE payments_without_vendor");
    }
  }

  /** Creates the present table of payments. */
  @FunctionalInterface
  interface Creation {
    void run() throws SQLException;
  }

  /**
   * Whether a file can be a ledger: it has a table of payments with all columns of the first
   * version, or no table at all, as one whose tables are still in its WAL.
   */
  static boolean canBeIn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CAN_BE_LEDGER)) {
      return row.getBoolean(1);
    }
  }

  /**
   * The payments that know no vendor, for {@link #insert}.
   *
   * @param from a ledger of any version
   * @param isConverted whether it is in the present form
   */
  static List<Object[]> read(Connection from, boolean isConverted) throws SQLException {
    String condition =
        isConverted
            ? "WHERE vendor IS NULL AND receipt IS NOT NULL ORDER BY rowid"
            : "ORDER BY rowid";
    try (Statement statement = from.createStatement()) {
      if (!isIn(statement)) {
        return List.of();
      }
      try (ResultSet rows = statement.executeQuery(select("payments", condition))) {
        return read(rows);
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

  private static List<Object[]> read(ResultSet rows) throws SQLException {
    List<Object[]> payments = new ArrayList<>();
    while (rows.next()) {
      Object[] payment = new Object[COLUMN_COUNT];
      for (int column = 1; column <= COLUMN_COUNT; column++) {
        payment[column - 1] = rows.getObject(column);
      }
      payments.add(payment);
    }
    return payments;
  }

  /** Adds payments to a ledger that has none. */
  static void insert(List<Object[]> payments, Connection to) throws SQLException {
    try (PreparedStatement statement = to.prepareStatement(INSERT)) {
      for (Object[] payment : payments) {
        for (int column = 1; column <= COLUMN_COUNT; column++) {
          statement.setObject(column, payment[column - 1]);
        }
        statement.setString(NUMBER_KEY, NumberKey.of(String.valueOf(payment[INVOICE_ID - 1])));
        statement.setObject(BEGUN_AT, payment[PAID_AT - 1]);
        statement.executeUpdate();
      }
    }
  }
}
