package dev.invoices.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of this machine that are not part of the build, found on the PATH. */
public final class CommandOnPath {

  private static final String REQUIRED = "INVOICE_REQUIRE_TEMPORAL";

  private CommandOnPath() {}

  /** The first of these that there is. */
  static Optional<Path> find(String... names) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .filter(directory -> !directory.isBlank())
        .map(Path::of)
        .flatMap(directory -> Stream.of(names).map(directory::resolve))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /**
   * The same for a test that is pointless without: it is skipped with one line, or fails when
   * {@code INVOICE_REQUIRE_TEMPORAL} is {@code true}.
   *
   * @param howToGetIt the end of a sentence
   * @param names how the command may be called
   */
  public static Path require(String howToGetIt, String... names) {
    Optional<Path> found = find(names);
    if (found.isPresent()) {
      return found.get();
    }
    return skip(
        "There is no %s on the PATH, which some tests need; %s".formatted(names[0], howToGetIt));
  }

  /**
   * Skips the calling test with one line, or fails it when {@code INVOICE_REQUIRE_TEMPORAL} is
   * {@code true}.
   *
   * @param message what is missing, and how to get it
   * @return never
   */
  public static <T> T skip(String message) {
    if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
      throw new AssertionError("%s (%s is true)".formatted(message, REQUIRED));
    }
    return leaveOut(message);
  }

  /**
   * Skips the calling test with one line, whether or not all programs have to be there.
   *
   * @param message what is missing, and how to get it
   * @return never
   */
  public static <T> T leaveOut(String message) {
    System.out.println("Skipped: " + message);
    return Assumptions.abort(message);
  }
}
