package dev.invoices.training;

import dev.invoices.launch.JvmOptions;
import dev.invoices.testkit.PackagedJar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code target/invoice-worker.args}: with it the Java that builds starts the worker
 * quickly, from the folder of the pom.
 *
 * <p>Its paths are relative to that folder. So no space or accent on the way to it matters, and
 * after a move or in a copy they mean the jar that is there now, never the one of before.
 */
final class WorkerArguments {

  private WorkerArguments() {}

  /**
   * Writes it beside the worker's jar.
   *
   * @param folder from which the worker is going to be started
   */
  static void write(PackagedJar workerJar, Path folder) throws IOException {
    Path jar = folder.relativize(workerJar.path());
    List<String> arguments = new ArrayList<>(JvmOptions.quiet());
    arguments.add(JvmOptions.fromArchive(jar));
    arguments.addAll(JvmOptions.light());
    arguments.add("-jar");
    arguments.add(jar.toString());
    // Windows takes slashes too, and its own separator means something else within quotes.
    arguments.replaceAll(argument -> argument.replace(File.separatorChar, '/'));
    Files.write(workerJar.path().resolveSibling("invoice-worker.args"), arguments);
  }
}
