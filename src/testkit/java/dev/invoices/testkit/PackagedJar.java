package dev.invoices.testkit;

import dev.invoices.launch.JvmOptions;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the two jars that the build produces, to be run by the Java that runs now.
 *
 * @param path absolute
 */
public record PackagedJar(Path path) {

  /** What Claude Desktop launches; system property {@code server.jar} says where it is. */
  public static PackagedJar server() throws FileNotFoundException {
    return at(System.getProperty("server.jar", "target/invoice-server.jar"));
  }

  /** The worker; system property {@code worker.jar} says where it is. */
  public static PackagedJar worker() throws FileNotFoundException {
    return at(System.getProperty("worker.jar", "target/invoice-worker.jar"));
  }

  private static PackagedJar at(String name) throws FileNotFoundException {
    Path path = Path.of(name).toAbsolutePath();
    if (!Files.isRegularFile(path)) {
      throw new FileNotFoundException(
          "There is no %s; build it with: mvn -q package -DskipTests".formatted(path));
    }
    return new PackagedJar(path);
  }

  /** Where the build keeps the archive of its classes that shortens its start. */
  public Path archive() {
    return JvmOptions.archive(path);
  }

  /** The command that runs it from its archive, or without it where there is none. */
  public List<String> command(String... jvmOptions) {
    List<String> options = new ArrayList<>(List.of(JvmOptions.fromArchive(path)));
    options.addAll(List.of(jvmOptions));
    return commandWithoutArchive(options.toArray(String[]::new));
  }

  /** The command that runs it as if there were no archive. */
  public List<String> commandWithoutArchive(String... jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmOptions));
    command.add("-jar");
    command.add(path.toString());
    return command;
  }
}
