package dev.invoices.server.tools.wording;

import java.util.regex.Pattern;

/**
 * Text that reads the same in a client that shows it as it is and in one that takes it for
 * Markdown, as VS Code does with a form's message: there {@code <!--} in a vendor's name would hide
 * what follows, the total included. Backslashes would stand in the way in all other clients, so
 * what may act as Markdown or HTML becomes the full-width form of the same character. A command of
 * ours stays as it is, to be copied.
 */
public final class InertText {

  /**
   * Left alone are characters that act at the beginning of a line only, which is always ours, and
   * an underscore within a word or number, which does not act.
   */
  private static final Pattern ACTING =
      Pattern.compile(
          String.join(
              "|",
              Pattern.quote(Commands.START_WORKER),
              "[<>`~\\[\\]*|#\\\\&!^$@]", // HTML, code, emphasis, links, tables, entities, formulas
              "_(?![\\p{L}\\p{N}])|(?<![\\p{L}\\p{N}])_", // emphasis
              ":(?=//)|(?<=(?i:www))\\.")); // addresses that become links

  /** From a character of ASCII to its full-width form, as Unicode has them in the same order. */
  private static final int TO_FULL_WIDTH = 0xFF01 - '!';

  private InertText() {}

  /**
   * The same text, in which nothing acts as Markdown or HTML.
   *
   * @param text within one line, at whose beginning stand words of ours
   */
  public static String of(String text) {
    return ACTING.matcher(text).replaceAll(found -> replacement(found.group()));
  }

  private static String replacement(String found) {
    return found.length() == 1 ? Character.toString(found.charAt(0) + TO_FULL_WIDTH) : found;
  }
}
