package dev.invoices.text;

/**
 * Text as a person reads it, freed of what copying and typesetting leave in it. Changes nothing
 * that can be seen: {@link SafeText} refuses what is left and does not belong into a text.
 */
public final class CleanText {

  private static final int NONE = -1;

  private final StringBuilder clean;
  private boolean blankBefore;
  private int joiner = NONE;
  private int last = NONE;

  private CleanText(int length) {
    this.clean = new StringBuilder(length);
  }

  /**
   * The text on one line: line breaks, tabs and runs of blanks of any kind are one space, none at
   * the ends. Characters without a shape are dropped, variation selectors and directional marks
   * among them. One joiner stays between two letters of a script that needs it. The Unicode form
   * stays, too.
   *
   * @return empty when nothing of it can be seen
   */
  public static String of(String text) {
    if (Characters.arePlain(text)) {
      return text;
    }
    CleanText reader = new CleanText(text.length());
    text.codePoints().forEach(reader::read);
    return reader.clean.toString();
  }

  private void read(int c) {
    if (Characters.isBlank(c)) {
      blankBefore = true;
    } else if (Characters.isJoiner(c)) {
      joiner = c;
    } else if (!Characters.isIgnorable(c)) {
      write(c);
    }
  }

  private void write(int c) {
    if (blankBefore && last != NONE) {
      clean.append(' ');
    } else if (joiner != NONE && Characters.isJoined(last) && Characters.isJoined(c)) {
      clean.appendCodePoint(joiner);
    }
    clean.appendCodePoint(c);
    blankBefore = false;
    joiner = NONE;
    // A mark of no script of its own belongs to the letter before it.
    last = Characters.isMark(c) && Characters.isJoined(last) ? last : c;
  }
}
