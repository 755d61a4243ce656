package dev.invoices.worker.gateway;

import dev.invoices.ledger.Ledger;
import dev.invoices.payment.ledger.PaymentLedger;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.temporal.SettingsException;
import java.util.Optional;

/**
 * Keeps tests and payments of real money in ledgers of their own: in one, a payment that moved no
 * money would count as paid.
 */
final class Books {

  private Books() {}

  /**
   * Refuses a ledger.
   *
   * @param books the name under which a gateway records its payments
   * @throws SettingsException when the ledger has payments of another kind
   */
  static void requireFitting(String books, Ledger ledger) throws SettingsException {
    Optional<String> misfit =
        PaymentLedger.providersIn(ledger).stream()
            .filter(other -> !other.equals(books))
            .filter(other -> !movesMoney(books) || !movesMoney(other))
            .findFirst();
    if (misfit.isPresent()) {
      throw new SettingsException(
          "%s: the ledger %s has payments of %s, and this worker would pay through %s. Tests and payments of real money may not share a ledger. Set INVOICE_LEDGER to another one, or correct %s"
              .formatted(
                  GatewaySetting.NAME, ledger.place(), misfit.get(), books, GatewaySetting.NAME));
    }
  }

  private static boolean movesMoney(String books) {
    return !books.equals(SandboxPaymentGateway.NAME) && !books.endsWith(PaymentProvider.TEST);
  }
}
