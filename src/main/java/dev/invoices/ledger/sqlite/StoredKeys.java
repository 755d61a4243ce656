package dev.invoices.ledger.sqlite;

import dev.invoices.invoice.NumberKey;
import dev.invoices.text.NameKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The keys by which numbers and vendors are found. They stand in the file because an index needs
 * them, so they are made anew when a version compares in another way. What is paid by them, the
 * idempotency keys, never changes.
 */
final class StoredKeys {

  private StoredKeys() {}

  /** Brings the keys that an earlier form left to those of today. */
  static void renew(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet payments =
          statement.executeQuery(
              "SELECT rowid, invoice_id, number_key FROM payments ORDER BY rowid")) {
        renewPayments(payments, connection);
      }
      try (ResultSet arrivals =
          statement.executeQuery(
              """
              SELECT arrival, invoice_id, number, vendor, id_key, number_key, vendor_key
              FROM arrivals ORDER BY arrival""")) {
        renewArrivals(arrivals, connection);
      }
    }
  }

  private static void renewPayments(ResultSet row, Connection connection) throws SQLException {
    try (PreparedStatement change =
        connection.prepareStatement("UPDATE payments SET number_key = ? WHERE rowid = ?")) {
      while (row.next()) {
        String key = NumberKey.of(row.getString(2));
        if (!key.equals(row.getString(3))) {
          change.setString(1, key);
          change.setLong(2, row.getLong(1));
          change.executeUpdate();
        }
      }
    }
  }

  private static void renewArrivals(ResultSet row, Connection connection) throws SQLException {
    try (PreparedStatement change =
        connection.prepareStatement(
            "UPDATE arrivals SET id_key = ?, number_key = ?, vendor_key = ? WHERE arrival = ?")) {
      while (row.next()) {
        String id = NumberKey.of(row.getString(2));
        String number = NumberKey.ofInvoice(row.getString(2), row.getString(3), row.getString(4));
        String vendor = NameKey.ofLetters(row.getString(4));
        if (!id.equals(row.getString(5))
            || !number.equals(row.getString(6))
            || !vendor.equals(row.getString(7))) {
          change.setString(1, id);
          change.setString(2, number);
          change.setString(3, vendor);
          change.setLong(4, row.getLong(1));
          change.executeUpdate();
        }
      }
    }
  }
}
