package dev.invoices.text;

import java.util.Locale;

/** How many lines, in words. */
public final class LineCount {

  private LineCount() {}

  /** {@code 1 line}, {@code 1,000 lines}. */
  public static String text(int lines) {
    return String.format(Locale.ROOT, "%,d %s", lines, lines == 1 ? "line" : "lines");
  }
}
