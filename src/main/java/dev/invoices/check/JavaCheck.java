package dev.invoices.check;

import dev.invoices.launch.JvmOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java that runs, and the archive of the classes beside the jar. */
public final class JavaCheck {

  private static final String ARCHIVE = "Class archive";
  private static final String SPEED_ONLY = "This costs speed only.";
  private static final String BUILD =
      " To have it, build in this place: mvn -q package -DskipTests";
  private static final Path BUILT_IN = Path.of("target");

  private JavaCheck() {}

  /** Which Java runs; an older one than it needs would not have started the program. */
  public static Check version() {
    return Check.ofOne(
        "Java", () -> CheckLine.good("Java", "%s at %s.".formatted(Runtime.version(), home())));
  }

  /**
   * Whether a jar has an archive that fits it and this Java, which is started once to see that.
   * Without one, the program starts more slowly; that is all.
   *
   * @param jar absolute
   */
  public static Check archive(Path jar) {
    return Check.ofOne(ARCHIVE, () -> archiveOf(jar));
  }

  private static CheckLine archiveOf(Path jar) throws InterruptedException {
    Path archive = JvmOptions.archive(jar);
    if (!Files.isRegularFile(archive)) {
      return CheckLine.note(ARCHIVE, "There is no %s. %s".formatted(archive, cost(jar)));
    }
    return switch (JavaStart.of(command(jar))) {
      case GOOD -> CheckLine.good(ARCHIVE, "%s fits this jar and this Java.".formatted(archive));
      case REFUSED ->
          CheckLine.warning(
              ARCHIVE,
              "%s does not fit this jar or this Java: one of them was changed or moved after the archive was made. %s"
                  .formatted(archive, cost(jar)));
      case NOT_STARTED, LATE ->
          CheckLine.note(
              ARCHIVE,
              "%s is there. Whether it fits is not known: Java did not start within %d seconds."
                  .formatted(archive, JavaStart.LIMIT.toSeconds()));
    };
  }

  /** A jar of a bundle is not where it was built. */
  private static String cost(Path jar) {
    return BUILT_IN.equals(jar.getParent().getFileName()) ? SPEED_ONLY + BUILD : SPEED_ONLY;
  }

  /** The options that decide on the heap are those of a start: an archive fits some heaps only. */
  private static List<String> command(Path jar) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(home(), "bin", "java").toString(),
                JvmOptions.fromArchive(jar),
                JvmOptions.requireArchive()));
    command.addAll(JvmOptions.light());
    command.addAll(List.of("-classpath", jar.toString(), "-version"));
    return command;
  }

  private static String home() {
    return System.getProperty("java.home");
  }
}
