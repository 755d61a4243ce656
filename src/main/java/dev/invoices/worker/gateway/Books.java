package dev.invoices.worker.gateway;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerContents;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.temporal.SettingsException;
import java.util.List;
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
    requireFitting(books, ledger.transact(LedgerContents::providers), ledger.place());
  }

  /**
   * The same for one that is not open.
   *
   * @param providers those through whom payments in it were made or begun
   * @param place where it is
   */
  static void requireFitting(String books, List<String> providers, String place)
      throws SettingsException {
    Optional<String> misfit =
        providers.stream()
            .filter(other -> !other.equals(books))
            .filter(other -> !movesMoney(books) || !movesMoney(other))
            .findFirst();
    if (misfit.isPresent()) {
      throw new SettingsException(
          "%s: the ledger %s has payments of %s, and this worker would pay through %s. Tests and payments of real money may not share a ledger. Set INVOICE_LEDGER to another one, or correct %s"
              .formatted(GatewaySetting.NAME, place, misfit.get(), books, GatewaySetting.NAME));
    }
  }

  private static boolean movesMoney(String books) {
    return !books.equals(SandboxPaymentGateway.NAME) && !books.endsWith(PaymentProvider.TEST);
  }
}
