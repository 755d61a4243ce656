package dev.invoices.check;

import dev.invoices.text.SafeText;

/**
 * One line of the table.
 *
 * @param mark whether it is as it should be
 * @param item what was looked at, in a word or two
 * @param text what was found and, where something is wrong, what to do; one safe line
 */
public record CheckLine(Mark mark, String item, String text) {

  /** Longer texts are from strangers. */
  private static final int MAX_LENGTH = 1_000;

  /** What a line begins with. */
  public enum Mark {
    /** As it should be. */
    GOOD("✓", "ok"),
    /** Works, but may cause trouble later. */
    WARNING("!", "!"),
    /** Neither good nor bad, or not known. */
    NOTE("-", "-"),
    /** Does not work. */
    BAD("✗", "no");

    private final String sign;
    private final String word;

    Mark(String sign, String word) {
      this.sign = sign;
      this.word = word;
    }

    /** For a terminal that shows all characters. */
    String sign() {
      return sign;
    }

    /** For any other terminal. */
    String word() {
      return word;
    }
  }

  /** Makes the text safe: it may hold words of Temporal, of a file or of a setting. */
  public CheckLine {
    text = SafeText.of(text, MAX_LENGTH);
  }

  /** A line about what is as it should be. */
  public static CheckLine good(String item, String text) {
    return new CheckLine(Mark.GOOD, item, text);
  }

  /** A line about what works, but may cause trouble later. */
  public static CheckLine warning(String item, String text) {
    return new CheckLine(Mark.WARNING, item, text);
  }

  /** A line about what is neither good nor bad, or is not known. */
  public static CheckLine note(String item, String text) {
    return new CheckLine(Mark.NOTE, item, text);
  }

  /** A line about what does not work. */
  public static CheckLine bad(String item, String text) {
    return new CheckLine(Mark.BAD, item, text);
  }
}
