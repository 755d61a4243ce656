package dev.invoices.text;

import java.util.Optional;

/**
 * Checks and cleans text so that it fits inside one line of a result, a log or a web page and
 * cannot pose as another line: no control characters or line breaks, no bidirectional controls,
 * nothing that a model can read but a person cannot see.
 */
public final class SafeText {

  private SafeText() {}

  /**
   * What is wrong with a text.
   *
   * @param maxLength in code points
   * @return empty when the text is fine
   */
  public static Optional<String> problem(String text, int maxLength) {
    int length = text.codePointCount(0, text.length());
    if (length > maxLength) {
      return Optional.of(
          "must have at most %,d characters but has %,d".formatted(maxLength, length));
    }
    return text.codePoints()
        .filter(SafeText::isUnsafe)
        .mapToObj(
            unsafe ->
                "must be one line of visible text; remove the character U+%04X".formatted(unsafe))
        .findFirst();
  }

  /**
   * Makes any text safe: replaces unsafe characters by {@code ?} and cuts a long text with an
   * ellipsis. For texts that must not be rejected, such as the name of a client.
   *
   * @param maxLength in code points
   */
  public static String of(String text, int maxLength) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .limit(maxLength)
        .map(c -> isUnsafe(c) ? '?' : c)
        .forEach(safe::appendCodePoint);
    return text.codePointCount(0, text.length()) > maxLength
        ? safe.append('…').toString()
        : safe.toString();
  }

  /** Whether the text is empty or holds only spaces of any kind, non-breaking ones included. */
  public static boolean isBlank(String text) {
    return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> isBidirectional(c) || isInvisible(c);
    };
  }

  /** The marks, embeddings, overrides and isolates of Unicode Standard Annex 9. */
  private static boolean isBidirectional(int c) {
    return c == 0x061C
        || (c >= 0x200E && c <= 0x200F)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /**
   * The characters without a shape: Unicode's Default_Ignorable_Code_Point, tag letters and the
   * variation selectors that can hide any bytes included. The joiners and the selectors U+FE00 to
   * U+FE0F are allowed, because emoji and Persian need them.
   */
  private static boolean isInvisible(int c) {
    return switch (c) {
      case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x200B, 0x3164, 0xFEFF, 0xFFA0 -> true;
      default ->
          (c >= 0x180B && c <= 0x180F)
              || (c >= 0x2060 && c <= 0x206F)
              || (c >= 0xFFF0 && c <= 0xFFFB)
              || (c >= 0x1BCA0 && c <= 0x1BCA3)
              || (c >= 0x1D173 && c <= 0x1D17A)
              || (c >= 0xE0000 && c <= 0xE0FFF);
    };
  }
}
