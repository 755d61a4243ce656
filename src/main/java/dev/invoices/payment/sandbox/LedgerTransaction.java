package dev.invoices.payment.sandbox;

import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import dev.invoices.payment.Receipt;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;

/** Reads and writes payments within one transaction. */
final class LedgerTransaction {

  private static final String FIND =
      "SELECT item, amount, currency, receipt, paid_at FROM payments WHERE idempotency_key = ?";
  private static final String INSERT =
      """
      INSERT INTO payments
        (idempotency_key, invoice_id, line, item, amount, currency, receipt, paid_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

  private final Connection connection;

  LedgerTransaction(Connection connection) {
    this.connection = connection;
  }

  /** The payment that was made with a key. */
  Optional<LedgerEntry> find(String idempotencyKey) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, idempotencyKey);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(entry(row)) : Optional.empty();
      }
    }
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    return new LedgerEntry(
        row.getString(1),
        new Money(Currency.getInstance(row.getString(3)), new BigDecimal(row.getString(2))),
        new Receipt(row.getString(4), Instant.parse(row.getString(5))));
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

  /** The sum of all payments in a currency. */
  BigDecimal sum(Currency currency) throws SQLException {
    return new RunningTotals(connection).sum(currency);
  }
}
