package dev.invoices.payment.ledger;

import dev.invoices.ledger.DatabaseStore;
import dev.invoices.ledger.TestStore;

class MixedBooksOnPostgresTest extends MixedBooksTest {

  @Override
  TestStore newStore() {
    return DatabaseStore.shared();
  }
}
