package dev.invoices.payment.sandbox;

import dev.invoices.ledger.DatabaseStore;
import dev.invoices.ledger.TestStore;

class OnePaymentPerObligationOnPostgresTest extends OnePaymentPerObligationTest {

  @Override
  TestStore newStore() {
    return DatabaseStore.shared();
  }
}
