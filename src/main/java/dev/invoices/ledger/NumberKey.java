package dev.invoices.ledger;

import dev.invoices.text.NameKey;

/**
 * An invoice's number in the form in which numbers are compared: its letters and digits, without
 * regard to case, punctuation, spacing and Unicode form. Never shown.
 */
public final class NumberKey {

  private NumberKey() {}

  /**
   * Equal for two numbers that may be the same one, typed differently: {@code "INV-900"} and {@code
   * "inv 900"}. A number without any letter or digit is compared as it is.
   */
  public static String of(String number) {
    StringBuilder key = new StringBuilder();
    NameKey.of(number)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(key::appendCodePoint);
    return key.isEmpty() ? number : key.toString();
  }
}
