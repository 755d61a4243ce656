package dev.invoices.server;

import static dev.invoices.testkit.RawServer.callTool;
import static dev.invoices.testkit.RawServer.initialize;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.RawServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The class-data archives: the build makes them, the JVM uses them, and nothing depends on them.
 */
@Timeout(60)
class ArchiveIT {

  @TempDir Path directory;

  @Test
  void archiveOfTheServer_givesItsClasses() throws Exception {
    assertThat(loadedFromArchive(PackagedJar.server(), "--help"))
        .contains("dev.invoices.server.McpServer");
  }

  @Test
  void archiveOfTheServer_knowsWhatACallNeeds() throws Exception {
    List<String> command =
        PackagedJar.server().command("-Xlog:class+load:stderr", "-Duser.home=/no-such-home");
    try (var server = RawServer.start(JarProcess.alone(new ProcessBuilder(command), Map.of()))) {
      server.send(
          initialize(1, "2025-11-25"),
          callTool(2, "get_invoice_status", "{\"invoice_id\": \"INV-1\"}"));
      server.next();
      server.next();
      server.process().endInput();
      server.process().exitStatus();

      assertThat(fromArchive(server.process().stderr()))
          .contains(
              "dev.invoices.server.tools.GetInvoiceStatusTool",
              "io.temporal.serviceclient.WorkflowServiceStubsImpl",
              "io.grpc.netty.shaded.io.grpc.netty.NettyClientTransport");
    }
  }

  @Test
  void archiveOfTheWorker_givesItsClasses() throws Exception {
    // A setting that it refuses ends it.
    assertThat(loadedFromArchive(PackagedJar.worker()))
        .contains("dev.invoices.worker.Worker", "dev.invoices.workflow.ProcessingRules");
  }

  @Test
  void missingArchive_changesNothingButTime() throws Exception {
    assertServesQuietly(moved());
  }

  @Test
  void archiveThatIsNone_changesNothingButTime() throws Exception {
    PackagedJar jar = moved();
    Files.writeString(jar.archive(), "not an archive");

    assertServesQuietly(jar);
  }

  @Test
  void emptyArchive_changesNothingButTime() throws Exception {
    PackagedJar jar = moved();
    Files.createFile(jar.archive());

    assertServesQuietly(jar);
  }

  @Test
  void archiveOfAnotherJar_changesNothingButTime() throws Exception {
    PackagedJar jar = moved();
    Files.copy(PackagedJar.worker().archive(), jar.archive());

    assertServesQuietly(jar);
  }

  @Test
  void archiveThatMovedWithItsJar_changesNothingButTime() throws Exception {
    PackagedJar jar = moved();
    Files.copy(PackagedJar.server().archive(), jar.archive());

    assertServesQuietly(jar);
  }

  /** A copy is a file of another time, which alone makes an archive unfit. */
  private PackagedJar moved() throws Exception {
    return new PackagedJar(
        Files.copy(PackagedJar.server().path(), directory.resolve("invoice-server.jar")));
  }

  private static void assertServesQuietly(PackagedJar jar) throws Exception {
    ProcessBuilder command =
        JarProcess.alone(new ProcessBuilder(jar.command(JarProcess.jvmOptions())), Map.of());
    try (var server = RawServer.start(command)) {
      server.send(initialize(1, "2025-11-25"));
      assertThat(server.next().at("/result/serverInfo/name").asText())
          .isEqualTo("invoice-processor");

      server.process().endInput();
      assertThat(server.process().exitStatus()).isZero();
      assertThat(server.process().stdout()).hasSize(1);
      assertThat(server.process().stderr()).isEmpty();
    }
  }

  /** The names of the classes that came from the archive of the build. */
  private static List<String> loadedFromArchive(PackagedJar jar, String... arguments)
      throws Exception {
    assertThat(jar.archive()).isRegularFile();
    List<String> command = jar.command("-Xlog:class+load:stdout");
    command.addAll(List.of(arguments));
    Map<String, String> refused = Map.of("INVOICE_PAYMENT_PACE", "never");
    try (var process = JarProcess.start(JarProcess.alone(new ProcessBuilder(command), refused))) {
      process.exitStatus();
      return fromArchive(process.stdout());
    }
  }

  private static List<String> fromArchive(List<String> log) {
    return log.stream()
        .filter(line -> line.contains("shared objects file"))
        .map(line -> line.replaceFirst("^(\\[[^]]*])+ ", "").replaceFirst(" source: .*", ""))
        .toList();
  }
}
