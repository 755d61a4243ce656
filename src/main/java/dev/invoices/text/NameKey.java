package dev.invoices.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name in the form in which names are compared, so that one party written twice is one party:
 * without regard to case, spacing, Unicode form and characters without a shape. Never shown.
 */
public final class NameKey {

  /** Spaces, and Unicode's category of format characters: joiners, marks and soft hyphens. */
  private static final Pattern IGNORED = Pattern.compile("[\\s\\p{Z}\\p{Cf}]+");

  private static final Pattern PUNCTUATION = Pattern.compile("[\\p{P}\\p{S}]+");

  private NameKey() {}

  /**
   * Equal for two names that a person would read as the same: {@code "ＡLPHA Ltd "} and {@code
   * "AlphaLTD"}. Stable across versions, because keys are stored. Empty for a blank name.
   */
  public static String of(String name) {
    String compatible = Normalizer.normalize(name, Normalizer.Form.NFKC);
    String visible = IGNORED.matcher(compatible).replaceAll("");
    return Normalizer.normalize(withoutCase(visible), Normalizer.Form.NFKC);
  }

  /**
   * Equal, besides, for two names that differ in punctuation alone: {@code "Acme Ltd."} and {@code
   * "ACME, Ltd"}. Fit for a warning, not for the key of a payment, which tells those two apart. A
   * name of punctuation alone is compared as it is. Stable as {@link #of} is, for the same reason.
   */
  public static String withoutPunctuation(String name) {
    String key = of(name);
    String letters = PUNCTUATION.matcher(key).replaceAll("");
    return letters.isEmpty() ? key : letters;
  }

  /** Upper case first: it makes one letter of both small sigmas, and two of a sharp s. */
  private static String withoutCase(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
