package dev.invoices.text;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
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

  /** Of a word that is too long to be shown whole: its beginning, and as much of its end. */
  private static final int PART = 30;

  private Markdown() {}

  /**
   * Markdown that shows exactly this text, on one line: no markup, no link, no HTML.
   *
   * @param maxLength in code points; a longer text is cut with an ellipsis
   */
  public static String text(String text, int maxLength) {
    return escaped(SafeText.of(text, maxLength));
  }

  /** Markdown that shows what strangers wrote in quotation marks, as {@link Quote} does. */
  public static String quote(String text, int maxLength) {
    return escaped(Quote.of(text, maxLength));
  }

  /** The same, cut further so that it has at most this many bytes in UTF-8. */
  public static String quote(String text, int maxLength, int maxBytes) {
    return fitting(length -> quote(text, length), maxLength, maxBytes);
  }

  /**
   * Markdown that shows an id as {@link Quote#word} does: whole if it has at most this many bytes
   * in UTF-8, else its beginning and its end.
   */
  public static String word(String word, int maxBytes) {
    String whole = escaped(Quote.word(word));
    int length = word.codePointCount(0, word.length());
    return bytes(whole) <= maxBytes || length <= 2 * PART
        ? whole
        : escaped(
            Quote.of(
                word.substring(0, word.offsetByCodePoints(0, PART))
                    + '…'
                    + word.substring(word.offsetByCodePoints(word.length(), -PART))));
  }

  private static String fitting(IntFunction<String> ofLength, int maxLength, int maxBytes) {
    int length = maxLength;
    String markdown = ofLength.apply(length);
    while (length > 0 && bytes(markdown) > maxBytes) {
      length--;
      markdown = ofLength.apply(length);
    }
    return markdown;
  }

  /** The length of a text in UTF-8, which is what Temporal counts. */
  public static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String escaped(String safe) {
    return MARKUP.matcher(safe).replaceAll("\\\\$0");
  }
}
