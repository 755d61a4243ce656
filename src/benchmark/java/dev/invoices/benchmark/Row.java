package dev.invoices.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One line of the table.
 *
 * @param what is measured
 * @param floor what the platform needs for the same, measured beside it; empty where there is none
 */
record Row(String what, double figure, OptionalDouble floor, Unit unit, Goal goal) {

  static final List<String> HEADINGS =
      List.of("what", "figure", "floor", "ratio", "goal", "verdict");

  boolean isMet() {
    return goal.isMetBy(ratio().orElse(figure));
  }

  /** A text for each of {@link #HEADINGS}. */
  List<String> cells() {
    return List.of(
        what,
        unit.text(figure),
        floor.isPresent() ? unit.text(floor.getAsDouble()) : "",
        ratio().isPresent() ? String.format(Locale.ROOT, "%.2f x", ratio().getAsDouble()) : "",
        floor.isPresent()
            ? goal.text() + " x"
            : "%s %s".formatted(goal.atMost() ? "at most" : "at least", unit.text(goal.limit())),
        isMet() ? "pass" : "short");
  }

  private OptionalDouble ratio() {
    return floor.isPresent()
        ? OptionalDouble.of(figure / floor.getAsDouble())
        : OptionalDouble.empty();
  }
}
