package dev.invoices.ledger.sqlite;

import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.LedgerReader;
import dev.invoices.ledger.LedgerWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Reads a ledger's file. Each query opens the file and closes it again, as workers do, so that none
 * has to wait for the reader.
 */
final class SqliteReader implements LedgerReader {

  private final LedgerFile file;
  private final Optional<Object> opened;

  private SqliteReader(LedgerFile file) {
    this.file = file;
    this.opened = file.identity();
  }

  /**
   * @param path absolute
   */
  static SqliteReader of(Path path) {
    if (Files.notExists(path)) {
      throw new LedgerException(
          path.toString(),
          "there is no such file; a worker creates it when it starts. Set INVOICE_LEDGER if it is elsewhere");
    }
    return new SqliteReader(new LedgerFile(path));
  }

  @Override
  public <T, X extends Exception> T read(LedgerWork<T, X> work) throws X {
    try (Connection connection = file.openForQueries()) {
      if (!file.identity().equals(opened)) {
        throw new LedgerException(
            file.path().toString(),
            "the file was removed or replaced while it was read; try again");
      }
      if (!LedgerSchema.isPresent(connection)) {
        throw new LedgerException(
            file.path().toString(),
            "it is no ledger of this version of the worker; a worker of this version converts an earlier one when it starts");
      }
      return work.in(connection);
    } catch (SQLException e) {
      throw SqliteErrors.explain(file.path(), e);
    }
  }
}
