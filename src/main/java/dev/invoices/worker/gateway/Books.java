package dev.invoices.worker.gateway;

import dev.invoices.ledger.Ledger;
import dev.invoices.payment.ledger.PaymentLedger;
import dev.invoices.temporal.SettingsException;
import java.util.Optional;

/** Keeps tests and payments of real money in ledgers of their own. */
final class Books {

  private Books() {}

  /**
   * Refuses a ledger.
   *
   * @param books the name under which a gateway records its payments
   * @throws SettingsException when the ledger has payments of another kind
   */
  static void requireFitting(String books, Ledger ledger) throws SettingsException {
    Optional<String> objection = PaymentLedger.objectionTo(books, ledger);
    if (objection.isPresent()) {
      throw new SettingsException(
          "%s: %s. Set INVOICE_LEDGER to another one, or correct %s"
              .formatted(GatewaySetting.NAME, objection.get(), GatewaySetting.NAME));
    }
  }
}
