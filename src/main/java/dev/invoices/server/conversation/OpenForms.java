package dev.invoices.server.conversation;

import java.util.HashSet;
import java.util.Set;

/**
 * The invoices about which a person is being asked: at most {@value #MAX_OPEN}, because each form
 * holds a call, and a person answers one at a time. Safe for use by several calls at once.
 */
public final class OpenForms {

  /** How many may be open at once. */
  public static final int MAX_OPEN = 10;

  private final Set<String> invoices = new HashSet<>();

  /** What came of opening a form. */
  public enum Opening {
    /** It may be shown, and has to be closed. */
    OPENED,
    /** One about the same invoice is open. */
    OPEN_ALREADY,
    /** As many as there may be are open. */
    TOO_MANY
  }

  /** Opens a form about an invoice, if it may be. */
  public synchronized Opening open(String invoiceId) {
    if (invoices.contains(invoiceId)) {
      return Opening.OPEN_ALREADY;
    }
    if (invoices.size() >= MAX_OPEN) {
      return Opening.TOO_MANY;
    }
    invoices.add(invoiceId);
    return Opening.OPENED;
  }

  /** Closes the form about an invoice. */
  public synchronized void close(String invoiceId) {
    invoices.remove(invoiceId);
  }
}
