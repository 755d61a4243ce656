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

  /**
   * Accents and points that letters of several scripts share, such as the dot that a small {@code
   * İ} leaves, the accents that Greek capitals do without, and Arabic's short vowels. Marks of one
   * script are vowels there, and the voice marks U+3099 and U+309A make other letters.
   */
  private static final Pattern ACCENTS =
      Pattern.compile("[\\p{Mn}&&\\p{IsInherited}&&[^\\x{3099}\\x{309A}]]+");

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

  /** Equal, besides, for the capital sharp s, whose small letter is the sharp s. */
  public static String folded(String name) {
    return of(of(name));
  }

  /**
   * Equal, besides, for two names that differ in punctuation and accents alone: {@code "Acme Ltd."}
   * and {@code "ACME, Ltd"}, {@code "İZMİR A.Ş."} and {@code "izmir a.s."}. Two parties may have
   * such names: so it is fit for a warning and for a refusal, not for the key of a payment. A name
   * of punctuation alone is compared as it is. Stable as {@link #of} is, for the same reason.
   */
  public static String ofLetters(String name) {
    String key = folded(name);
    String plain = ACCENTS.matcher(Normalizer.normalize(key, Normalizer.Form.NFKD)).replaceAll("");
    String letters = PUNCTUATION.matcher(plain).replaceAll("");
    return letters.isEmpty() ? key : Normalizer.normalize(letters, Normalizer.Form.NFKC);
  }

  /** Upper case first: it makes one letter of both small sigmas, and two of a sharp s. */
  private static String withoutCase(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
