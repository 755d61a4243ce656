package dev.invoices.check;

import dev.invoices.check.CheckLine.Mark;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The table that a person reads. */
public final class CheckTable {

  private static final int ALL_RIGHT = 0;
  private static final int SOMETHING_WRONG = 1;

  private final List<CheckLine> lines;

  /** A table of these lines, in their order. */
  public CheckTable(List<CheckLine> lines) {
    this.lines = List.copyOf(lines);
  }

  /** The exit status: 1 when something does not work, else 0. */
  public int status() {
    return lines.stream().anyMatch(line -> line.mark() == Mark.BAD) ? SOMETHING_WRONG : ALL_RIGHT;
  }

  /**
   * Prints it, a line per item.
   *
   * @param charset of the reader; where it lacks the signs, words stand in their place
   */
  public void print(OutputStream out, Charset charset) {
    boolean hasSigns =
        Stream.of(Mark.values()).allMatch(mark -> charset.newEncoder().canEncode(mark.sign()));
    Function<Mark, String> shown = hasSigns ? Mark::sign : Mark::word;
    int marks = width(Stream.of(Mark.values()).map(shown));
    int items = width(lines.stream().map(CheckLine::item));
    String row = "%-" + marks + "s %-" + items + "s  %s";
    PrintStream printed = new PrintStream(out, false, charset);
    lines.forEach(
        line -> printed.println(row.formatted(shown.apply(line.mark()), line.item(), line.text())));
    printed.flush();
  }

  private static int width(Stream<String> cells) {
    return cells.mapToInt(String::length).max().orElse(1);
  }

  /**
   * The characters that the reader of standard output takes. Java 17 does not know them where
   * output is no terminal; those of the operating system are most likely then.
   */
  public static Charset charsetOfStdout() {
    return Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
        .map(name -> System.getProperty(name, ""))
        .filter(name -> !name.isEmpty() && Charset.isSupported(name))
        .map(Charset::forName)
        .findFirst()
        .orElseGet(Charset::defaultCharset);
  }
}
