package dev.invoices.workflow;

import dev.invoices.invoice.SafeText;

/** Invoice texts inside the Markdown that the Temporal Web UI renders. */
public final class Markdown {

  private static final String SPECIAL = "\\`*_{}[]<>#|~!&:@/.)";
  private static final String SPECIAL_AT_THE_START = "-+";
  private static final int MAX_LENGTH = 50;

  private Markdown() {}

  /**
   * The text as Markdown that shows exactly it: no markup, no link, no HTML, one line; cut to
   * {@value #MAX_LENGTH} characters, because Temporal refuses summaries above 400 bytes.
   */
  public static String text(String text) {
    return text(text, MAX_LENGTH);
  }

  /** The same with another limit; leading spaces, which would make a code block, are left out. */
  static String text(String text, int maxLength) {
    StringBuilder escaped = new StringBuilder();
    SafeText.of(text.stripLeading(), maxLength)
        .codePoints()
        .forEach(
            c -> {
              if (SPECIAL.indexOf(c) >= 0
                  || (escaped.isEmpty() && SPECIAL_AT_THE_START.indexOf(c) >= 0)) {
                escaped.append('\\');
              }
              escaped.appendCodePoint(c);
            });
    return escaped.toString();
  }
}
