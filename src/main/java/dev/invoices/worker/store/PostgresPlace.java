package dev.invoices.worker.store;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerContents;
import dev.invoices.ledger.LedgerReader;
import dev.invoices.ledger.postgres.PostgresAddress;
import dev.invoices.ledger.postgres.PostgresLedger;
import java.util.Optional;

/**
 * A database in PostgreSQL.
 *
 * @param address with the credentials, which its text has not
 */
public record PostgresPlace(PostgresAddress address) implements LedgerPlace {

  /** PostgreSQL's driver needs nothing of this machine. */
  @Override
  public void requireUsable() {}

  @Override
  public Ledger open(String namespace) {
    return PostgresLedger.open(address, namespace);
  }

  @Override
  public Optional<LedgerContents> contents(String namespace) {
    return PostgresLedger.contents(address, namespace);
  }

  @Override
  public LedgerReader reader() {
    return PostgresLedger.reader(address);
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
