package dev.invoices.server.conversation;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The invoices about which a person is being asked: at most {@value #MAX_OPEN}, because each form
 * holds a call, and a person answers one at a time; and whether they seem to see the forms. Safe
 * for use by several calls at once.
 */
public final class OpenForms {

  /** How many may be open at once. */
  public static final int MAX_OPEN = 10;

  /** In less time a person cannot read a form and decline it: the client has done that. */
  private static final Duration BY_ITSELF = Duration.ofMillis(1_500);

  private final Set<String> invoices = new HashSet<>();
  private boolean unseen;

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

  /** The person has decided in a form, so that they see them. */
  public synchronized void brought() {
    unseen = false;
  }

  /**
   * A form has brought no decision. Some clients declare that they show forms, and decline or close
   * each by themselves: by reports of 2026 Claude Desktop, and Claude Code's extension for VS Code.
   * Then the person is told more. Nothing else changes, or a call could decide in their place.
   *
   * @param after how long the form was open
   */
  public synchronized void broughtNothing(FormClient.Ending ending, Duration after) {
    unseen |=
        switch (ending) {
          case DECLINED, CLOSED -> after.compareTo(BY_ITSELF) < 0;
          case FAILED -> true;
          case ACCEPTED, SILENT, CALL_CANCELLED -> false;
        };
  }

  /** Whether the person has to be told where else they decide, because they seem to see no form. */
  public synchronized boolean areUnseen() {
    return unseen;
  }
}
