package dev.invoices.text;

import java.text.Normalizer;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What strangers wrote, in quotation marks that it cannot close: in a line of ours it stands last
 * and so, and nothing of it can be read as our own words.
 */
public final class Quote {

  /**
   * What a person may take as the mark that closes a quotation, in any typeface: what Unicode 15.1
   * calls a quotation mark, and what it lists as easily confused with one ({@code PropList.txt},
   * {@code confusables.txt}). Left out are pairs that look otherwise, such as guillemets, in which
   * companies have their names, and letters of living scripts, such as the Hebrew yod.
   */
  private static final String DOUBLE =
      "\"\\u02BA\\u02DD\\u02EE\\u02F5\\u02F6\\u05F4\\u1CD3\\u201C-\\u201F\\u2033\\u2034\\u2036"
          + "\\u2037\\u2057\\u275D\\u275E\\u2760\\u2E42\\u301D-\\u301F\\u3003\\uFF02\\x{1F676}-\\x{1F678}";

  /**
   * One of them is an apostrophe or a letter, as in Hawaiian and Hebrew names; two in a row look
   * like a quotation mark.
   */
  private static final String SINGLE =
      "'`\\u00B4\\u02B9\\u02BB-\\u02BF\\u02C8\\u02CA\\u02CB\\u02F4\\u0374\\u0384\\u055A\\u055B\\u055D"
          + "\\u05F3\\u07F4\\u07F5\\u144A\\u16CC\\u1FBD\\u1FBF\\u1FEF\\u1FFD\\u1FFE\\u2018-\\u201B\\u2032"
          + "\\u2035\\u275B\\u275C\\u275F\\uA78B\\uA78C\\uFF07\\uFF40\\x{16F51}\\x{16F52}";

  /** Marks that look so where no letter carries them: double acute, double line, double grave. */
  private static final String ON_NO_LETTER = "(?<![\\p{L}\\p{M}])[\\u030B\\u030E\\u030F]\\p{M}*";

  private static final Pattern MARKS =
      Pattern.compile("[" + DOUBLE + "]|[" + SINGLE + "]{2,}|" + ON_NO_LETTER);

  private static final Pattern ONE_WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}._/#|-]+");

  /** As on many papers: {@code 17 / 2025} or {@code RE 2024-17}. */
  private static final Pattern NUMBER = Pattern.compile("(?:(\\p{Lu}{1,3}) )?[\\p{N} ./#|-]+");

  /** With one of them before it, a number reads like an amount of ours. */
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

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
   * number, in quotation marks when it could be read as words or an amount of ours.
   */
  public static String word(String word) {
    String safe = SafeText.of(word, Integer.MAX_VALUE);
    return ONE_WORD.matcher(safe).matches() || isPlainNumber(safe) ? safe : of(safe);
  }

  private static boolean isPlainNumber(String text) {
    Matcher number = NUMBER.matcher(text);
    return number.matches()
        && Optional.ofNullable(number.group(1))
            .map(letters -> Normalizer.normalize(letters, Normalizer.Form.NFKC))
            .filter(CURRENCIES::contains)
            .isEmpty();
  }
}
