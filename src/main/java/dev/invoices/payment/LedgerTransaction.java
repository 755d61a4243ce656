package dev.invoices.payment;

import dev.invoices.invoice.Money;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
  private static final String AMOUNTS = "SELECT amount FROM payments WHERE currency = ?";

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

  /** The sum of all payments in a currency; added up here because SQLite has no decimals. */
  BigDecimal sum(Currency currency) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AMOUNTS)) {
      statement.setString(1, currency.getCurrencyCode());
      try (ResultSet rows = statement.executeQuery()) {
        BigDecimal sum = BigDecimal.ZERO;
        while (rows.next()) {
          sum = sum.add(new BigDecimal(rows.getString(1)));
        }
        return sum;
      }
    }
  }

  private static Ledger.Entry entry(ResultSet row) throws SQLException {
    return new Ledger.Entry(
        row.getString(1),
        new Money(Currency.getInstance(row.getString(3)), new BigDecimal(row.getString(2))),
        new Receipt(row.getString(4), Instant.parse(row.getString(5))));
  }
}
