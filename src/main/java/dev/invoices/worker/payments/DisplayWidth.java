package dev.invoices.worker.payments;

import java.lang.Character.UnicodeScript;

/** How many columns of a terminal a text takes: a Chinese character takes two, a mark none. */
final class DisplayWidth {

  private static final int FIRST_PICTURE = 0x1F300;
  private static final int LAST_PICTURE = 0x1FAFF;

  private DisplayWidth() {}

  /** In columns. */
  static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  private static int of(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(c) ? 2 : 1;
    };
  }

  /** As Unicode Standard Annex 11 has it, for what is common. */
  private static boolean isWide(int c) {
    if (c >= FIRST_PICTURE && c <= LAST_PICTURE || c >= 0xFF01 && c <= 0xFF60) {
      return true;
    }
    UnicodeScript script = UnicodeScript.of(c);
    return switch (script) {
      case HAN, HIRAGANA, HANGUL -> true;
      case KATAKANA -> c < 0xFF00;
      default -> false;
    };
  }
}
