package dev.invoices.payment.sandbox;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;

/**
 * The sum of all payments in each currency, made or begun, added up here because SQLite has no
 * decimals.
 *
 * <p>A sum is stored beside the payments, so that the next time only newer payments are added. That
 * way the cost of a payment does not grow with the ledger.
 */
final class RunningTotals {

  /**
   * Finds the last payment of a sum by its key, because SQLite may give the number of a row that
   * was deleted to another one.
   */
  private static final String FIND =
      """
      SELECT paid, payment FROM running_totals t JOIN payments ON idempotency_key = last_key
      WHERE t.currency = ? AND state <> 'declined'""";

  private static final String SINCE =
      """
      SELECT currency, amount, idempotency_key FROM payments
      WHERE payment > ? AND state <> 'declined' ORDER BY payment""";
  private static final String STORE =
      """
      INSERT INTO running_totals (currency, paid, last_key) VALUES (?, ?, ?)
      ON CONFLICT (currency) DO UPDATE SET paid = excluded.paid, last_key = excluded.last_key""";

  private static final int PAGE = 1_000;

  private final Connection connection;

  RunningTotals(Connection connection) {
    this.connection = connection;
  }

  /** The sum of all payments in a currency. */
  BigDecimal sum(Currency currency) throws SQLException {
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
      // PostgreSQL's driver would else take all rows into memory.
      statement.setFetchSize(PAGE);
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
