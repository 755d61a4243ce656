package dev.invoices.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The argument file that the build writes starts the worker: java @target/invoice-worker.args. */
class WorkerArgumentsIT {

  private static final String FILE = "target/invoice-worker.args";
  private static final Path CLONE = Path.of("").toAbsolutePath();

  @Test
  void startedFromTheClone_listensAndSaysNothingElseOfTheJvm() throws Exception {
    assertThat(outputOfWorkerIn(CLONE)).noneMatch(line -> line.matches("(?i).*(warning|error).*"));
  }

  @Test
  void startedFromTheClone_takesItsClassesFromTheArchive() throws Exception {
    List<String> command = new ArrayList<>(List.of(java(), "-Xlog:class+load:stdout"));
    Files.readAllLines(CLONE.resolve(FILE)).stream()
        .filter(argument -> !argument.startsWith("-Xlog"))
        .forEach(command::add);
    ProcessBuilder worker = new ProcessBuilder(command).directory(CLONE.toFile());
    Map<String, String> refused = Map.of("INVOICE_PAYMENT_PACE", "never");

    try (var process = JarProcess.start(JarProcess.alone(worker, refused))) {
      process.exitStatus();

      assertThat(process.stdout())
          .anyMatch(line -> line.matches(".*dev\\.invoices\\.worker\\.Worker .*shared objects.*"));
    }
  }

  @Test
  void cloneMovedBehindSpaces_listensAsBefore(@TempDir Path directory) throws Exception {
    Path moved = Files.createDirectories(directory.resolve("my programs (1)"));
    Path target = Files.createDirectory(moved.resolve("target"));
    Files.copy(PackagedJar.worker().path(), target.resolve("invoice-worker.jar"));
    Files.copy(CLONE.resolve(FILE), moved.resolve(FILE));

    assertThat(outputOfWorkerIn(moved)).noneMatch(line -> line.matches("(?i).*(warning|error).*"));
  }

  @Test
  void jarGone_isNamed(@TempDir Path directory) throws Exception {
    Files.createDirectory(directory.resolve("target"));
    Files.copy(CLONE.resolve(FILE), directory.resolve(FILE));

    try (var process =
        JarProcess.start(JarProcess.alone(command().directory(directory.toFile()), Map.of()))) {
      assertThat(process.exitStatus()).isEqualTo(1);
      assertThat(process.stderr())
          .containsExactly("Error: Unable to access jarfile target/invoice-worker.jar");
    }
  }

  /** Waits until it is listening and returns what it has said until it was stopped. */
  private static List<String> outputOfWorkerIn(Path folder) throws Exception {
    List<String> output = new CopyOnWriteArrayList<>();
    try (var temporal = TemporalFixture.inMemory();
        var worker =
            WorkerProcess.start(
                temporal.serve(command().directory(folder.toFile())), output::add)) {
      assertThat(worker.isAlive()).isTrue();
    }
    return output;
  }

  private static ProcessBuilder command() {
    return new ProcessBuilder(java(), "@" + FILE);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
