package dev.invoices.benchmark;

import java.util.Locale;

/**
 * What a figure should come to.
 *
 * @param atMost whether the limit is the highest or the lowest that passes
 * @param limit of the ratio to the floor, or of the figure itself where it has no floor
 */
record Goal(boolean atMost, double limit) {

  static Goal atMost(double limit) {
    return new Goal(true, limit);
  }

  static Goal atLeast(double limit) {
    return new Goal(false, limit);
  }

  boolean isMetBy(double value) {
    return atMost ? value <= limit : value >= limit;
  }

  String text() {
    return "%s %s"
        .formatted(
            atMost ? "at most" : "at least",
            String.format(Locale.ROOT, limit == Math.rint(limit) ? "%.0f" : "%.2f", limit));
  }
}
