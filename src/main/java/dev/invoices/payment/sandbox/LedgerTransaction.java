package dev.invoices.payment.sandbox;

import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import dev.invoices.payment.Receipt;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** The ledger within one transaction. */
final class LedgerTransaction {

  private static final String FIND =
      "SELECT item, amount, currency, receipt, paid_at FROM payments WHERE idempotency_key = ?";
  private static final String INSERT =
      """
      INSERT INTO payments
        (idempotency_key, invoice_id, line, item, amount, currency, receipt, paid_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

  /** A payment that somebody deletes or updates makes all be added up again. */
  private static final List<String> CREATE_TOTALS =
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

  /** By its key, since SQLite may give a row another number, and its number to another row. */
  private static final String TOTAL =
      """
      SELECT paid, payments.rowid FROM running_totals t JOIN payments ON idempotency_key = last_key
      WHERE t.currency = ?""";

  private static final String SINCE =
      """
      SELECT currency, amount, idempotency_key FROM payments WHERE rowid > ? ORDER BY rowid""";
  private static final String KEEP_TOTAL =
      "INSERT OR REPLACE INTO running_totals (currency, paid, last_key) VALUES (?, ?, ?)";

  private final Connection connection;

  LedgerTransaction(Connection connection) {
    this.connection = connection;
  }

  /** The payment that was made under a key. */
  Optional<Ledger.Entry> find(String idempotencyKey) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, idempotencyKey);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(entry(row)) : Optional.empty();
      }
    }
  }

  /** Records a payment. */
  void insert(Payment payment, Receipt receipt) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, payment.idempotencyKey());
      statement.setString(2, payment.invoiceId());
      statement.setInt(3, payment.line());
      statement.setString(4, payment.item());
      statement.setString(5, payment.amount().amount().toPlainString());
      statement.setString(6, payment.amount().currency().getCurrencyCode());
      statement.setString(7, receipt.id());
      statement.setString(8, receipt.paidAt().toString());
      statement.executeUpdate();
    }
  }

  /**
   * The sum of all payments in a currency, added up here because SQLite has no decimals. It is kept
   * beside them, so that the next time only those since then are added: the cost of a payment does
   * not grow with the ledger.
   */
  BigDecimal sum(Currency currency) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String creation : CREATE_TOTALS) {
        statement.execute(creation);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(TOTAL)) {
      statement.setString(1, currency.getCurrencyCode());
      try (ResultSet kept = statement.executeQuery()) {
        return kept.next()
            ? addUp(currency, new BigDecimal(kept.getString(1)), kept.getLong(2))
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
      keepTotal(currency, sum, lastKey);
    }
    return sum;
  }

  private void keepTotal(Currency currency, BigDecimal paid, String lastKey) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEEP_TOTAL)) {
      statement.setString(1, currency.getCurrencyCode());
      statement.setString(2, paid.toPlainString());
      statement.setString(3, lastKey);
      statement.executeUpdate();
    }
  }

  private static Ledger.Entry entry(ResultSet row) throws SQLException {
    return new Ledger.Entry(
        row.getString(1),
        new Money(Currency.getInstance(row.getString(3)), new BigDecimal(row.getString(2))),
        new Receipt(row.getString(4), Instant.parse(row.getString(5))));
  }
}
