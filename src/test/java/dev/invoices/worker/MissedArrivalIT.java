package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An invoice arrives while the ledger is locked, and the worker stops before another comes. */
@Timeout(120)
class MissedArrivalIT {

  /** Longer than one try to lock the ledger, shorter than the pause before the next. */
  private static final long TRY_MILLIS = 2_500;

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
  void missedArrival_isRecordedBeforeTheWorkerEnds(@TempDir Path folder) throws Exception {
    String ledger = folder.resolve("ledger.db").toString();
    try (var stack = InvoiceStack.start();
        var worker =
            JarProcess.start(stack.temporal().workerCommand(Map.of("INVOICE_LEDGER", ledger)))) {
      worker.stdoutLine(0);
      McpTools tools = stack.connect("claude-ai");
      stack.warmUp(tools);
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + ledger);
          Statement statement = other.createStatement()) {
        // given an invoice that could not be recorded
        statement.execute("BEGIN IMMEDIATE");
        tools.submit("{\"id\": \"MISSED-1\", \"lines\": [{\"item\": \"Desk\", \"amount\": 10}]}");
        tools.awaitStatus("MISSED-1", "Awaiting approval");
        TimeUnit.MILLISECONDS.sleep(TRY_MILLIS);

        // when the worker is stopped, and the ledger is free again
        worker.terminate();
        Eventually.see(
            "the stop",
            worker::stderr,
            said -> said.stream().anyMatch(line -> line.contains("Stopping: finishing")));
        statement.execute("ROLLBACK");
      }
      worker.exitStatus(Duration.ofSeconds(20));

      // then it is recorded
      assertThat(recorded(ledger)).contains("MISSED-1");
    }
  }

  private static List<String> recorded(String ledger) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT invoice_id FROM arrivals")) {
      List<String> ids = new ArrayList<>();
      while (row.next()) {
        ids.add(row.getString(1));
      }
      return ids;
    }
  }
}
