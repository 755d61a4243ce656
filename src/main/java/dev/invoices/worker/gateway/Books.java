package dev.invoices.worker.gateway;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerContents;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.temporal.SettingsException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps tests and payments of real money in ledgers of their own when a worker starts. Workers that
 * start together on an empty ledger are told apart by its first payment.
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
            .filter(other -> !PaymentProvider.mayShareALedger(books, other))
            .findFirst();
    if (misfit.isPresent()) {
      throw new SettingsException(
          "%s: the ledger %s has payments of %s, and this worker would pay through %s. Tests and payments of real money may not share a ledger. Set INVOICE_LEDGER to another one, or correct %s"
              .formatted(GatewaySetting.NAME, place, misfit.get(), books, GatewaySetting.NAME));
    }
  }
}
