package dev.invoices.text;

import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Checks and cleans text so that it fits inside one line of a result, a log or a web page and
 * cannot pose as another line: no control characters or line breaks, no bidirectional controls,
 * nothing that a model can read but a person cannot see, nothing that pushes the rest away.
 */
public final class SafeText {

  private SafeText() {}

  /**
   * What is wrong with a text of {@link CleanText}.
   *
   * @param maxLength in code points
   * @return empty when the text is fine; otherwise a sentence after the name of the field
   */
  public static Optional<String> problem(String text, int maxLength) {
    return tooLong(text, maxLength)
        .or(() -> unsafe(text, c -> Characters.isUnassigned(c) || isUnsafe(c)));
  }

  /** The same without what depends on the version of Unicode that Java knows. */
  static Optional<String> lastingProblem(String text) {
    return unsafe(text, SafeText::isUnsafe);
  }

  static Optional<String> tooLong(String text, int maxLength) {
    int length = text.codePointCount(0, text.length());
    return length > maxLength
        ? Optional.of("must have at most %,d characters but has %,d".formatted(maxLength, length))
        : Optional.empty();
  }

  private static Optional<String> unsafe(String text, IntPredicate isUnsafe) {
    int marks = 0;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      marks = marksAt(c, marks);
      if (isUnsafe.test(c)) {
        return unknown(c).or(() -> Optional.of(Characters.refusal(c)));
      }
      if (marks > Characters.MAX_MARKS) {
        return Optional.of(
            "must have at most %d combining marks on a letter; remove the character U+%04X"
                .formatted(Characters.MAX_MARKS, c));
      }
    }
    return Optional.empty();
  }

  /**
   * What is wrong with a character of a later version of Unicode than the one that this version of
   * Java knows, such as the sign of a new currency.
   *
   * @return empty for any other character; otherwise a sentence after the name of the field
   */
  public static Optional<String> unknown(int c) {
    return Characters.isUnassigned(c) && !isUnsafe(c)
        ? Optional.of(
            "holds a character that this Java does not know (U+%04X); write it in letters"
                .formatted(c))
        : Optional.empty();
  }

  /** How many marks follow the letter, this character included. */
  private static int marksAt(int c, int before) {
    if (Characters.isJoiner(c)) {
      return before;
    }
    return Characters.isMark(c) ? before + 1 : 0;
  }

  /**
   * Makes any text safe: cleans it as {@link CleanText} does, replaces unsafe characters by {@code
   * ?}, leaves out the marks that are too many on one letter, and cuts a long text with an
   * ellipsis. For texts that must not be rejected, such as the name of a client. A safe text stays
   * as it is.
   *
   * @param maxLength in code points
   */
  public static String of(String text, int maxLength) {
    return text.length() <= maxLength && Characters.arePlain(text)
        ? text
        : cleaned(text, maxLength);
  }

  private static String cleaned(String text, int maxLength) {
    StringBuilder safe = new StringBuilder();
    int length = 0;
    int marks = 0;
    String clean = CleanText.of(text);
    for (int at = 0; at < clean.length(); ) {
      int c = clean.codePointAt(at);
      at += Character.charCount(c);
      marks = marksAt(c, marks);
      if (marks > Characters.MAX_MARKS) {
        continue;
      }
      if (length == maxLength) {
        return safe.append('…').toString();
      }
      safe.appendCodePoint(Characters.isUnassigned(c) || isUnsafe(c) ? '?' : c);
      length++;
    }
    return safe.toString();
  }

  /** Whether a character is a space of any kind, or is shown as one although it is none. */
  public static boolean isBlank(int c) {
    return Characters.isBlank(c);
  }

  /** Whether the text is empty or holds only spaces of any kind, non-breaking ones included. */
  public static boolean isBlank(String text) {
    return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  /**
   * What can be ignored is dropped from a cleaned text; one that is not cleaned must not have it.
   */
  private static boolean isUnsafe(int c) {
    return Characters.isRefused(c) || Characters.isIgnorable(c);
  }
}
