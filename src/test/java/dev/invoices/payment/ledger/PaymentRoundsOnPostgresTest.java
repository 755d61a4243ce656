package dev.invoices.payment.ledger;

import dev.invoices.ledger.DatabaseStore;
import dev.invoices.ledger.TestStore;

class PaymentRoundsOnPostgresTest extends PaymentRoundsTest {

  @Override
  TestStore newStore() {
    return DatabaseStore.shared();
  }
}
