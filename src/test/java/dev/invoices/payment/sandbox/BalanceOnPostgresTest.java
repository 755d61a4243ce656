package dev.invoices.payment.sandbox;

import dev.invoices.ledger.DatabaseStore;
import dev.invoices.ledger.TestStore;

class BalanceOnPostgresTest extends BalanceTest {

  @Override
  TestStore newStore() {
    return DatabaseStore.shared();
  }
}
