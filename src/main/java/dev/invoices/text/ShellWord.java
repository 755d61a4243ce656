package dev.invoices.text;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text as one word of a command that may be entered into sh, cmd.exe and PowerShell alike. No
 * quoting keeps every text harmless in all of these, and an id is a stranger's text: one that could
 * do harm is no such word.
 */
public final class ShellWord {

  /** What every shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/+-]+");

  /**
   * What every shell leaves alone between double quotes: letters and digits of any script, and some
   * marks. Left out are the letters and accents that Windows may turn into quotes.
   */
  private static final Pattern QUOTABLE =
      Pattern.compile(
          "[-\\p{L}\\p{M}\\p{Nd} ._/:,()#+&&[^\\p{InSpacing_Modifier_Letters}\\p{InCombining_Diacritical_Marks}]]+");

  private ShellWord() {}

  /**
   * The text as it is, or in double quotes where a shell would divide or read it.
   *
   * @return empty when it could do harm in one of the shells
   */
  public static Optional<String> of(String text) {
    if (PLAIN.matcher(text).matches()) {
      return Optional.of(text);
    }
    return QUOTABLE.matcher(text).matches() ? Optional.of('"' + text + '"') : Optional.empty();
  }
}
