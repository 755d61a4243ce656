package dev.invoices.register.ledger;

import dev.invoices.register.Finding.Match;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.InvoiceEnding.Outcome;
import dev.invoices.register.Registration;
import dev.invoices.text.NameKey;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes the arrivals within one transaction. Every query goes by an index and reads a
 * limited number of rows, so that its cost does not grow with the register.
 */
final class ArrivalTable {

  private static final String INSERT =
      """
      INSERT INTO arrivals
        (arrival, run_id, invoice_id, id_key, number, number_key, vendor, vendor_key, currency,
         total, issue_date, digest, arrived_at)
      VALUES ((SELECT COALESCE(MAX(arrival), 0) + 1 FROM arrivals),
              ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run_id) DO\s""";

  /** What arrives after its own ending was reset by an operator: it is the newest, and open. */
  private static final String INSERT_OR_REOPEN =
      INSERT
          + """
            UPDATE SET arrival = excluded.arrival, outcome = NULL, ended_at = NULL, counts = 1
            WHERE arrivals.outcome IS NOT NULL""";

  /** What is recorded late may have been recorded and ended meanwhile. */
  private static final String INSERT_LATE = INSERT + "NOTHING";

  private static final String FIND =
      "SELECT arrival, invoice_id, vendor FROM arrivals WHERE run_id = ?";
  private static final String END =
      "UPDATE arrivals SET outcome = ?, ended_at = ?, counts = ? WHERE run_id = ?";

  private static final String SELECT =
      """
      SELECT arrival, invoice_id, vendor, number, currency, total, arrived_at, outcome
      FROM arrivals WHERE counts = 1 AND arrival < ? AND\s""";
  private static final String TO_VENDOR = " AND vendor_key = ?";
  private static final String NEWEST = " ORDER BY arrival DESC LIMIT 20";
  private static final String ANY = " LIMIT 20";
  private static final List<String> NUMBER_COLUMNS = List.of("number_key = ?", "id_key = ?");
  private static final String BY_TOTAL =
      SELECT
          + "issue_date IS NOT NULL AND vendor_key = ? AND currency = ? AND total = ? AND issue_date = ?"
          + NEWEST;

  private final Connection connection;

  ArrivalTable(Connection connection) {
    this.connection = connection;
  }

  /** Whether an arrival of a run is recorded. */
  boolean has(String runId) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, runId);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Records an arrival, unless its run is recorded and has not ended.
   *
   * @return the number of the arrival
   */
  long insert(Registration invoice, InvoiceKeys keys) throws SQLException {
    insert(INSERT_OR_REOPEN, invoice, keys);
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, invoice.runId());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * Records an arrival that was missed, unless its run is recorded. So one that was missed at a
   * reset, after it had ended, stays ended here, and a second copy of it is not warned of.
   */
  void insertLate(Registration invoice) throws SQLException {
    insert(INSERT_LATE, invoice, InvoiceKeys.of(invoice));
  }

  private void insert(String insertion, Registration invoice, InvoiceKeys keys)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insertion)) {
      statement.setString(1, invoice.runId());
      statement.setString(2, invoice.invoiceId());
      statement.setString(3, keys.id());
      statement.setString(4, invoice.number());
      statement.setString(5, keys.number());
      statement.setString(6, invoice.vendor());
      statement.setString(7, keys.vendor());
      statement.setString(8, keys.currency());
      statement.setString(9, keys.total());
      statement.setString(10, keys.issueDate().orElse(null));
      statement.setString(11, invoice.digest());
      statement.setString(12, invoice.arrivedAt().toString());
      statement.executeUpdate();
    }
  }

  /** What arrived before and is possibly the same, unless it has ended and does not count. */
  List<Candidate> similarBefore(long arrival, InvoiceKeys keys) throws SQLException {
    Map<Long, Candidate> found = new LinkedHashMap<>();
    for (String number : keys.numbers()) {
      for (String column : NUMBER_COLUMNS) {
        if (keys.hasVendor()) {
          String query = SELECT + column + TO_VENDOR + NEWEST;
          collect(found, Match.NUMBER, query, arrival, List.of(number, keys.vendor()));
          collect(found, Match.NUMBER, query, arrival, List.of(number, ""));
        } else {
          collect(found, Match.NUMBER, SELECT + column + ANY, arrival, List.of(number));
        }
      }
    }
    if (keys.hasVendor() && keys.issueDate().isPresent()) {
      collect(
          found,
          Match.TOTAL_AND_DATE,
          BY_TOTAL,
          arrival,
          List.of(keys.vendor(), keys.currency(), keys.total(), keys.issueDate().get()));
    }
    return new ArrayList<>(found.values());
  }

  private void collect(
      Map<Long, Candidate> found,
      Match match,
      String query,
      long arrival,
      Collection<String> parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setLong(1, arrival);
      int position = 2;
      for (String parameter : parameters) {
        statement.setString(position++, parameter);
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.putIfAbsent(row.getLong(1), candidate(row, match));
        }
      }
    }
  }

  private static Candidate candidate(ResultSet row, Match match) throws SQLException {
    return new Candidate(
        row.getString(2),
        Optional.of(row.getString(3)),
        row.getString(4),
        Currency.getInstance(row.getString(5)),
        new BigDecimal(row.getString(6)),
        Instant.parse(row.getString(7)),
        Optional.ofNullable(row.getString(8)).map(Outcome::valueOf),
        match);
  }

  /** Records how an invoice ended, and whether it still counts. */
  void end(InvoiceEnding ending, PaidInvoices paid) throws SQLException {
    boolean counts = counts(ending, paid);
    try (PreparedStatement statement = connection.prepareStatement(END)) {
      statement.setString(1, ending.outcome().name());
      statement.setString(2, ending.endedAt().toString());
      statement.setInt(3, counts ? 1 : 0);
      statement.setString(4, ending.runId());
      statement.executeUpdate();
    }
  }

  private boolean counts(InvoiceEnding ending, PaidInvoices paid) throws SQLException {
    return switch (ending.outcome()) {
      case PAID, PARTIALLY_PAID -> true;
      case REJECTED, TIMED_OUT -> false;
      case CANCELLED -> isPaid(ending.runId(), paid);
    };
  }

  private boolean isPaid(String runId, PaidInvoices paid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, runId);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            && paid.payments(row.getString(2), Optional.of(NameKey.of(row.getString(3))))
                .isPresent();
      }
    }
  }
}
