package dev.invoices.ledger;

import dev.invoices.text.NameKey;

/**
 * An invoice's number in the form in which numbers are compared: its letters and digits, without
 * regard to case, accents, punctuation, spacing, Unicode form and the script of its digits. Never
 * shown, and never what a payment is identified by.
 */
public final class NumberKey {

  private NumberKey() {}

  /**
   * Equal for two numbers that may be the same one, typed differently: {@code "INV-900"} and {@code
   * "inv 900"}, {@code "FA-É1"} and {@code "FA-E1"}, {@code "12"} and {@code "١٢"}. A number
   * without any letter or digit is compared as it is.
   */
  public static String of(String number) {
    StringBuilder key = new StringBuilder();
    NameKey.ofLetters(number)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .map(NumberKey::withLatinDigit)
        .forEach(key::appendCodePoint);
    return key.isEmpty() ? number : key.toString();
  }

  private static int withLatinDigit(int c) {
    return Character.isDigit(c) ? '0' + Character.digit(c, 10) : c;
  }
}
