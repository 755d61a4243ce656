package dev.invoices.workflow;

import dev.invoices.invoice.SafeText;

/** Invoice texts inside the Markdown that the Temporal Web UI renders. */
public final class Markdown {

  private static final String SPECIAL = "\\`*_{}[]<>#|~!&:@/.";
  private static final int MAX_LENGTH = 60;

  private Markdown() {}

  /**
   * The text as Markdown that shows exactly it: no markup, no link, no HTML, one line; cut to
   * {@value #MAX_LENGTH} characters, because Temporal refuses summaries above 400 bytes.
   */
  public static String text(String text) {
    StringBuilder escaped = new StringBuilder();
    SafeText.of(text, MAX_LENGTH)
        .codePoints()
        .forEach(
            c -> {
              if (SPECIAL.indexOf(c) >= 0) {
                escaped.append('\\');
              }
              escaped.appendCodePoint(c);
            });
    return escaped.toString();
  }
}
