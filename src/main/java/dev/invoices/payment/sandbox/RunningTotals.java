package dev.invoices.payment.sandbox;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Currency;
import java.util.List;

/**
 * The sum of all payments in each currency, added up here because SQLite has no decimals.
 *
 * <p>A sum is stored beside the payments, so that the next time only newer payments are added. That
 * way the cost of a payment does not grow with the ledger.
 */
final class RunningTotals {

  /** The triggers: after a payment is deleted or changed by hand, all are added up again. */
  private static final List<String> CREATE =
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

  /**
   * Finds the last payment of a sum by its key, because SQLite may give a row another number, and
   * its number to another row.
   */
  private static final String FIND =
      """
      SELECT paid, payments.rowid FROM running_totals t JOIN payments ON idempotency_key = last_key
      WHERE t.currency = ?""";

  private static final String SINCE =
      """
      SELECT currency, amount, idempotency_key FROM payments WHERE rowid > ? ORDER BY rowid""";
  private static final String STORE =
      "INSERT OR REPLACE INTO running_totals (currency, paid, last_key) VALUES (?, ?, ?)";

  private final Connection connection;

  RunningTotals(Connection connection) {
    this.connection = connection;
  }

  /** The sum of all payments in a currency. */
  BigDecimal sum(Currency currency) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String creation : CREATE) {
        statement.execute(creation);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, currency.getCurrencyCode());
      try (ResultSet stored = statement.executeQuery()) {
        return stored.next()
            ? addUp(currency, new BigDecimal(stored.getString(1)), stored.getLong(2))
            : addUp(currency, BigDecimal.ZERO, 0);
      }
    }
  }

  private BigDecimal addUp(Currency currency, BigDecimal before, long throughRow)
      throws SQLException {
    BigDecimal sum = before;
    String lastKey = "";
    try (PreparedStatement statement = connection.prepareStatement(SINCE)) {
      statement.setLong(1, throughRow);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (row.getString(1).equals(currency.getCurrencyCode())) {
            sum = sum.add(new BigDecimal(row.getString(2)));
          }
          lastKey = row.getString(3);
        }
      }
    }
    if (!lastKey.isEmpty()) {
      store(currency, sum, lastKey);
    }
    return sum;
  }

  private void store(Currency currency, BigDecimal paid, String lastKey) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STORE)) {
      statement.setString(1, currency.getCurrencyCode());
      statement.setString(2, paid.toPlainString());
      statement.setString(3, lastKey);
      statement.executeUpdate();
    }
  }
}
