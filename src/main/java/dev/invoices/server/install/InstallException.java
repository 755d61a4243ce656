package dev.invoices.server.install;

/** A configuration that cannot be read or written; the message is a sentence for a person. */
final class InstallException extends Exception {

  private static final long serialVersionUID = 1L;

  InstallException(String sentence) {
    super(sentence);
  }
}
