package dev.invoices.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Collects what is measured, tells how far it has come, and prints the table. */
final class Report {

  private final PrintStream out;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> notMeasured = new ArrayList<>();

  Report(PrintStream out) {
    this.out = out;
  }

  /** What is being done now. */
  void progress(String step) {
    out.println("... " + step);
  }

  /** A figure beside its floor; the goal is about their ratio. */
  void add(String what, double figure, double floor, Unit unit, Goal goal) {
    add(new Row(what, figure, OptionalDouble.of(floor), unit, goal));
  }

  /** A figure by itself; the goal is about the figure. */
  void add(String what, double figure, Unit unit, Goal goal) {
    add(new Row(what, figure, OptionalDouble.empty(), unit, goal));
  }

  private void add(Row row) {
    rows.add(row);
    out.println("    " + String.join(" | ", row.cells()));
  }

  /** Something could not be measured. */
  void failed(String what, Throwable reason) {
    notMeasured.add("%s: %s".formatted(what, reason));
    out.println("!!! %s: %s".formatted(what, reason));
  }

  boolean isComplete() {
    return notMeasured.isEmpty();
  }

  /** As a Markdown table, so that it can be put into docs/performance.md. */
  void printTable() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(Row.HEADINGS);
    lines.add(Row.HEADINGS.stream().map(heading -> "---").toList());
    rows.forEach(row -> lines.add(row.cells()));
    out.println();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder("|");
      for (int column = 0; column < line.size(); column++) {
        int index = column;
        int width = lines.stream().mapToInt(other -> other.get(index).length()).max().orElse(0);
        text.append(" %%-%ds |".formatted(width).formatted(line.get(column)));
      }
      out.println(text);
    }
    long met = rows.stream().filter(Row::isMet).count();
    out.println("%n%d of %d goals met.".formatted(met, rows.size()));
    notMeasured.forEach(what -> out.println("Not measured: " + what));
  }
}
