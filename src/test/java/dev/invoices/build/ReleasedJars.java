package dev.invoices.build;

import dev.invoices.testkit.CommandOnPath;
import dev.invoices.testkit.PackagedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Both jars as the last release had them, built from its commit; once, as long as {@code target} is
 * not cleaned.
 */
record ReleasedJars(PackagedJar server, PackagedJar worker) {

  /** After a release: the commit that was released. */
  private static final String COMMIT = "3a4b958f5b1cc4c40d1fef2ae5f1064db2edb894";

  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final int BUILD_MINUTES = 10;

  /** Builds them if need be. Without git, or the commit, the calling test is skipped. */
  static ReleasedJars build() throws Exception {
    Path clone = Path.of("target", "released", COMMIT).toAbsolutePath();
    ReleasedJars jars =
        new ReleasedJars(jar(clone, "invoice-server.jar"), jar(clone, "invoice-worker.jar"));
    if (Files.notExists(jars.worker.archive())) {
      String git = CommandOnPath.require("get it from https://git-scm.com", "git").toString();
      requireCommit(git);
      if (Files.notExists(clone)) {
        run(HERE, List.of(git, "clone", "-q", "--shared", "--no-checkout", ".", clone.toString()));
      }
      run(HERE, List.of(git, "-C", clone.toString(), "checkout", "-q", COMMIT));
      String maven =
          CommandOnPath.require("get it from https://maven.apache.org", "mvn").toString();
      run(clone, List.of(maven, "-q", "-B", "-ntp", "package", "-DskipTests"));
    }
    return jars;
  }

  private static PackagedJar jar(Path clone, String name) {
    return new PackagedJar(clone.resolve("target").resolve(name));
  }

  /** A clone without its history is no fault of the code. */
  private static void requireCommit(String git) throws Exception {
    if (start(HERE, List.of(git, "cat-file", "-e", COMMIT)).waitFor() != 0) {
      CommandOnPath.leaveOut(
          "The upgrade test needs the commit of the last release; fetch the whole history.");
    }
  }

  private static void run(Path folder, List<String> command) throws Exception {
    Process process = start(folder, command);
    if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("not done in %d minutes: %s".formatted(BUILD_MINUTES, command));
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("failed with %d: %s".formatted(process.exitValue(), command));
    }
  }

  private static Process start(Path folder, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
