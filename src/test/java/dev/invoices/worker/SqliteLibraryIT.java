package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.CommandOnPath;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.PackagedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged worker where the temporary folder forbids execution. Only a process with its own
 * mounts can have such a folder without being root; where it cannot the test is skipped, and a
 * missing temporary folder still leads to the ledger's folder.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX) // has such mounts, and lets a loaded library be removed
class SqliteLibraryIT {

  @TempDir Path directory;
  private Path hardened;
  private Path books;

  @BeforeEach
  void createFolders() throws IOException {
    hardened = Files.createDirectory(directory.resolve("hardened"));
    books = directory.resolve("books");
  }

  @Test
  void temporaryFolderThatForbidsExecution_isReplacedByTheLedgersFolder() throws Exception {
    for (int start = 1; start <= 2; start++) {
      try (var worker = onHardenedTemporaryFolder(books)) {
        assertThat(worker.stderrLineWith("It was loaded from"))
            .endsWith(
                "SQLite's library cannot be executed in the temporary folder %s. It was loaded from %s."
                    .formatted(hardened, books));
        worker.stderrLineWith("Trying again");

        // a kill leaves nothing behind, at no start
        worker.kill();
      }
      assertThat(files(books)).containsExactly("ledger.db");
    }
  }

  @Test
  void ledgersFolderThatForbidsExecutionToo_endsWith2_andOneLineThatSaysWhatToSet()
      throws Exception {
    try (var worker = onHardenedTemporaryFolder(hardened)) {
      assertThat(worker.exitStatus()).isEqualTo(2);
      assertThat(worker.stderr())
          .containsExactly(
              "invoice-worker: SQLite's library cannot be executed in the temporary folder %s, nor in the ledger's folder %s. Start the worker with -Dorg.sqlite.tmpdir=FOLDER, where FOLDER allows it"
                  .formatted(hardened, hardened));
    }
  }

  @Test
  void folderThatTheLineAsksFor_isUsed() throws Exception {
    Path allowed = Files.createDirectory(directory.resolve("allowed"));
    try (var worker = onHardenedTemporaryFolder(hardened, "-Dorg.sqlite.tmpdir=" + allowed)) {
      worker.stderrLineWith("Trying again");

      assertThat(worker.stderr()).noneMatch(line -> line.contains("SQLite"));
    }
  }

  @Test
  void folderThatForbidsItToo_isNoBetterThanNone() throws Exception {
    try (var worker = onHardenedTemporaryFolder(books, "-Dorg.sqlite.tmpdir=" + hardened)) {
      worker.stderrLineWith("It was loaded from " + books);
      worker.stderrLineWith("Trying again");
    }
  }

  @Test
  void temporaryFolderThatIsMissing_isReplacedByTheLedgersFolder() throws Exception {
    try (var worker = start(List.of(), directory.resolve("missing"), books)) {
      worker.stderrLineWith("It was loaded from " + books);
      worker.stderrLineWith("Trying again");
      worker.kill();
    }
    assertThat(files(books)).containsExactly("ledger.db");
  }

  private JarProcess onHardenedTemporaryFolder(Path ledgersFolder, String... options)
      throws IOException, InterruptedException {
    String unshare = CommandOnPath.require("util-linux has it", "unshare").toString();
    List<String> withMount =
        List.of(
            unshare,
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o noexec,size=20m none \"$0\" && exec \"$@\"",
            hardened.toString());
    List<String> nothing = new ArrayList<>(withMount);
    nothing.add("true");
    try (var process = JarProcess.start(new ProcessBuilder(nothing))) {
      boolean allowed = process.exitStatus() == 0;
      Assumptions.assumeTrue(allowed, "this machine lets nobody mount a folder of their own");
    }
    return start(withMount, hardened, ledgersFolder, options);
  }

  private static JarProcess start(
      List<String> before, Path temporaryFolder, Path ledgersFolder, String... options)
      throws IOException {
    List<String> jvmOptions = new ArrayList<>(List.of(JarProcess.jvmOptions()));
    jvmOptions.add("-Djava.io.tmpdir=" + temporaryFolder);
    jvmOptions.addAll(List.of(options));
    List<String> command = new ArrayList<>(before);
    command.addAll(PackagedJar.worker().command(jvmOptions.toArray(String[]::new)));
    Map<String, String> settings =
        Map.of("INVOICE_LEDGER", ledgersFolder.resolve("ledger.db").toString());
    return JarProcess.start(JarProcess.alone(new ProcessBuilder(command), settings));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
