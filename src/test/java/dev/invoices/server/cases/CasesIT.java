package dev.invoices.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.CommandOnPath;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every line of the files of cases, submitted as an agent does. They are no part of this
 * repository; system property {@code cases} names their folder.
 */
@Tag("real-server")
@Timeout(300)
class CasesIT {

  private static final Path FOLDER = Path.of(System.getProperty("cases", "../shared/cases"));

  @Test
  void everyCase_getsWhatStandsBesideIt() throws Exception {
    List<GivenCase> cases = cases();
    try (TemporalFixture temporal = TemporalFixture.devServer();
        WorkerProcess worker = temporal.startWorker(Map.of());
        McpTools tools = McpTools.start(temporal::serve, "claude-ai")) {
      tools.submit("{\"id\": \"WARM-UP\", \"lines\": [{\"item\": \"Desk\", \"amount\": 1}]}");
      tools.awaitStatus("WARM-UP", "Awaiting approval");

      List<String> deviations = new ArrayList<>();
      for (GivenCase given : cases) {
        deviation(given, tools).ifPresent(deviations::add);
      }

      assertThat(deviations).as("deviations in %d cases", cases.size()).isEmpty();
      assertThat(worker.isAlive()).isTrue();
    }
  }

  private static Optional<String> deviation(GivenCase given, McpTools tools) throws Exception {
    try {
      ToolReply reply = tools.call("process_invoice", given.arguments());
      end(reply, tools);
      given.assertGot(reply);
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of("%s: %s".formatted(given.name(), e.getMessage()));
    }
  }

  /** Some invoices have the number of an earlier one. */
  private static void end(ToolReply reply, McpTools tools) throws Exception {
    if (reply.code().equals("STARTED")) {
      String id = reply.content().get("invoice_id").asText();
      tools.reject(id);
      tools.awaitClosed(id);
    }
  }

  /** Those of all files; without their folder the test is skipped. */
  private static List<GivenCase> cases() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return CommandOnPath.leaveOut(
          "There is no folder %s with cases; name another one by -Dcases=FOLDER".formatted(FOLDER));
    }
    List<GivenCase> cases = new ArrayList<>();
    for (Path file : files()) {
      cases.addAll(GivenCase.readAll(file));
    }
    assertThat(cases).as("cases in %s", FOLDER).isNotEmpty();
    return cases;
  }

  private static Set<Path> files() throws IOException {
    Set<Path> sorted = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER, "*.jsonl")) {
      files.forEach(sorted::add);
    }
    return sorted;
  }
}
