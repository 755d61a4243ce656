package dev.invoices.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What a person does who opens the file of a ledger. */
public final class LedgerSql {

  private LedgerSql() {}

  /** What a query finds, one row each, its columns between bars. */
  public static List<String> rows(Path file, String query) {
    try {
      return new FileStore(file).rows(query);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Changes something. */
  public static void execute(Path file, String... changes) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String change : changes) {
        statement.execute(change);
      }
    }
  }
}
