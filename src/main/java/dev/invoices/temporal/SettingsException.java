package dev.invoices.temporal;

/** A setting is wrong; the message names it and says what it should be, without any secret. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }
}
