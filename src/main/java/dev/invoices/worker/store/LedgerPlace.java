package dev.invoices.worker.store;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerContents;
import dev.invoices.ledger.LedgerReader;
import dev.invoices.temporal.SettingsException;
import java.util.Optional;

/**
 * Where the ledger is, by the setting. Its text is for people, and has neither a user nor a
 * password.
 */
public interface LedgerPlace {

  /**
   * Checks that this machine can use it, before it is opened or read.
   *
   * @throws SettingsException when it cannot, with what to do about that
   */
  void requireUsable() throws SettingsException;

  /**
   * Opens the ledger. Creates it, or brings it to the present form, where that is needed.
   *
   * @param namespace whose payments it holds
   * @throws dev.invoices.ledger.LedgerException when it cannot be used, or belongs to another
   *     namespace or to a newer version
   */
  Ledger open(String namespace);

  /**
   * Looks at the ledger and writes nothing.
   *
   * @param namespace to which it has to belong
   * @return empty when there is none
   * @throws SettingsException when the worker may not write there
   * @throws dev.invoices.ledger.LedgerException when it cannot be used, or belongs to another
   *     namespace or to a newer version
   */
  Optional<LedgerContents> contents(String namespace) throws SettingsException;

  /**
   * Prepares to read the ledger, of whatever namespace it is.
   *
   * @throws dev.invoices.ledger.LedgerException when there is none
   */
  LedgerReader reader();
}
