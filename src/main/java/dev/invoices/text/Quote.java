package dev.invoices.text;

import java.util.regex.Pattern;

/**
 * What strangers wrote, in quotation marks that it cannot close: in a line of ours it stands last
 * and so, and nothing of it can be read as our own words.
 */
public final class Quote {

  /** What a person may take as the mark that closes a quotation, in any typeface. */
  private static final Pattern MARKS =
      Pattern.compile(
          "[\"\\u02BA\\u02DD\\u02EE\\u02F6\\u05F4\\u201C-\\u201F\\u2033\\u2034\\u2036\\u2037\\u2057\\u275D\\u275E\\u301D-\\u301F\\u3003\\uFF02\\x{1F676}-\\x{1F678}]"
              + "|['`\\u00B4\\u02B9\\u02BC\\u2018-\\u201B\\u2032\\u2035]{2,}");

  private static final Pattern ONE_WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}._/#|-]+");

  /** As on many papers: {@code 17 / 2025} or {@code RE 2024-17}. */
  private static final Pattern NUMBER = Pattern.compile("(?:\\p{Lu}{1,3} )?[\\p{N} ./#|-]+");

  private Quote() {}

  /**
   * The text in quotation marks, cleaned as {@link SafeText} does; those inside are apostrophes.
   */
  public static String of(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /**
   * The same, cut with an ellipsis.
   *
   * @param maxLength in code points, without the quotation marks
   */
  public static String of(String text, int maxLength) {
    return '"' + inside(text, maxLength) + '"';
  }

  /** The text for a place that stands in quotation marks of ours. */
  public static String inside(String text, int maxLength) {
    return MARKS.matcher(SafeText.of(text, maxLength)).replaceAll("'");
  }

  /**
   * An id, a receipt or a name in the middle of our words: as it is when it is one word or a plain
   * number, in quotation marks when it could be read as words of ours.
   */
  public static String word(String word) {
    String safe = SafeText.of(word, Integer.MAX_VALUE);
    return ONE_WORD.matcher(safe).matches() || NUMBER.matcher(safe).matches() ? safe : of(safe);
  }
}
