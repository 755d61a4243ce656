package dev.invoices.testkit.stripe;

import java.util.Locale;

/** What goes wrong with a request for a transfer. */
public enum StripeFault {
  /** The connection is cut before anything is read: nothing happens. */
  CUT_BEFORE_COMMIT,
  /** The transfer is made, and then the connection is cut. */
  CUT_AFTER_COMMIT,
  /** The transfer is made, and the answer never comes. */
  ANSWER_DROPPED,
  /** The transfer is made, and the answer is an internal error, which is repeated for the key. */
  ERROR_AFTER_COMMIT,
  /** Nothing is made, and the answer is an internal error, which is repeated for the key. */
  ERROR_BEFORE_COMMIT,
  /** The transfer is made, and the answer is cut in its middle. */
  HALF_AN_ANSWER,
  /** Too many requests: nothing happens, and the answer asks to wait for a second. */
  RATE_LIMITED,
  /** The key of the account is not accepted: nothing happens. */
  KEY_REFUSED,
  /** The transfer is made after a while; a second request with its key is refused meanwhile. */
  SLOW;

  /** By its name in small letters with dashes: {@code cut-after-commit}. */
  static StripeFault named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
