package dev.invoices.payment.ledger;

import dev.invoices.ledger.DatabaseStore;
import dev.invoices.ledger.TestStore;

class FencedRoundsOnPostgresTest extends FencedRoundsTest {

  @Override
  TestStore newStore() {
    return DatabaseStore.shared();
  }
}
