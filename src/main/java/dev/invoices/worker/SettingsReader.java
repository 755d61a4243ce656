package dev.invoices.worker;

import dev.invoices.temporal.SettingsException;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads environment variables and collects what is wrong with them, so that all invalid settings
 * are reported at once. A variable that is empty counts as not set.
 */
final class SettingsReader {

  private static final String FILE = "the path of a file";
  private static final BigDecimal MAX_RATE = new BigDecimal(10_000);

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  SettingsReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /** An ISO-8601 duration within limits. */
  Duration duration(String name, Duration fallback, Duration min, Duration max, String example) {
    return read(
        name,
        "an ISO-8601 duration from %s to %s, for example %s".formatted(min, max, example),
        () -> fallback,
        text ->
            Optional.of(Duration.parse(text))
                .filter(value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0));
  }

  /** A whole number from 1 to a limit. */
  int count(String name, int fallback, int max) {
    return read(
        name,
        "a whole number from 1 to %d".formatted(max),
        () -> fallback,
        text ->
            text.matches("[1-9]\\d{0,8}")
                ? Optional.of(Integer.parseInt(text)).filter(value -> value <= max)
                : Optional.empty());
  }

  /** One of the constants of an enum, by its {@linkplain #word word}. */
  <E extends Enum<E>> E oneOf(String name, E fallback) {
    List<E> constants = List.of(fallback.getDeclaringClass().getEnumConstants());
    return read(
        name,
        constants.stream().map(SettingsReader::word).collect(Collectors.joining(" or ")),
        () -> fallback,
        text -> constants.stream().filter(value -> word(value).equals(text)).findFirst());
  }

  /** How a constant is written in a setting. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** An amount of money; empty when it is not set. */
  Optional<BigDecimal> amount(String name) {
    return read(
        name,
        "an amount such as 10000.00",
        Optional::empty,
        text ->
            text.matches("\\d{1,12}(\\.\\d{1,4})?")
                ? Optional.of(Optional.of(new BigDecimal(text)))
                : Optional.empty());
  }

  /** How often in a second, at most; empty when it is not set. */
  Optional<BigDecimal> rate(String name) {
    return read(
        name,
        "a number above 0 and up to 10000, such as 2 or 0.5; leave it unset for no limit",
        Optional::empty,
        text ->
            text.matches("\\d{1,5}(\\.\\d{1,3})?")
                ? Optional.of(new BigDecimal(text))
                    .filter(value -> value.signum() > 0 && value.compareTo(MAX_RATE) <= 0)
                    .map(Optional::of)
                : Optional.empty());
  }

  /** The absolute path of a database file. */
  Path file(String name, Supplier<Path> fallback) {
    try {
      Path path = read(name, FILE, fallback, text -> Optional.of(Path.of(text)));
      // sqlite-jdbc (3.54) takes what follows a question mark for options of the database.
      if (path.toAbsolutePath().toString().contains("?")) {
        report(name, path.toString(), FILE + " without a question mark");
      }
      return path.toAbsolutePath();
    } catch (InvalidPathException e) {
      report(name, e.getInput(), FILE);
      return Path.of("");
    }
  }

  private <T> T read(
      String name, String expected, Supplier<T> fallback, Function<String, Optional<T>> parse) {
    String text = environment.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return fallback.get();
    }
    Optional<T> value = parsed(text, parse);
    if (value.isEmpty()) {
      report(name, text, expected);
    }
    return value.orElseGet(fallback);
  }

  private static <T> Optional<T> parsed(String text, Function<String, Optional<T>> parse) {
    try {
      return parse.apply(text);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private void report(String name, String text, String expected) {
    report("%s is \"%s\" but must be %s".formatted(name, text, expected));
  }

  /** Reports what is wrong with a setting whose value must not be shown. */
  void report(String problem) {
    problems.add(problem);
  }

  /**
   * Checks that all variables read so far are valid.
   *
   * @throws SettingsException with a line for each invalid one: its name, its value and what it
   *     should be
   */
  void requireValid() throws SettingsException {
    if (!problems.isEmpty()) {
      throw new SettingsException(String.join("\n", problems));
    }
  }
}
