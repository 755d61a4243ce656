package dev.invoices.worker.gateway;

import dev.invoices.ledger.Ledger;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.temporal.SettingsException;
import java.util.List;
import java.util.Optional;

/** The gateway that a worker is set to pay through. It has asked for nothing yet. */
public interface GatewayChoice {

  /**
   * The gateway, with its payments in this ledger.
   *
   * @throws SettingsException when the ledger has payments of a kind that may not stand beside them
   */
  PaymentGateway over(Ledger ledger) throws SettingsException;

  /**
   * Checks whether it could pay with a ledger that is not open.
   *
   * @param providers those through whom payments in the ledger were made or begun
   * @param place where the ledger is
   * @throws SettingsException as {@link #over}
   */
  void requireFitting(List<String> providers, String place) throws SettingsException;

  /** Who pays, and whether real money moves, as a sentence without its full stop. */
  String summary();

  /** Who can be paid, as a sentence; empty where no list of the operator says that. */
  Optional<String> payees();

  /**
   * Asks once whether it could pay; takes no longer than {@link PaymentProvider#SEND_LIMIT}.
   *
   * @return what is wrong but may pass, as a sentence; empty when all is well
   * @throws SettingsException when a setting has to be corrected first
   */
  Optional<String> check() throws SettingsException;
}
