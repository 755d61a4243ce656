package dev.invoices.crash;

import dev.invoices.testkit.PostgresServer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a ledger is, read and aged without any of the product's code.
 *
 * @param setting as {@code INVOICE_LEDGER} takes it: a file, or the address of a database
 * @param jdbc how the test reads it
 */
record Store(String setting, String jdbc) {

  /** What holds the ledger of a scenario. */
  enum Place {
    FILE("a file"),
    POSTGRESQL("PostgreSQL");

    private final String text;

    Place(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final String FILE = "jdbc:sqlite:";
  private static final List<String> TIMES = List.of("begun_at", "first_sent_at", "last_sent_at");

  static Store file(Path file) {
    return new Store(file.toString(), FILE + file);
  }

  /** A new database. */
  static Store database(PostgresServer server) throws SQLException {
    String url = server.url(server.createDatabase());
    return new Store(
        url, "%s?user=%s&currentSchema=invoice_ledger".formatted(url, PostgresServer.SUPERUSER));
  }

  /** The payments of an invoice, by line. */
  List<LedgerRow> payments(String invoiceId) throws SQLException {
    List<LedgerRow> rows = new ArrayList<>();
    if (!isThere()) {
      return rows;
    }
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT line, amount, receipt FROM payments WHERE invoice_id = ? ORDER BY line")) {
      query.setString(1, invoiceId);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          rows.add(
              new LedgerRow(row.getInt(1), new BigDecimal(row.getString(2)), row.getString(3)));
        }
      }
    }
    return rows;
  }

  /** The receipt of each obligation in the whole ledger; of one that is not paid, its state. */
  Map<String, List<String>> receipts() throws SQLException {
    Map<String, List<String>> receipts = new TreeMap<>();
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT idempotency_key, COALESCE(receipt, state) FROM payments");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        receipts.computeIfAbsent(row.getString(1), none -> new ArrayList<>()).add(row.getString(2));
      }
    }
    return receipts;
  }

  /** Whether an obligation is written down. */
  boolean has(String obligation) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement("SELECT 1 FROM payments WHERE idempotency_key = ?")) {
      query.setString(1, obligation);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Lets the rounds that are begun look so much older. */
  void age(Duration time) throws SQLException {
    try (Connection connection = connect()) {
      for (String column : TIMES) {
        for (Map.Entry<Long, String> round : begun(connection, column).entrySet()) {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE payments SET %s = ? WHERE payment = ?".formatted(column))) {
            update.setString(1, Instant.parse(round.getValue()).minus(time).toString());
            update.setLong(2, round.getKey());
            update.executeUpdate();
          }
        }
      }
    }
  }

  private static Map<Long, String> begun(Connection connection, String column) throws SQLException {
    Map<Long, String> rounds = new TreeMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT payment, %1$s FROM payments WHERE state = 'begun' AND %1$s IS NOT NULL"
                    .formatted(column));
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        rounds.put(row.getLong(1), row.getString(2));
      }
    }
    return rounds;
  }

  /** To look at a file that is not there would create it. */
  private boolean isThere() {
    return !jdbc.startsWith(FILE) || Files.exists(Path.of(setting));
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbc);
  }
}
