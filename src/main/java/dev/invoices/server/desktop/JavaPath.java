package dev.invoices.server.desktop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The path by which the Java that runs now is best named. The system reports its real path, which
 * often contains its version and is gone after an update. The path that the person used is mostly a
 * link that stays.
 */
public final class JavaPath {

  /** The command of this process as it was typed, on Linux. */
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private JavaPath() {}

  /** The path for the Java of this process. */
  public static Path ofThisProcess() {
    return stable(running(), typed(COMMAND_LINE), System.getenv());
  }

  /**
   * The path as it was typed; else one on the {@code PATH}, or in {@code JAVA_HOME}. Each only if
   * it is a link that leads to the Java that runs.
   *
   * @param running its real path, which is the result when no other leads there
   * @param typed the command that started it; empty when it is not known
   * @param environment the variables of the shell
   */
  static Path stable(Path running, Optional<String> typed, Map<String, String> environment) {
    String name = running.getFileName().toString();
    Stream<String> asTyped = typed.filter(command -> command.contains(File.separator)).stream();
    Stream<String> onPath =
        Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> folder + File.separator + name);
    Stream<String> inJavaHome =
        Optional.ofNullable(environment.get("JAVA_HOME")).stream()
            .filter(folder -> !folder.isEmpty())
            .map(folder -> String.join(File.separator, folder, "bin", name));
    return Stream.of(asTyped, onPath, inJavaHome)
        .flatMap(candidates -> candidates)
        .flatMap(candidate -> absolute(candidate).stream())
        .filter(candidate -> isLinkTo(candidate, running))
        .findFirst()
        .orElse(running);
  }

  private static Path running() {
    return ProcessHandle.current()
        .info()
        .command()
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  /**
   * The first word of a command line in Linux's form, where each word ends with a NUL.
   *
   * @return empty where there is no such file
   */
  static Optional<String> typed(Path commandLine) {
    try {
      return Optional.of(Files.readString(commandLine).split("\0", 2)[0]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> absolute(String candidate) {
    try {
      return Optional.of(Path.of(candidate).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      // The PATH may contain anything.
      return Optional.empty();
    }
  }

  private static boolean isLinkTo(Path candidate, Path running) {
    try {
      Path real = running.toRealPath();
      return Files.isExecutable(candidate)
          && candidate.toRealPath().equals(real)
          && !candidate.equals(real);
    } catch (IOException e) {
      return false;
    }
  }
}
