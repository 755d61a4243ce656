package dev.invoices.payment.ledger;

import dev.invoices.ledger.DatabaseStore;
import dev.invoices.ledger.TestStore;

class SlowProviderOnPostgresTest extends SlowProviderTest {

  @Override
  TestStore newStore() {
    return DatabaseStore.shared();
  }
}
