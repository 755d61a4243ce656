package dev.invoices.register.ledger;

import dev.invoices.ledger.DatabaseStore;
import dev.invoices.ledger.TestStore;

class RegisterOnPostgresTest extends LedgerInvoiceRegisterTest {

  @Override
  TestStore newStore() {
    return DatabaseStore.shared();
  }
}
