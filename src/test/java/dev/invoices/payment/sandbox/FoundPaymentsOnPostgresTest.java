package dev.invoices.payment.sandbox;

import dev.invoices.ledger.DatabaseStore;
import dev.invoices.ledger.TestStore;

class FoundPaymentsOnPostgresTest extends FoundPaymentsTest {

  @Override
  TestStore newStore() {
    return DatabaseStore.shared();
  }
}
