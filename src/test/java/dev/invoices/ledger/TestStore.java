package dev.invoices.ledger;

import dev.invoices.testkit.SqlRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A store for a ledger that a test has for itself, and what happens to such stores. */
public interface TestStore {

  /** As a worker opens it, on a connection of its own. */
  Ledger open(String namespace);

  /** As somebody does who opens the store with another program. */
  Connection connect() throws SQLException;

  /** Lets another process keep it locked until that is closed. */
  AutoCloseable lock() throws SQLException;

  /** From now on it takes no line 2. */
  void refuseLine2() throws SQLException;

  /**
   * From now on a change of the payments fails.
   *
   * @param change in SQL: {@code "INSERT"}
   */
  void failOn(String change) throws SQLException;

  /** Ends what {@link #failOn} began, if it did. */
  void heal() throws SQLException;

  /** From now on the sum of the payments stays as it is stored, whatever is changed by hand. */
  void keepTotals() throws SQLException;

  /** What a query finds, one row each, its columns between bars. */
  default List<String> rows(String query) throws SQLException {
    try (Connection connection = connect()) {
      return SqlRows.of(connection, query);
    }
  }

  /** As somebody does who opens the store with another program. */
  default void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
