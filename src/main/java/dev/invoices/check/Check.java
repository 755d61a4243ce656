package dev.invoices.check;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * Something to look at.
 *
 * @param item what it is, in a word or two
 * @param look looks at it, and may take its time or fail
 * @param cure what to do when it does not come to its end, as a sentence
 */
public record Check(String item, Callable<List<CheckLine>> look, String cure) {

  private static final String LATER =
      "Something that it waits for hangs, or this machine is busy; try again later.";

  /** A check of which it is not known what may hang. */
  public Check(String item, Callable<List<CheckLine>> look) {
    this(item, look, LATER);
  }

  /** A check that results in one line. */
  public static Check ofOne(String item, Callable<CheckLine> look) {
    return new Check(item, () -> List.of(look.call()));
  }

  /** The same with what to do when it does not come to its end. */
  public Check ifItHangs(String sentence) {
    return new Check(item, look, sentence);
  }
}
