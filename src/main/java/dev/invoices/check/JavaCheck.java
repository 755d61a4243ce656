package dev.invoices.check;

import java.nio.file.Files;
import java.nio.file.Path;

/** The Java that runs, and the archive of the classes beside the jar. */
public final class JavaCheck {

  private JavaCheck() {}

  /** Which Java runs; an older one than it needs would not have started the program. */
  public static Check version() {
    return Check.ofOne(
        "Java", () -> CheckLine.good("Java", "%s at %s.".formatted(Runtime.version(), home())));
  }

  /**
   * Whether there is an archive. Without one, the program starts more slowly; that is all.
   *
   * @param archive where it has to be
   */
  public static Check archive(Path archive) {
    String item = "Class archive";
    return Check.ofOne(
        item,
        () ->
            Files.isRegularFile(archive)
                ? CheckLine.good(item, "Present: %s.".formatted(archive))
                : CheckLine.note(
                    item,
                    "There is no %s. This costs speed only. To have it, run: mvn -q package -DskipTests"
                        .formatted(archive)));
  }

  private static String home() {
    return System.getProperty("java.home");
  }
}
