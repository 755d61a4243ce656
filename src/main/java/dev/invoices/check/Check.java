package dev.invoices.check;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * Something to look at.
 *
 * @param item what it is, in a word or two
 * @param look looks at it, and may take its time or fail
 */
public record Check(String item, Callable<List<CheckLine>> look) {

  /** A check that results in one line. */
  public static Check ofOne(String item, Callable<CheckLine> look) {
    return new Check(item, () -> List.of(look.call()));
  }
}
