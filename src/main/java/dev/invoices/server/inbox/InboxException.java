package dev.invoices.server.inbox;

/** The inbox cannot show what was asked for; the message says why, for the person. */
final class InboxException extends Exception {

  private static final long serialVersionUID = 1L;

  InboxException(String message) {
    super(message);
  }
}
