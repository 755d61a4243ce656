package dev.invoices.server.conversation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The invoices about which a person is being asked. Safe for use by several calls at once. */
public final class OpenForms {

  private final Set<String> invoices = ConcurrentHashMap.newKeySet();

  /**
   * Opens a form about an invoice.
   *
   * @return whether none was open
   */
  public boolean open(String invoiceId) {
    return invoices.add(invoiceId);
  }

  /** Closes the form about an invoice. */
  public void close(String invoiceId) {
    invoices.remove(invoiceId);
  }
}
