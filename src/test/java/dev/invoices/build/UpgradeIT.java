package dev.invoices.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Invoices that the last release leaves waiting, being paid and declined are finished by today's
 * jars; and going back to that release loses nothing.
 */
@EnabledIfSystemProperty(
    named = "upgrade",
    matches = "true",
    disabledReason = "it builds the last release; run it with -Dupgrade=true")
@Timeout(900)
class UpgradeIT {

  private static final String LINES =
      "[{\"item\": \"Desk\", \"amount\": 10.50}, {\"item\": \"Lamp\", \"amount\": 20}, {\"item\": \"Chair\", \"amount\": 30}]";
  private static final String POOR = "20";
  private static final String RICH = "1000";
  private static final String NO_PAUSE = "PT0S";

  /** The pause before a line, in which a worker is stopped or killed. */
  private static final String LONG_PAUSE = "PT2S";

  @Test
  void openInvoicesOfTheLastRelease_arePaidOnceByToday() throws Exception {
    ReleasedJars released = ReleasedJars.build();
    try (var temporal = TemporalFixture.devServer()) {
      leaveOpen(temporal, released);

      try (var tools = McpTools.start(temporal::serve, "today");
          var worker = worker(temporal, PackagedJar.worker(), RICH, NO_PAUSE)) {
        tools.awaitStatus("PAYING", "Completed");
        tools.approve("WAITING");
        tools.awaitStatus("WAITING", "Completed");
        tools.awaitStatus("DECLINED", "Payment declined - awaiting decision");
        tools.approve("DECLINED");
        tools.awaitStatus("DECLINED", "Completed");
        assertThat(worker.isAlive()).isTrue();
      }

      assertThat(linesPaid(temporal))
          .isEqualTo(Map.of("WAITING", 3L, "PAYING", 3L, "DECLINED", 3L));
    }
  }

  @Test
  void goingBack_isRefusedInWordsAndLosesNothing() throws Exception {
    ReleasedJars released = ReleasedJars.build();
    try (var temporal = TemporalFixture.devServer();
        var tools = McpTools.start(temporal::serve, "today")) {
      try (var worker = worker(temporal, PackagedJar.worker(), RICH, LONG_PAUSE)) {
        tools.submit(invoice("WAITING"));
        tools.awaitStatus("WAITING", "Awaiting approval");
        payFirstLine(tools, "PAYING");
        worker.kill();
      }

      try (var old = JarProcess.start(command(temporal, released.worker(), RICH, NO_PAUSE))) {
        assertThat(old.exitStatus()).isEqualTo(2);
        assertThat(String.join("\n", old.stderr())).contains("newer version");
      }

      try (var worker = worker(temporal, PackagedJar.worker(), RICH, NO_PAUSE)) {
        tools.awaitStatus("PAYING", "Completed");
        tools.approve("WAITING");
        tools.awaitStatus("WAITING", "Completed");
        assertThat(worker.isAlive()).isTrue();
      }
      assertThat(linesPaid(temporal)).isEqualTo(Map.of("WAITING", 3L, "PAYING", 3L));
    }
  }

  private static void leaveOpen(TemporalFixture temporal, ReleasedJars released) throws Exception {
    try (var tools =
        McpTools.start(
            process -> temporal.serve(process.command(released.server().command())), "before")) {
      try (var worker = worker(temporal, released.worker(), POOR, NO_PAUSE)) {
        tools.submit(invoice("WAITING"));
        tools.awaitStatus("WAITING", "Awaiting approval");
        tools.submit(invoice("DECLINED"));
        tools.awaitStatus("DECLINED", "Awaiting approval");
        tools.approve("DECLINED");
        tools.awaitStatus("DECLINED", "Payment declined - awaiting decision");
        assertThat(worker.isAlive()).isTrue();
      }
      try (var worker = worker(temporal, released.worker(), RICH, LONG_PAUSE)) {
        payFirstLine(tools, "PAYING");
        worker.kill();
      }
    }
  }

  private static void payFirstLine(McpTools tools, String id) throws Exception {
    tools.submit(invoice(id));
    tools.awaitStatus(id, "Awaiting approval");
    tools.approve(id);
    Eventually.see(
        "the first line is paid",
        () -> tools.status(id),
        reply -> reply.content().at("/invoice/lines_paid").asInt() == 1);
  }

  private static String invoice(String id) {
    return "{\"id\": \"%s\", \"vendor\": \"Alpha GmbH\", \"lines\": %s}".formatted(id, LINES);
  }

  private static WorkerProcess worker(
      TemporalFixture temporal, PackagedJar jar, String balance, String pause) throws Exception {
    return WorkerProcess.start(command(temporal, jar, balance, pause), line -> {});
  }

  private static ProcessBuilder command(
      TemporalFixture temporal, PackagedJar jar, String balance, String pause) {
    ProcessBuilder command = temporal.serve(new ProcessBuilder(jar.command()));
    command
        .environment()
        .putAll(Map.of("INVOICE_SANDBOX_BALANCE", balance, "INVOICE_PAYMENT_PACE", pause));
    return command;
  }

  /** How many payments the ledger has of each invoice, as its own program prints them. */
  private static Map<String, Long> linesPaid(TemporalFixture temporal) throws Exception {
    ProcessBuilder command = temporal.serve(new ProcessBuilder(PackagedJar.worker().command()));
    command.command().addAll(List.of("--payments", "--csv"));
    try (var process = JarProcess.start(command)) {
      assertThat(process.exitStatus()).isZero();
      return process.stdout().stream()
          .skip(1)
          .map(row -> row.split(",")[1])
          .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
  }
}
