package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code --check} of the packaged server, with each fault alone, on the real server. */
@Tag("real-server")
@Timeout(120)
@EnabledOnOs(OS.LINUX) // where the folder of configurations can be moved
class CheckIT {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static TemporalFixture temporal;

  @TempDir Path folder;

  private record Checked(int status, List<String> lines) {
    /** The lines that begin with a sign and an item. */
    List<String> of(String item) {
      return lines.stream().filter(line -> line.matches(". " + item + " .*")).toList();
    }
  }

  @BeforeAll
  static void start() throws IOException {
    temporal = TemporalFixture.devServer();
  }

  @AfterAll
  static void stop() throws IOException {
    // Where the command is missing, start() has ended before it was there.
    if (temporal != null) {
      temporal.close();
    }
  }

  @Test
  void everythingThere_isGood() throws Exception {
    printConfigInto(folder, served());
    try (WorkerProcess worker = temporal.startWorker(Map.of());
        McpTools tools = McpTools.start(temporal::serve, "claude-ai")) {
      tools.submit("{\"id\": \"WAITS\", \"lines\": [{\"item\": \"Desk\", \"amount\": 1}]}");
      tools.awaitStatus("WAITS", "Awaiting approval");

      Checked checked =
          Eventually.see(
              "the worker and the invoice",
              () -> check(served()),
              seen -> seen.status() == 0 && seen.lines().toString().contains("1 invoice waits"));

      assertThat(checked.lines()).noneMatch(line -> line.startsWith("✗"));
      assertThat(checked.of("Java")).hasSize(1);
      assertThat(checked.of("Class archive").get(0)).startsWith("✓ ").contains("fits this jar");
      assertThat(checked.of("Settings").get(0)).contains("TEMPORAL_API_KEY not set");
      assertThat(checked.of("Temporal").get(0))
          .matches("✓ .*%s, without TLS, version \\S+\\.".formatted(temporal.address()));
      assertThat(checked.of("Namespace").get(0)).startsWith("! ").contains("for 1 day.");
      assertThat(checked.of("Worker").get(0)).matches("✓ .*\"\\d+@.+\".*, \\d+ seconds? ago\\.");
      assertThat(checked.of("Claude Desktop").get(0)).startsWith("✓ ").contains("has the entry");
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void readerWithoutUtf8_seesWords() throws Exception {
    ProcessBuilder ascii = served().command(command("-Dstdout.encoding=US-ASCII"));
    ascii.environment().put("INVOICE_TASK_QUEUE", "lonely");
    try (JarProcess check = JarProcess.start(ascii)) {
      assertThat(check.exitStatus()).isEqualTo(1);
      assertThat(check.stdout())
          .anyMatch(line -> line.startsWith("ok Temporal "))
          .anyMatch(line -> line.startsWith("no Worker "));
    }
  }

  @Test
  void noWorker_isBad() throws Exception {
    ProcessBuilder other = served();
    other.environment().put("INVOICE_TASK_QUEUE", "lonely");

    Checked checked = check(other);

    assertOnlyFault(checked, "Worker");
    assertThat(checked.of("Worker").get(0)).contains("No worker polls the task queue lonely.");
  }

  @Test
  void missingNamespace_isBad() throws Exception {
    ProcessBuilder other = served();
    other.environment().put("TEMPORAL_NAMESPACE", "no-such-namespace");

    Checked checked = check(other);

    assertOnlyFault(checked, "Namespace");
    assertThat(checked.of("Namespace").get(0))
        .contains("no-such-namespace", "Create the namespace");
  }

  @Test
  void wrongSetting_isBad_andNothingElseIsCalled() throws Exception {
    ProcessBuilder other = served();
    other.environment().put("INVOICE_DECISIONS", "maybe");

    Checked checked = check(other);

    assertOnlyFault(checked, "Settings");
    assertThat(checked.of("Settings").get(0)).contains("must be agent, ask or person");
  }

  @Test
  void nameThatNoProgramKnows_isAWarning() throws Exception {
    ProcessBuilder other = served();
    other.environment().put("INVOICE_TASK_QEUE", "mine");

    assertThat(check(other).of("Settings"))
        .anyMatch(line -> line.startsWith("! ") && line.contains("INVOICE_TASK_QEUE"));
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_24) // a newer Java (25.0.3) uses the archive for the copy, too
  void archiveOfAnotherJar_isAWarning() throws Exception {
    Path moved = Files.copy(PackagedJar.server().path(), folder.resolve("moved-server.jar"));
    PackagedJar copy = new PackagedJar(moved);
    Files.copy(PackagedJar.server().archive(), copy.archive());
    List<String> command = new ArrayList<>(copy.commandWithoutArchive("-Dstdout.encoding=UTF-8"));
    command.add("--check");

    Checked checked = check(at(JarProcess.NOBODY).command(command));

    assertThat(checked.of("Class archive").get(0))
        .startsWith("! ")
        .contains("does not fit this jar or this Java");
  }

  @Test
  void temporalThatIsDown_isBad() throws Exception {
    Checked checked = check(at(JarProcess.NOBODY));

    assertOnlyFault(checked, "Temporal");
    assertThat(checked.of("Temporal").get(0)).contains("Start Temporal");
  }

  @Test
  void portThatAnswersNothing_isBad_inTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      assertOnlyFault(check(at("127.0.0.1:" + silent.getLocalPort())), "Temporal");
    }
  }

