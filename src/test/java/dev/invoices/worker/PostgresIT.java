package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.PostgresServer;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packaged workers whose ledger is in PostgreSQL, on the real Temporal. */
@Tag("real-server")
@Tag("patient")
@Timeout(240)
class PostgresIT {

  private static final int INVOICES = 8;
  private static final int LINES = 5;

  /** Several retries, each after twice the time. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(120);

  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  private static TemporalFixture temporal;
  private static PostgresServer postgres;
  private static McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer();
    postgres = PostgresServer.start();
    tools = McpTools.start(temporal::serve, "claude-ai");
  }

  @AfterAll
  static void stop() throws Exception {
    if (tools != null) {
      tools.close();
    }
    if (postgres != null) {
      postgres.close();
    }
    if (temporal != null) {
      temporal.close();
    }
  }

  @Test
  void twoWorkersOfOneLedger_payOnce_alsoWhilePostgresIsKilled() throws Exception {
    String database = postgres.createDatabase();
    try (WorkerProcess one = worker(database);
        WorkerProcess two = worker(database)) {
      assertThat(List.of(one, two)).allMatch(WorkerProcess::isAlive);
      List<String> ids = IntStream.rangeClosed(1, INVOICES).mapToObj(n -> "PG-" + n).toList();
      for (String id : ids) {
        submit(id);
      }
      for (String id : ids) {
        tools.awaitStatus(id, "Awaiting approval");
        tools.approve(id);
      }
      Eventually.see("some payments", () -> paid(database).size(), made -> made >= LINES);
      postgres.kill();
      postgres.restart();
      for (String id : ids) {
        Eventually.see(
            "the end of " + id,
            CLOSE_LIMIT,
            () -> tools.status(id).status(),
            status -> status.equals("Completed"));
      }

      assertThat(paid(database)).doesNotHaveDuplicates().hasSize(INVOICES * LINES);
      assertThat(printed(database, "--payments", "PG-1", "--csv")).hasSize(LINES + 1);
      assertThat(printed(database, "--check"))
          .anyMatch(
              row ->
                  row.contains(
                      "%s has %d payments.".formatted(postgres.url(database), INVOICES * LINES)));
    }
    assertThat(LOG)
        .anyMatch(line -> line.contains("ledger %s, balance".formatted(postgres.url(database))))
        .noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void workerWithAFile_loadsNoClassOfThePostgresDriver() throws Exception {
    List<String> command = new ArrayList<>(PackagedJar.worker().command("-Xlog:class+load"));
    List<String> classes = new CopyOnWriteArrayList<>();
    try (WorkerProcess worker =
        WorkerProcess.start(temporal.serve(new ProcessBuilder(command)), classes::add)) {
      assertThat(worker.isAlive()).isTrue();
    }
    assertThat(classes)
        .anyMatch(line -> line.contains(" org.sqlite."))
        .noneMatch(line -> line.contains(" org.postgresql."));
  }

  @Test
  void workerThatStartsBeforePostgres_waitsForIt_andSaysSoOnce() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    try (PostgresServer late = PostgresServer.start()) {
      String database = late.createDatabase();
      late.kill();
      ProcessBuilder command = temporal.workerCommand(settings(late, database));
      var starting = CompletableFuture.supplyAsync(() -> startUnchecked(command, log::add));
      Eventually.see(
          "that it waits", () -> log, lines -> lines.toString().contains("Trying again"));
      late.restart();

      try (WorkerProcess worker = starting.get(60, TimeUnit.SECONDS)) {
        assertThat(worker.isAlive()).isTrue();
      }
      assertThat(log)
          .filteredOn(line -> line.contains("The payment ledger"))
          .satisfiesExactly(
              down -> assertThat(down).endsWith(" does not answer. Trying again until it can."),
              up -> assertThat(up).endsWith(" can be used now."));
    }
  }

  @Test
  void wrongDatabase_refusedInOneLine_andExitsWith2() throws Exception {
    try (var worker = JarProcess.startAlone(PackagedJar.worker(), settings("books_of_another"))) {
      assertThat(worker.exitStatus()).isEqualTo(2);
      assertThat(worker.stderr())
          .singleElement()
          .asString()
          .startsWith("invoice-worker: The payment ledger %s".formatted(postgres.url("books_of")))
          .endsWith("there is no such database; create it, or correct INVOICE_LEDGER");
    }
  }

  private static Map<String, String> settings(String database) {
    return settings(postgres, database);
  }

  private static Map<String, String> settings(PostgresServer server, String database) {
    return Map.of(
        "INVOICE_LEDGER",
        server.url(database) + "?tcpKeepAlive=true",
        "INVOICE_PAYMENT_PACE",
        "PT0S",
        "PGUSER",
        PostgresServer.SUPERUSER,
        "PGPASSWORD",
        "hunter2");
  }

  private static WorkerProcess worker(String database) throws Exception {
    return WorkerProcess.start(temporal.workerCommand(settings(database)), LOG::add);
  }

  private static WorkerProcess startUnchecked(ProcessBuilder command, Consumer<String> log) {
    try {
      return WorkerProcess.start(command, log);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> printed(String database, String... arguments) throws Exception {
    ProcessBuilder command = temporal.workerCommand(settings(database));
    command.command().addAll(List.of(arguments));
    try (var worker = JarProcess.start(command)) {
      assertThat(worker.exitStatus()).isZero();
      return worker.stdout();
    }
  }

  private static void submit(String id) throws Exception {
    String lines =
        String.join(
            ", ",
            IntStream.rangeClosed(1, LINES)
                .mapToObj(line -> "{\"item\": \"Desk %d\", \"amount\": 1.5}".formatted(line))
                .toList());
    tools.submit(
        """
        {"id": "%s", "vendor": "Vendor %s", "lines": [%s]}"""
            .formatted(id, id, lines));
  }

  private static List<String> paid(String database) throws Exception {
    return postgres.rows(
        database, "SELECT invoice_id, line FROM payments WHERE state = 'paid' ORDER BY 1, 2");
  }
}
