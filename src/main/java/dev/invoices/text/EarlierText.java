package dev.invoices.text;

import java.util.Optional;

/**
 * How texts were cleaned and checked before the rules of {@link CleanText} and {@link SafeText}
 * became stricter. Runs that began then are read so when they are replayed: nothing here may
 * change.
 */
final class EarlierText {

  private EarlierText() {}

  /** What {@link CleanText#of} was: joiners and the selectors U+FE00 to U+FE0F stay. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    boolean spaceBefore = false;
    boolean visible = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (Characters.isSpace(c)) {
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

  /** What {@link SafeText#problem} was, but for the length. */
  static Optional<String> problem(String text) {
    return text.codePoints()
        .filter(EarlierText::isUnsafe)
        .mapToObj(Characters::refusal)
        .findFirst();
  }

  private static boolean isJoinerOrSelector(int c) {
    return Characters.isJoiner(c) || (c >= 0xFE00 && c <= 0xFE0F);
  }

  private static boolean isDropped(int c) {
    return switch (c) {
      case 0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF -> true;
      default -> false;
    };
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

  private static boolean isBidirectional(int c) {
    return c == 0x061C
        || (c >= 0x200E && c <= 0x200F)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

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
