package dev.invoices.logging;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * A stream in whose output only its caller begins a line. A text that is printed may hold line
 * breaks and control characters of strangers, such as a workflow type that the SDK logs as it is;
 * nothing of that may look like an event of its own, or move a terminal's cursor.
 *
 * <p>{@code slf4j-simple} (2.0) prints an event by one call with all lines of its message, and a
 * stack trace by one call for each line of it, which is its own. So the rule is that of one call.
 */
final class EventStream extends PrintStream {

  private static final String INDENT = "  ";

  EventStream(OutputStream out, Charset charset) {
    super(out, false, charset);
  }

  /**
   * Prints the text. Its lines after the first begin with two spaces, and a control character in it
   * becomes a question mark. {@code println} and {@code printf} come here too.
   */
  @Override
  public void print(String text) {
    super.print(isPlain(text) ? text : safe(text));
  }

  @Override
  public void print(Object object) {
    print(String.valueOf(object));
  }

  private static boolean isPlain(String text) {
    if (text == null) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n' || isControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length() + INDENT.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isLast = i == text.length() - 1;
      if (c == '\r' && !isLast && text.charAt(i + 1) == '\n') {
        continue;
      }
      safe.append(isControl(c) ? '?' : c);
      if (c == '\n' && !isLast) {
        safe.append(INDENT);
      }
    }
    return safe.toString();
  }

  /** Tabs are those of a stack trace. Unicode's own separators end a line in some viewers. */
  private static boolean isControl(char c) {
    return Character.isISOControl(c) && c != '\t' && c != '\n' || c == '\u2028' || c == '\u2029';
  }
}
