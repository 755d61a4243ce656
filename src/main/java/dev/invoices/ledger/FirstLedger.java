package dev.invoices.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.Function;

/**
 * A ledger of the first version: its payments know no vendor. They stay, each once, and continue to
 * protect their invoice id and line.
 */
final class FirstLedger {

  /** The order of the rows stays, too. The totals are added up anew. */
  private static final String COPY =
      """
      INSERT INTO payments
        (rowid, idempotency_key, invoice_id, number_key,
         line, item, amount, currency, receipt, paid_at)
      SELECT rowid, idempotency_key, invoice_id, number_key(invoice_id),
             line, item, amount, currency, receipt, paid_at
      FROM payments_without_vendor ORDER BY rowid""";

  private FirstLedger() {}

  /** Whether a file without a version holds payments of the first version. */
  static boolean isIn(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'payments'")) {
      return row.next();
    }
  }

  /** Replaces its table of payments by the present one, with the same payments. */
  static void replace(Connection connection) throws SQLException {
    Function.create(connection, "number_key", new NumberKeyFunction());
    try (Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE payments RENAME TO payments_without_vendor");
      statement.execute(LedgerSchema.PAYMENTS);
      statement.execute(COPY);
      // The triggers of the totals go with their table.
      statement.execute("DROP TABLE payments_without_vendor");
      statement.execute("DROP TABLE IF EXISTS running_totals");
    }
  }

  /** {@link NumberKey} for SQLite. */
  private static final class NumberKeyFunction extends Function {
    @Override
    protected void xFunc() throws SQLException {
      result(NumberKey.of(value_text(0)));
    }
  }
}
