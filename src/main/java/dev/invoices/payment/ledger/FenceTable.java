package dev.invoices.payment.ledger;

import dev.invoices.payment.Fence;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentOutdatedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Reads and writes fences within one transaction. */
final class FenceTable {

  /** In place of the key of one payment. */
  private static final String ALL = "";

  /** An inquiry that is repeated, or overtaken by a later one, must not take a fence back. */
  private static final String RAISE =
      """
      INSERT INTO fences (invoice_id, idempotency_key, asked_at) VALUES (?, ?, ?)
      ON CONFLICT (invoice_id, idempotency_key)
      DO UPDATE SET asked_at = excluded.asked_at WHERE fences.asked_at < excluded.asked_at""";

  /** Those of the invoice's other payments are left out: it may have a fence for each line. */
  private static final String NEAR_PAYMENT =
      """
      SELECT idempotency_key, asked_at FROM fences
      WHERE invoice_id = ? AND idempotency_key IN ('', ?)""";

  private final Connection connection;

  FenceTable(Connection connection) {
    this.connection = connection;
  }

  /** Records a fence. */
  void raise(Fence fence) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RAISE)) {
      statement.setString(1, fence.invoiceId());
      statement.setString(2, fence.idempotencyKey().orElse(ALL));
      statement.setLong(3, fence.askedAt().toEpochMilli());
      statement.executeUpdate();
    }
  }

  /**
   * Refuses what a fence stops.
   *
   * @throws PaymentOutdatedException when one stops the payment
   */
  void requireNone(Payment payment) throws SQLException {
    if (stops(payment)) {
      throw new PaymentOutdatedException();
    }
  }

  private boolean stops(Payment payment) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEAR_PAYMENT)) {
      statement.setString(1, payment.invoiceId());
      statement.setString(2, payment.idempotencyKey());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (fence(payment.invoiceId(), row).stops(payment)) {
            return true;
          }
        }
        return false;
      }
    }
  }

  private static Fence fence(String invoiceId, ResultSet row) throws SQLException {
    return new Fence(
        invoiceId,
        Optional.of(row.getString(1)).filter(key -> !key.equals(ALL)),
        Instant.ofEpochMilli(row.getLong(2)));
  }
}
