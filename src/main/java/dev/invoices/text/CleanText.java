package dev.invoices.text;

/**
 * Text as a person reads it, freed of what copying and typesetting leave in it. Changes nothing
 * that can be seen: {@link SafeText} refuses what is left and does not belong into a text.
 */
public final class CleanText {

  private CleanText() {}

  /**
   * The text on one line: line breaks, tabs and runs of spaces of any kind are one space, none at
   * the ends. Soft hyphens, zero-width spaces, word joiners, byte order marks and directional marks
   * are dropped. The joiners that scripts need stay, and so does the Unicode form.
   *
   * @return empty when nothing of it can be seen
   */
  public static String of(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    boolean spaceBefore = false;
    boolean visible = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (isSpace(c)) {
        spaceBefore = true;
      } else if (!isDropped(c)) {
        if (spaceBefore && clean.length() > 0) {
          clean.append(' ');
        }
        spaceBefore = false;
        visible |= !isJoinerOrSelector(c);
        clean.appendCodePoint(c);
      }
    }
    return visible ? clean.toString() : "";
  }

  /** Unicode's White_Space, the line ends among the control characters included. */
  static boolean isSpace(int c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
  }

  /** The zero-width joiner and non-joiner and the selectors U+FE00 to U+FE0F, of emoji. */
  static boolean isJoinerOrSelector(int c) {
    return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F);
  }

  /** Directional marks change the order of no letter by force, unlike overrides and isolates. */
  private static boolean isDropped(int c) {
    return switch (c) {
      case 0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF -> true;
      default -> false;
    };
  }
}
