package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider that takes only so many payments a second, and two workers that pay without pause. */
@Tag("real-server")
@Tag("patient")
@Timeout(120)
class PaymentsPerSecondIT {

  private static final int LINES = 16;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "INVOICE_PAYMENT_PACE", "PT0S",
          "INVOICE_PAYMENTS_IN_FLIGHT", "16",
          "INVOICE_PAYMENTS_PER_SECOND", "2");

  @Test
  void limitOfTheTaskQueue_slowsThePaymentsOfAllWorkers() throws Exception {
    try (TemporalFixture temporal = TemporalFixture.devServer();
        WorkerProcess one = temporal.startWorker(SETTINGS);
        WorkerProcess two = temporal.startWorker(SETTINGS);
        McpTools tools = McpTools.start(temporal::serve, "claude-ai")) {
      assertThat(List.of(one, two)).allMatch(WorkerProcess::isAlive);
      tools.submit(invoice());
      tools.awaitStatus("RATE-1", "Awaiting approval");

      tools.approve("RATE-1");
      tools.awaitStatus("RATE-1", "Completed");

      List<Instant> paid = paidAt(temporal);
      assertThat(paid).hasSize(LINES);
      // At two a second they take eight; each of the queue's four partitions lets some go at once.
      assertThat(Duration.between(paid.get(0), paid.get(LINES - 1)))
          .as("paid at %s", paid)
          .isGreaterThan(Duration.ofMillis(1_800));
    }
  }

  private static String invoice() {
    String lines =
        IntStream.rangeClosed(1, LINES)
            .mapToObj("{\"item\": \"Part %d\", \"amount\": 1}"::formatted)
            .collect(Collectors.joining(","));
    return "{\"id\": \"RATE-1\", \"vendor\": \"V\", \"lines\": [%s]}".formatted(lines);
  }

  private static List<Instant> paidAt(TemporalFixture temporal) throws Exception {
    List<Instant> times = new ArrayList<>();
    try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + temporal.ledger());
        Statement statement = ledger.createStatement();
        ResultSet row = statement.executeQuery("SELECT paid_at FROM payments ORDER BY paid_at")) {
      while (row.next()) {
        times.add(Instant.parse(row.getString(1)));
      }
    }
    return times;
  }
}
