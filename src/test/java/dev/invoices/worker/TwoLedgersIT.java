package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PendingActivity;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers of one task queue, each with a ledger of its own: no line is paid in both. */
@Tag("real-server")
@Timeout(240)
@Tag("patient")
class TwoLedgersIT {

  private static final int INVOICES = 10;
  private static final int LINES = 3;

  /** Several retries, each after twice the time. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(120);

  private static TemporalFixture temporal;
  private static McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer();
    tools = McpTools.start(temporal::serve, "claude-ai");
  }

  @AfterAll
  static void stop() throws Exception {
    if (tools != null) {
      tools.close();
    }
    if (temporal != null) {
      temporal.close();
    }
  }

  @Test
  void invoicesThatBothWorkersMeet_arePaidOnceOverBothLedgers() throws Exception {
    try (WorkerProcess one = worker("one.db");
        WorkerProcess two = worker("two.db")) {
      assertThat(List.of(one, two)).allMatch(WorkerProcess::isAlive);
      List<String> ids = IntStream.rangeClosed(1, INVOICES).mapToObj(n -> "BOTH-" + n).toList();
      for (String id : ids) {
        submit(id);
      }
      for (String id : ids) {
        tools.awaitStatus(id, "Awaiting approval");
        tools.approve(id);
      }
      for (String id : ids) {
        Eventually.see(
            "the end of " + id,
            CLOSE_LIMIT,
            () -> tools.status(id).status(),
            status -> status.equals("Completed"));
      }

      List<String> paid = Stream.concat(paid("one.db").stream(), paid("two.db").stream()).toList();
      assertThat(paid).doesNotHaveDuplicates().hasSize(INVOICES * LINES);
    }
  }

  @Test
  void onlyTheWrongWorkerRuns_theStatusNamesBothLedgersAndNothingIsPaid() throws Exception {
    awaitApproval("WRONG-1");
    try (WorkerProcess wrong = worker("other.db")) {
      tools.approve("WRONG-1");

      assertBothLedgersAreNamed("WRONG-1", "Line 1");
      assertThat(paid("other.db")).isEmpty();
      assertThat(wrong.isAlive()).isTrue();
    }
    try (WorkerProcess first = worker("first.db")) {
      awaitEnd("WRONG-1", "Completed");
      assertThat(first.isAlive()).isTrue();
      assertThat(paid("first.db")).filteredOn(line -> line.startsWith("WRONG-1/")).hasSize(LINES);
      assertThat(paid("other.db")).isEmpty();
    }
  }

  @Test
  void onlyTheWrongWorkerRuns_aRejectionWaitsAndSaysForWhat() throws Exception {
    awaitApproval("WRONG-2");
    try (WorkerProcess wrong = worker("other.db")) {
      tools.reject("WRONG-2");

      assertBothLedgersAreNamed("WRONG-2", "The ledger was asked what was paid");
      assertThat(tools.status("WRONG-2").status()).isEqualTo("Checking payments");
      assertThat(wrong.isAlive()).isTrue();
    }
    try (WorkerProcess first = worker("first.db")) {
      awaitEnd("WRONG-2", "Rejected by approver");
      assertThat(first.isAlive()).isTrue();
    }
  }

  /** Whether a payment has really ended as was reported, only its ledger can tell. */
  @Test
  void onlyTheWrongWorkerRuns_aPaymentThatHasEndedWaitsAndTheStatusSaysForWhat() throws Exception {
    awaitApproval("WRONG-3");
    try (WorkerProcess wrong = worker("other.db")) {
      tools.approve("WRONG-3");
      assertBothLedgersAreNamed("WRONG-3", "Line 1");

      endByHand("invoice-WRONG-3");

      assertBothLedgersAreNamed("WRONG-3", "A worker has tried to process this invoice");
      assertThat(tools.status("WRONG-3").content().path("failure_reason").asText())
          .contains("first.db", "other.db");
      assertThat(paid("other.db")).isEmpty();
      assertThat(wrong.isAlive()).isTrue();
    }
    try (WorkerProcess first = worker("first.db")) {
      awaitEnd("WRONG-3", "Payment declined - awaiting decision");
      assertThat(first.isAlive()).isTrue();
    }
  }

