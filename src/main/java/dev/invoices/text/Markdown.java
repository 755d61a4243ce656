package dev.invoices.text;

import java.util.regex.Pattern;

/**
 * Invoice texts inside the Markdown that the Temporal Web UI renders. Only what would be markup
 * where it stands is escaped, because the UI (2.54) shows the same summaries elsewhere as plain
 * text, backslashes included; and only what its renderer can unescape, which excludes {@code /} and
 * {@code @}.
 */
public final class Markdown {

  private static final Pattern MARKUP =
      Pattern.compile(
          String.join(
              "|",
              "[\\\\`*_\\[\\]<>~|^$]", // emphasis, code, links, HTML, tables, formulas
              "^[-+#:]", // headings, lists, definitions
              "(?<=^\\d{1,50})[.)]", // numbered lists
              ":(?=//)|(?<=(?i:mailto|xmpp)):|(?<=(?i:www))\\.", // addresses that become links
              "&(?=#?\\w+;)")); // entities

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
  public static String text(String text, int maxLength) {
    return MARKUP.matcher(SafeText.of(text.stripLeading(), maxLength)).replaceAll("\\\\$0");
  }
}
