package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.FreePort;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import io.temporal.api.enums.v1.EventType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged worker as a process: how it starts, waits, logs and stops. */
@Tag("patient")
@Timeout(120)
class WorkerIT {

  private static final String READY = "Worker started. Listening for invoice workflows...";

  @Test
  void workerWithoutTemporal_saysSoInOneLine_andStartsByItselfWhenItComes() throws Exception {
    // given a worker whose Temporal is not there yet
    int port = FreePort.find();
    String address = "127.0.0.1:" + port;
    try (var worker =
        JarProcess.startAlone(PackagedJar.worker(), Map.of("TEMPORAL_ADDRESS", address))) {

      // when it has found out, then it says so in one line, and that it tries again
      assertThat(worker.stderrLineWith("Trying again"))
          .contains("Temporal at " + address + " ", "cannot be used yet", "Connection refused")
          .doesNotContain("Exception");
      TimeUnit.SECONDS.sleep(4); // for two more tries
      assertThat(worker.stdout()).isEmpty();

      // and when Temporal comes, it starts and works
      try (var temporal = TemporalFixture.inMemory(port);
          var tools = McpTools.start(temporal::serve, "claude-ai")) {
        assertThat(worker.stdoutLine(0)).isEqualTo(READY);
        tools.submit(invoice("INV-1"));
        tools.awaitStatus("INV-1", "Awaiting approval");

        // and nothing else has been said
        worker.terminate();
        worker.exitStatus();
        assertThat(worker.stdout()).containsExactly(READY);
        assertThat(worker.stderr()).filteredOn(line -> line.contains("cannot be used")).hasSize(1);
        assertThat(worker.stderr()).filteredOn(line -> line.contains("can be used")).hasSize(1);
        assertNoStackTrace(worker.stderr());
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
  void workerThatWaitsForTemporal_endsOnSigterm() throws Exception {
    try (var worker = JarProcess.startAlone(PackagedJar.worker(), Map.of())) {
      worker.stderrLineWith("Trying again");

      worker.terminate();

      worker.exitStatus(Duration.ofSeconds(5));
      assertThat(worker.stdout()).isEmpty();
      assertNoStackTrace(worker.stderr());
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
  void workerThatHasLostTemporal_endsOnSigterm() throws Exception {
    TemporalFixture temporal = TemporalFixture.inMemory();
    try (var worker =
        JarProcess.startAlone(
            PackagedJar.worker(), Map.of("TEMPORAL_ADDRESS", temporal.address()))) {
      // given a worker whose Temporal is gone after it has started
      assertThat(worker.stdoutLine(0)).isEqualTo(READY);
      temporal.close();

      // when it is stopped, then it does not wait for it to come back
      worker.terminate();
      worker.exitStatus(Duration.ofSeconds(10));
      assertThat(worker.stdout()).containsExactly(READY);
      assertNoStackTrace(worker.stderr());
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
  void workerThatIsStopped_endsSoon_andSaysNothingButItsReadyLineOnStdout() throws Exception {
    try (var stack = InvoiceStack.start();
        var worker = startWorker(stack, Map.of("INVOICE_PAYMENT_PACE", "PT0S"))) {
      // given a worker that has seen invoices to every end
      assertThat(worker.stdoutLine(0)).isEqualTo(READY);
      McpTools tools = stack.connect("claude-ai");
      tools.submit(invoice("PAID"));
      tools.submit(invoice("REJECTED"));
      tools.approve("PAID");
      tools.reject("REJECTED");
      tools.awaitStatus("PAID", "Completed");
      tools.awaitStatus("REJECTED", "Rejected by approver");

      // when it is stopped
      worker.terminate();

      // then it ends in time, and its log is short and readable
      worker.exitStatus(Duration.ofSeconds(10));
      assertThat(worker.stdout()).containsExactly(READY);
      assertNoStackTrace(worker.stderr());
      assertThat(worker.stderr())
          .anyMatch(
              line ->
                  line.contains(
                      "Processing payment for invoice PAID, line 1: USD 10.00 for \"Desk\""))
          .anyMatch(line -> line.contains("Invoice PAID: Completed"))
          .anyMatch(line -> line.contains("Stopping: finishing the work in progress."));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
  void workerStoppedDuringAPause_losesNothing() throws Exception {
    try (var stack = InvoiceStack.start();
        var worker = startWorker(stack, Map.of("INVOICE_PAYMENT_PACE", "PT1S"))) {
      // given an invoice of which one line is paid and another to come after a pause
      McpTools tools = stack.connect("claude-ai");
      tools.submit(invoice("INV-1"));
      tools.approve("INV-1");
      Eventually.see("a payment", () -> stack.requestedPayments("INV-1"), made -> !made.isEmpty());

      // when the worker is stopped
      worker.terminate();
      worker.exitStatus(Duration.ofSeconds(10));

      // then Temporal holds what was done and what is still to do
      assertNoStackTrace(worker.stderr());
      assertThat(stack.workflow("INV-1").describe().getStatus().name()).endsWith("_RUNNING");
      ToolReply status = tools.status("INV-1");
      assertThat(status.status()).isEqualTo("Processing payments");
      assertThat(status.content().get("worker_answered").asBoolean()).isFalse();
    }
  }

  @Test
  void ledgerWithoutAPayment_isLogged_untilThereIsOne(@TempDir Path directory) throws Exception {
    Path ledger = directory.resolve("ledger.db");
    Map<String, String> settings = Map.of("INVOICE_LEDGER", ledger.toString());
    for (String start : List.of("first", "second")) {
      try (var worker = JarProcess.startAlone(PackagedJar.worker(), settings)) {
        assertThat(worker.stderrLine(0))
            .as(start + " start")
            .endsWith(
                "The ledger %s is empty. If payments were made before, check INVOICE_LEDGER."
                    .formatted(ledger));
      }
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO payments (idempotency_key, round, state, invoice_id, number_key, line, item,
            amount, currency, provider, begun_at, receipt, paid_at)
          VALUES ('A/1', 1, 'paid', 'A', 'a', 1, 'a', '1', 'USD', 'sandbox', '', 'R', '')""");
    }
    try (var next = JarProcess.startAlone(PackagedJar.worker(), settings)) {
      next.stderrLineWith("Trying again");
      assertThat(next.stderr()).noneMatch(line -> line.contains("is empty"));
    }
  }

  @Test
  void ledgerOfAnotherNamespace_isRefusedInOneLine_andExitsWith2(@TempDir Path directory)
      throws Exception {
    Path ledger = directory.resolve("ledger.db");
    SqliteLedger.open(ledger, "default");
    Map<String, String> settings =
        Map.of("INVOICE_LEDGER", ledger.toString(), "TEMPORAL_NAMESPACE", "test");
    try (var worker = JarProcess.startAlone(PackagedJar.worker(), settings)) {
      assertThat(worker.exitStatus()).isEqualTo(2);
      assertThat(worker.stdout()).isEmpty();
      assertThat(worker.stderr())
          .containsExactly(
              "invoice-worker: The payment ledger %s cannot be used: it belongs to the namespace \"default\", and this worker serves the namespace \"test\"; set INVOICE_LEDGER to the ledger of \"test\", or to a new file"
                  .formatted(ledger));
    }
  }

  @Test
  void settings_areLogged_andUnknownOnesAreWarnedOf(@TempDir Path directory) throws Exception {
    Path ledger = directory.resolve("ledger.db");
    Map<String, String> settings =
        Map.of("INVOICE_LEDGER", ledger.toString(), "INVOICE_SANDBOX_BALLANCE", "5");
    try (var worker = JarProcess.startAlone(PackagedJar.worker(), settings)) {
      assertThat(worker.stderrLineWith("approval timeout"))
          .endsWith(
              "Settings: ledger %s, balance unlimited, approval timeout PT120H, payment pace PT2S, payments in flight 1, payments per second unlimited, one payment per line, task queue invoice-task-queue. The identity of the ledger is %s."
                  .formatted(ledger, SqliteLedger.open(ledger, "default").id()));
      worker.stderrLineWith("has a setting INVOICE_SANDBOX_BALLANCE, so it is ignored");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
  void workerStoppedInAPayment_finishesIt(@TempDir Path directory) throws Exception {
    Path ledger = directory.resolve("ledger.db");
    try (var stack = InvoiceStack.start();
        var worker =
            startWorker(
                stack,
                Map.of("INVOICE_PAYMENT_PACE", "PT0S", "INVOICE_LEDGER", ledger.toString()))) {
      assertThat(worker.stdoutLine(0)).isEqualTo(READY);
      McpTools tools = stack.connect("claude-ai");
      stack.warmUp(tools);
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + ledger);
          Statement statement = other.createStatement()) {
        // given a payment that waits for a locked ledger
        tools.submit(invoice("INV-1"));
        tools.awaitStatus("INV-1", "Awaiting approval");
        statement.execute("BEGIN IMMEDIATE");
        tools.approve("INV-1");
        Eventually.see(
            "a payment", () -> stack.requestedPayments("INV-1"), made -> !made.isEmpty());

        // when the worker is stopped, and the ledger is free again
        worker.terminate();
        Eventually.see(
            "the stop",
            worker::stderr,
            said -> said.stream().anyMatch(line -> line.contains("Stopping: finishing")));
        statement.execute("ROLLBACK");
      }

      // then the payment was made and told to Temporal before the worker ended
      worker.exitStatus(Duration.ofSeconds(20));
      assertThat(stack.events("INV-1", EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED)).isNotEmpty();
    }
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "INVOICE_APPROVAL_TIMEOUT, 5 days, an ISO-8601 duration from PT1S to PT8760H",
    "INVOICE_APPROVAL_TIMEOUT, PT0S, an ISO-8601 duration from PT1S to PT8760H",
    "INVOICE_PAYMENT_PACE, 2, an ISO-8601 duration from PT0S to PT24H",
    "INVOICE_PAYMENT_PACE, -PT1S, an ISO-8601 duration from PT0S to PT24H",
    "INVOICE_SANDBOX_BALANCE, a lot, an amount such as 10000.00",
    "INVOICE_PAYMENTS, both, line or invoice",
    "INVOICE_PAYMENTS_PER_SECOND, 0, 'a number above 0 and up to 10000, such as 2 or 0.5'",
    "INVOICE_LEDGER, pay?mode=memory, the path of a file without a question mark",
    "TEMPORAL_TLS, 1, true or false"
  })
  void wrongSetting_isReportedInOneLine_namingVariableValueAndFormat_andExitsWith2(
      String name, String value, String format) throws Exception {
    try (var worker = JarProcess.startAlone(PackagedJar.worker(), Map.of(name, value))) {
      assertThat(worker.exitStatus()).isEqualTo(2);
      assertThat(worker.stdout()).isEmpty();
      assertThat(worker.stderr())
          .singleElement()
          .asString()
          .startsWith("invoice-worker: %s is \"%s\" but must be %s".formatted(name, value, format));
    }
  }

  @Test
  void argument_isRefusedInOneLine_andExitsWith2() throws Exception {
    List<String> command = new ArrayList<>(PackagedJar.worker().command());
    command.add("--help");
    try (var worker = JarProcess.start(new ProcessBuilder(command))) {
      assertThat(worker.exitStatus()).isEqualTo(2);
      assertThat(worker.stdout()).isEmpty();
      assertThat(worker.stderr()).singleElement().asString().contains("takes no arguments");
    }
  }

  @Test
  void check_printsATable_andStartsNothing() throws Exception {
    try (var check = JarProcess.startAlone(PackagedJar.worker(), Map.of(), "--check")) {
      assertThat(check.exitStatus(Duration.ofSeconds(10))).isEqualTo(1);
      assertThat(check.stdout())
          .anyMatch(line -> line.contains(" Ledger "))
          .anyMatch(line -> line.contains(" Temporal ") && line.contains("Start Temporal"))
          .noneMatch(READY::equals);
    }
  }

  private static JarProcess startWorker(InvoiceStack stack, Map<String, String> settings)
      throws Exception {
    return JarProcess.start(stack.temporal().workerCommand(settings));
  }

  private static void assertNoStackTrace(List<String> log) {
    assertThat(log).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
  }

  private static String invoice(String id) {
    return """
        {"id": "%s", "lines": [{"item": "Desk", "amount": 10}, {"item": "Chair", "amount": 5}]}"""
        .formatted(id);
  }
}
