package dev.invoices.payment.sandbox;

import dev.invoices.ledger.DatabaseStore;
import dev.invoices.ledger.TestStore;

class FenceOnPostgresTest extends FenceTest {

  @Override
  TestStore newStore() {
    return DatabaseStore.shared();
  }
}
