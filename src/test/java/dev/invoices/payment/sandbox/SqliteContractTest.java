package dev.invoices.payment.sandbox;

import dev.invoices.ledger.FileStore;
import dev.invoices.ledger.TestStore;
import java.nio.file.Path;

class SqliteContractTest extends LedgerContract {

  private Path away() {
    return folder.resolve("away.db");
  }

  @Override
  void takeAway() {
    move(file, away());
  }

  @Override
  void putBack() {
    move(away(), file);
  }

  @Override
  void makeNewer() throws Exception {
    store.execute("PRAGMA user_version = 1000");
  }

  /** An empty folder has none yet. */
  @Override
  TestStore newStore() {
    file = file.resolveSibling(file.getFileName() + ".db");
    return new FileStore(file);
  }
}
