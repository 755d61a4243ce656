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

  /** Upper case first: it makes one letter of both small sigmas, and two of a sharp s. */
  private static String withoutCase(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