  @Test
  void temporalThatStandsStill_isBad_inTime() throws Exception {
    temporal.freeze();
    try {
      assertOnlyFault(check(served()), "Temporal");
    } finally {
      temporal.thaw();
    }
  }

  @Test
  void configurationThatIsNoJson_isBad() throws Exception {
    Files.writeString(configIn(folder), "{ \"mcpServers\": ");

    assertOnlyFault(check(at(JarProcess.NOBODY)), "Temporal", "Claude Desktop");
  }

  @Test
  void entryWithAMissingJar_isBad() throws Exception {
    printConfigInto(folder, served());
    Path config = configIn(folder);
    Files.writeString(
        config, Files.readString(config).replace("invoice-server.jar", "moved-away.jar"));

    Checked checked = check(at(JarProcess.NOBODY));

    assertOnlyFault(checked, "Temporal", "Claude Desktop");
    assertThat(checked.of("Claude Desktop").get(0)).contains("moved-away.jar", "--print-config");
  }

  private static void assertOnlyFault(Checked checked, String... items) {
    assertThat(checked.status()).isEqualTo(1);
    assertThat(checked.lines().stream().filter(line -> line.startsWith("✗")))
        .as("%s", checked.lines())
        .zipSatisfy(List.of(items), (line, item) -> assertThat(line).startsWith("✗ " + item + " "));
  }

  private ProcessBuilder served() throws IOException {
    return alone(temporal.serve(new ProcessBuilder(command("-Dstdout.encoding=UTF-8"))));
  }

  private ProcessBuilder at(String address) throws IOException {
    return alone(
        JarProcess.alone(
            new ProcessBuilder(command("-Dstdout.encoding=UTF-8")),
            Map.of("TEMPORAL_ADDRESS", address)));
  }

  /** With a Claude Desktop of the test's own, or none. */
  private ProcessBuilder alone(ProcessBuilder process) {
    process.environment().put("XDG_CONFIG_HOME", folder.toString());
    return process;
  }

  private static Checked check(ProcessBuilder command) throws IOException, InterruptedException {
    try (JarProcess check = JarProcess.start(command)) {
      int status = check.exitStatus(LIMIT);
      assertThat(check.stderr()).isEmpty();
      return new Checked(status, check.stdout());
    }
  }

  private static void printConfigInto(Path folder, ProcessBuilder served) throws Exception {
    List<String> command = new ArrayList<>(served.command());
    command.set(command.indexOf("--check"), "--print-config");
    try (JarProcess print = JarProcess.start(served.command(command))) {
      assertThat(print.exitStatus()).isZero();
      Files.write(configIn(folder), print.stdout());
    }
  }

  private static Path configIn(Path folder) throws IOException {
    return Files.createDirectories(folder.resolve("Claude")).resolve("claude_desktop_config.json");
  }

  private static List<String> command(String option) throws IOException {
    List<String> command = new ArrayList<>(PackagedJar.server().command(JarProcess.jvmOptions()));
    command.add(1, option);
    command.add("--check");
    return command;
  }
}
