package dev.invoices.demo;

/** The demo cannot continue; the message is one sentence that says what to do. */
final class DemoFailure extends Exception {

  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }
}
