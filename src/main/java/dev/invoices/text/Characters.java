package dev.invoices.text;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * What single characters do to a text. The tables are those of the Unicode Character Database 15.1
 * ({@code DerivedCoreProperties.txt}, {@code PropList.txt}); what they hold is fixed by Unicode's
 * stability policy, so that every version of Java reads a text in the same way.
 */
final class Characters {

  /** Even Vietnamese, Hebrew and Tibetan need no more on one letter. */
  static final int MAX_MARKS = 4;

  /** Shown as nothing, although Unicode does not count them among the spaces. */
  private static final int BRAILLE_BLANK = 0x2800;

  private static final int NULL_NOTEHEAD = 0x1D159;

  /** Stands for a picture that copying has left behind. */
  private static final int OBJECT_REPLACEMENT = 0xFFFC;

  /**
   * Default_Ignorable_Code_Point, without the joiners and the characters that force a direction.
   */
  private static final int[][] IGNORABLE = {
    {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160}, {0x17B4, 0x17B5},
    {0x180B, 0x180F}, {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2060, 0x2065}, {0x206A, 0x206F},
    {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8},
    {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}
  };

  /**
   * Whose letters change their shape or meaning by a joiner: Unicode Standard, chapters 9 to 16.
   */
  private static final Set<UnicodeScript> JOINED =
      EnumSet.of(
          UnicodeScript.ARABIC,
          UnicodeScript.SYRIAC,
          UnicodeScript.NKO,
          UnicodeScript.MANDAIC,
          UnicodeScript.MONGOLIAN,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.BENGALI,
          UnicodeScript.GURMUKHI,
          UnicodeScript.GUJARATI,
          UnicodeScript.ORIYA,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU,
          UnicodeScript.KANNADA,
          UnicodeScript.MALAYALAM,
          UnicodeScript.SINHALA,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  private Characters() {}

  /**
   * Whether a text holds nothing but visible ASCII characters and single spaces between them, as
   * most do: nothing of it is to be cleaned, replaced or refused.
   */
  static boolean arePlain(String text) {
    boolean afterSpace = true;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < ' ' || c > '~' || (c == ' ' && afterSpace)) {
        return false;
      }
      afterSpace = c == ' ';
    }
    return !afterSpace;
  }

  /** Unicode's White_Space, the line ends among the control characters included. */
  static boolean isSpace(int c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
  }

  /** A space, or another character that is shown as a blank. */
  static boolean isBlank(int c) {
    return isSpace(c) || c == BRAILLE_BLANK || c == NULL_NOTEHEAD;
  }

  /** The zero-width joiner and non-joiner. */
  static boolean isJoiner(int c) {
    return c == 0x200C || c == 0x200D;
  }

  /** Without a shape, whatever stands beside it: it can only hide something or be left over. */
  static boolean isIgnorable(int c) {
    if (c == OBJECT_REPLACEMENT) {
      return true;
    }
    for (int[] range : IGNORABLE) {
      if (c >= range[0] && c <= range[1]) {
        return true;
      }
    }
    return false;
  }

  /** What Unicode combines with the letter before it. */
  static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  /** A letter, or a mark on one, that a joiner can stand beside. */
  static boolean isJoined(int c) {
    return (Character.isLetter(c) || isMark(c)) && JOINED.contains(UnicodeScript.of(c));
  }

  /**
   * Whether no text may hold it: controls, halves of a pair, characters that force a direction
   * (Unicode Standard Annex 9), annotations, private ones and those that are no characters.
   */
  static boolean isRefused(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE ->
          true;
      default ->
          (c >= 0x202A && c <= 0x202E)
              || (c >= 0x2066 && c <= 0x2069)
              || (c >= 0xFFF9 && c <= 0xFFFB)
              || (c >= 0xFDD0 && c <= 0xFDEF)
              || (c & 0xFFFE) == 0xFFFE;
    };
  }

  /** Why a text may not hold it; a sentence after the name of the field. */
  static String refusal(int c) {
    return "must be one line of visible text; remove the character U+%04X".formatted(c);
  }

  /** Whether this version of Java knows no such character; a later one may. */
  static boolean isUnassigned(int c) {
    return Character.getType(c) == Character.UNASSIGNED;
  }
}
