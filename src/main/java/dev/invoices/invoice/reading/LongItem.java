package dev.invoices.invoice.reading;

import java.util.Optional;

/**
 * An item that is longer than an item may be, as on many papers whose lines have no description. It
 * continues in the description, from a space on, so that no word of it is lost.
 *
 * @param item as much of it as fits
 * @param description the rest
 */
record LongItem(String item, String description) {

  /**
   * Divides a text.
   *
   * @param text on one line, its words one space apart
   * @param maxItem in code points
   * @param maxDescription in code points
   * @return empty when the text fits as it is, or cannot be divided so that both parts fit
   */
  static Optional<LongItem> of(String text, int maxItem, int maxDescription) {
    int length = text.codePointCount(0, text.length());
    if (length <= maxItem) {
      return Optional.empty();
    }
    int space = text.lastIndexOf(' ', text.offsetByCodePoints(0, maxItem));
    if (space < 0) {
      return Optional.empty();
    }
    String rest = text.substring(space + 1);
    return rest.codePointCount(0, rest.length()) <= maxDescription
        ? Optional.of(new LongItem(text.substring(0, space), rest))
        : Optional.empty();
  }
}