  @Test
  void fileOfTheLedgerWasDeleted_theStatusSaysWhatToDo() throws Exception {
    try (WorkerProcess before = worker("lost.db")) {
      submit("LOST-1");
      tools.awaitStatus("LOST-1", "Awaiting approval");
      assertThat(before.isAlive()).isTrue();
    }
    for (String part : List.of("lost.db", "lost.db-wal", "lost.db-shm")) {
      Files.deleteIfExists(temporal.file(part));
    }
    try (WorkerProcess after = worker("lost.db")) {
      tools.reject("LOST-1");

      Eventually.see(
          "the reason in the status",
          CLOSE_LIMIT,
          () -> tools.status("LOST-1").text(),
          text ->
              text.contains("the ledger was replaced")
                  && text.contains("Restore it from a backup"));
      assertThat(tools.status("LOST-1").status()).isEqualTo("Checking payments");
      ToolReply other =
          tools.submit(
              """
              {"id": "LOST-1", "vendor": "V", "lines": [{"item": "D", "amount": 7}]}""");
      assertThat(other.code()).isEqualTo("ID_IN_USE");
      assertThat(other.text()).contains("already closing").doesNotContain("reject it first");
      assertThat(after.isAlive()).isTrue();
    }
  }

  /** Submits an invoice that belongs to the first ledger. */
  private static void awaitApproval(String id) throws Exception {
    try (WorkerProcess first = worker("first.db")) {
      submit(id);
      tools.awaitStatus(id, "Awaiting approval");
      assertThat(first.isAlive()).isTrue();
    }
  }

  /** As an operator does who reports the payment as made. */
  private static void endByHand(String workflowId) {
    String payment = PendingActivity.idOf(temporal.client().newUntypedWorkflowStub(workflowId));
    temporal
        .client()
        .newActivityCompletionClient()
        .complete(
            workflowId,
            Optional.empty(),
            payment,
            Map.of("receipt", "X-1", "paid_at", "2026-01-01T00:00:00Z", "attempts", 1));
  }

  private static void assertBothLedgersAreNamed(String id, String subject) throws Exception {
    Eventually.see(
        "both files in the status",
        CLOSE_LIMIT,
        () -> tools.status(id).text().lines().toList(),
        lines ->
            lines.stream()
                .anyMatch(
                    line ->
                        line.startsWith(subject)
                            && line.contains("first.db")
                            && line.contains("other.db")));
  }

  private static void awaitEnd(String id, String status) throws Exception {
    Eventually.see("the end", CLOSE_LIMIT, () -> tools.status(id).status(), status::equals);
  }

  private static WorkerProcess worker(String ledger) throws Exception {
    return WorkerProcess.start(
        temporal.workerCommand(
            Map.of(
                "INVOICE_PAYMENT_PACE",
                "PT0S",
                "INVOICE_LEDGER",
                temporal.file(ledger).toString())),
        line -> System.out.println(ledger + " " + line));
  }

  private static void submit(String id) throws Exception {
    tools.submit(
        """
        {"id": "%s", "vendor": "V", "lines": [{"item": "A", "amount": 10.01},
          {"item": "B", "amount": 10.02}, {"item": "C", "amount": 10.03}]}"""
            .formatted(id));
  }

  /** Invoice and line of every payment in a ledger. */
  private static List<String> paid(String ledger) throws Exception {
    Path file = temporal.file(ledger);
    List<String> paid = new ArrayList<>();
    if (!Files.exists(file)) {
      return paid;
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var row =
            connection
                .createStatement()
                .executeQuery("SELECT invoice_id || '/' || line FROM payments")) {
      while (row.next()) {
        paid.add(row.getString(1));
      }
    }
    return paid;
  }
}
