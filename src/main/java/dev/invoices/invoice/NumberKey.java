package dev.invoices.invoice;

import dev.invoices.text.NameKey;

/**
 * An invoice's number in the form in which numbers are compared: its letters and digits, without
 * regard to case, accents, punctuation, spacing, Unicode form and the script of its digits. Never
 * shown, and never what a payment is identified by.
 */
public final class NumberKey {

  private static final String START = " (";
  private static final String END = ")";

  /** An id has at most 100 characters, and is not cut inside a letter with its marks. */
  private static final int CUT_LENGTH = 90;

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

  /**
   * That of the vendor's own number of an invoice. An id that was offered because another vendor's
   * invoice has the number, {@code "1001 (Beta GmbH)"}, holds it; of a long vendor, such an id
   * holds the beginning.
   *
   * @param number blank when the id is the number
   * @param vendor blank when the invoice names none
   */
  public static String ofInvoice(String id, String number, String vendor) {
    if (!number.isBlank()) {
      return of(number);
    }
    String letters = NameKey.ofLetters(vendor);
    int start = id.endsWith(END) && !letters.isEmpty() ? id.indexOf(START, 1) : -1;
    while (start > 0) {
      String named =
          NameKey.ofLetters(id.substring(start + START.length(), id.length() - END.length()));
      if (named.equals(letters) || isCut(id) && !named.isEmpty() && letters.startsWith(named)) {
        return of(id.substring(0, start));
      }
      start = id.indexOf(START, start + 1);
    }
    return of(id);
  }

  private static boolean isCut(String id) {
    return id.codePointCount(0, id.length()) >= CUT_LENGTH;
  }

  private static int withLatinDigit(int c) {
    return Character.isDigit(c) ? '0' + Character.digit(c, 10) : c;
  }
}
