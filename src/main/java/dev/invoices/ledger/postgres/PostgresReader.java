package dev.invoices.ledger.postgres;

import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.LedgerReader;
import dev.invoices.ledger.LedgerWork;
import java.sql.Connection;
import java.sql.SQLException;

/** Reads a ledger in a database, and waits for no worker. */
final class PostgresReader implements LedgerReader {

  private final PostgresAddress address;

  private PostgresReader(PostgresAddress address) {
    this.address = address;
  }

  static PostgresReader of(PostgresAddress address) {
    PostgresReader reader = new PostgresReader(address);
    reader.read(connection -> true);
    return reader;
  }

  @Override
  public <T, X extends Exception> T read(LedgerWork<T, X> work) throws X {
    try (Connection connection = address.connect()) {
      PostgresTransaction.beginReading(connection);
      if (!PostgresSchema.isPresent(connection)) {
        throw new LedgerException(
            address.toString(),
            "there is no ledger of this version of the worker; a worker of this version creates it, or converts an earlier one, when it starts");
      }
      return work.in(connection);
    } catch (SQLException e) {
      throw PostgresErrors.explain(address, e);
    }
  }
}
