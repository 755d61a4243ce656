package dev.invoices.text;

import java.util.Optional;

/** By which rules the texts of an input are read. */
public enum TextRules {
  /**
   * Those of runs that began before the rules became stricter: a replay must come to the same
   * texts.
   */
  EARLIER {
    @Override
    public String clean(String text) {
      return EarlierText.clean(text);
    }

    @Override
    Optional<String> unsafe(String text) {
      return EarlierText.problem(text);
    }
  },

  /**
   * Those of runs that begin today. A run may be replayed under another version of Java, so that
   * characters which only some versions know pass here. They are cleaned where they are shown.
   */
  OF_A_RUN {
    @Override
    public String clean(String text) {
      return CleanText.of(text);
    }

    @Override
    Optional<String> unsafe(String text) {
      return SafeText.lastingProblem(text);
    }
  },

  /** Those of a caller, who can correct what is refused. */
  OF_A_CALL {
    @Override
    public String clean(String text) {
      return CleanText.of(text);
    }

    @Override
    Optional<String> unsafe(String text) {
      return SafeText.problem(text, Integer.MAX_VALUE);
    }
  };

  /** The text as a person reads it. */
  public abstract String clean(String text);

  abstract Optional<String> unsafe(String text);

  /**
   * What is wrong with a text that was cleaned, or that is read as it stands.
   *
   * @param maxLength in code points
   * @return empty when the text is fine; otherwise a sentence after the name of the field
   */
  public Optional<String> problem(String text, int maxLength) {
    return SafeText.tooLong(text, maxLength).or(() -> unsafe(text));
  }
}
