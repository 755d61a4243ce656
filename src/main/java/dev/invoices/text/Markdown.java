package dev.invoices.text;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Escapes texts for the Markdown that the Temporal Web UI renders. Escapes only what would be
 * markup at its place, because the UI (2.54) shows the same summaries elsewhere as plain text,
 * backslashes included; and only what its renderer can unescape, which excludes {@code /} and
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

  /** Two such texts and some words make a summary. */
  private static final int MAX_BYTES = 160;

  private Markdown() {}

  /**
   * Markdown that shows exactly this text: no markup, no link, no HTML, one line; cut to {@value
   * #MAX_LENGTH} characters and {@value #MAX_BYTES} bytes, because Temporal refuses summaries above
   * 400 bytes.
   */
  public static String text(String text) {
    int length = MAX_LENGTH;
    String markdown = text(text, length);
    while (markdown.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      length--;
      markdown = text(text, length);
    }
    return markdown;
  }

  /** The same with another limit; drops leading spaces, which would start a code block. */
  public static String text(String text, int maxLength) {
    return MARKUP.matcher(SafeText.of(text.stripLeading(), maxLength)).replaceAll("\\\\$0");
  }
}
