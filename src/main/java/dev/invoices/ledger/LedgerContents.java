package dev.invoices.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a look at a ledger finds.
 *
 * @param isCurrent whether it is in the present form; else a worker brings it there when it starts
 * @param payments how many were made or begun
 * @param providers the names of all through whom payments in it were made or begun
 */
public record LedgerContents(boolean isCurrent, long payments, List<String> providers) {

  private static final String MADE_OR_BEGUN =
      "SELECT count(*) FROM payments WHERE state <> 'declined'";
  private static final String PROVIDERS =
      "SELECT DISTINCT provider FROM payments WHERE state <> 'declined'";

  public LedgerContents {
    providers = List.copyOf(providers);
  }

  /** What is in a ledger whose payments have a provider each. */
  public static LedgerContents of(boolean isCurrent, Connection connection) throws SQLException {
    return new LedgerContents(isCurrent, count(MADE_OR_BEGUN, connection), providers(connection));
  }

  /** How many payments a ledger of an earlier form holds, which recorded only those made. */
  public static long earlierPayments(Connection connection) throws SQLException {
    return count("SELECT count(*) FROM payments", connection);
  }

  private static long count(String query, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The names of all through whom payments were made or begun. */
  public static List<String> providers(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(PROVIDERS)) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }
}
