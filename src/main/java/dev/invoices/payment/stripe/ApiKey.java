package dev.invoices.payment.stripe;

import java.util.regex.Pattern;

/** Stripe's key of an account. Only the header of a request has it; no text shows it. */
final class ApiKey {

  /** A secret key or a restricted one, which may do less. */
  private static final Pattern FORM = Pattern.compile("[sr]k_(test|live)_[A-Za-z0-9_]{4,250}");

  /** A key of any kind inside a text, in whole or with stars in its middle. */
  private static final Pattern ANY = Pattern.compile("\\b[srp]k_(?:test|live)_[A-Za-z0-9_*]*");

  private static final String HIDDEN = "(key)";
  private static final String LIVE = "_live_";

  private final String text;

  private ApiKey(String text) {
    this.text = text;
  }

  /** Whether a text is a key that this product can use. */
  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The key.
   *
   * @throws IllegalArgumentException without the text, when it is no key
   */
  static ApiKey of(String text) {
    if (!isOne(text)) {
      throw new IllegalArgumentException("this is no key of Stripe");
    }
    return new ApiKey(text);
  }

  /** Whether real money moves under it. */
  boolean isLive() {
    return text.contains(LIVE);
  }

  /** The value of the header that names the account; a secret. */
  String authorization() {
    return "Bearer " + text;
  }

  /** A text without this key, and without any other. */
  String hiddenIn(String anyText) {
    return hideAll(anyText.replace(text, HIDDEN));
  }

  /** A text without any key. */
  static String hideAll(String anyText) {
    return ANY.matcher(anyText).replaceAll(HIDDEN);
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
