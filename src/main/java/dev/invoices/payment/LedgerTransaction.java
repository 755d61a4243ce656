package dev.invoices.payment;

import dev.invoices.invoice.Money;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Currency;
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
  private static final String CREATE_TOTALS =
      """
      CREATE TABLE IF NOT EXISTS totals (
        currency      TEXT NOT NULL PRIMARY KEY,
        paid          TEXT NOT NULL,
        through_rowid INTEGER NOT NULL
      ) STRICT""";
  private static final String TOTAL = "SELECT paid, through_rowid FROM totals WHERE currency = ?";
  private static final String SINCE =
      "SELECT rowid, currency, amount FROM payments WHERE rowid > ? ORDER BY rowid";
  private static final String KEEP_TOTAL =
      "INSERT OR REPLACE INTO totals (currency, paid, through_rowid) VALUES (?, ?, ?)";

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
   * beside them, and as payments are never taken out of the ledger, only those since then are added
   * the next time: the cost of a payment does not grow with the ledger.
   */
  BigDecimal sum(Currency currency) throws SQLException {
    Total total = sinceThen(currency, keptTotal(currency));
    try (PreparedStatement statement = connection.prepareStatement(KEEP_TOTAL)) {
      statement.setString(1, currency.getCurrencyCode());
      statement.setString(2, total.paid().toPlainString());
      statement.setLong(3, total.throughRow());
      statement.executeUpdate();
    }
    return total.paid();
  }

  private Total keptTotal(Currency currency) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE_TOTALS);
    }
    try (PreparedStatement statement = connection.prepareStatement(TOTAL)) {
      statement.setString(1, currency.getCurrencyCode());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new Total(new BigDecimal(row.getString(1)), row.getLong(2))
            : new Total(BigDecimal.ZERO, 0);
      }
    }
  }

  private Total sinceThen(Currency currency, Total kept) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SINCE)) {
      statement.setLong(1, kept.throughRow());
      try (ResultSet rows = statement.executeQuery()) {
        Total total = kept;
        while (rows.next()) {
          boolean counts = rows.getString(2).equals(currency.getCurrencyCode());
          BigDecimal amount = counts ? new BigDecimal(rows.getString(3)) : BigDecimal.ZERO;
          total = new Total(total.paid().add(amount), rows.getLong(1));
        }
        return total;
      }
    }
  }

  private static Ledger.Entry entry(ResultSet row) throws SQLException {
    return new Ledger.Entry(
        row.getString(1),
        new Money(Currency.getInstance(row.getString(3)), new BigDecimal(row.getString(2))),
        new Receipt(row.getString(4), Instant.parse(row.getString(5))));
  }

  /** What the payments up to a row come to. */
  private record Total(BigDecimal paid, long throughRow) {}
}
