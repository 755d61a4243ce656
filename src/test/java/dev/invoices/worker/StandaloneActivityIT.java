package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.activity.PaymentOrigin;
import dev.invoices.workflow.activity.PaymentRequest;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Payments that somebody requests from the command line, without any workflow. */
@Tag("real-server")
@Timeout(180)
class StandaloneActivityIT {

  /** As JSON text: what would look like a line of the log. */
  private static final String FORGED = "\"x\\n2026-11-27T00:00:00.000Z INFO Worker - FORGED\"";

  @Test
  void paymentRequestedWithoutAWorkflow_isRefusedAndPaysNothing() throws Exception {
    try (TemporalFixture temporal = TemporalFixture.devServer()) {
      assumeTrue(temporalCommand("activity", "start", "--help") == 0, "it starts no activities");
      List<String> log = new CopyOnWriteArrayList<>();
      try (var worker = WorkerProcess.start(temporal.workerCommand(Map.of()), log::add)) {
        String namespace = temporal.client().getOptions().getNamespace();
        PaymentRequest request =
            PaymentRequest.forLine(
                InvoiceSamples.valid(InvoiceSamples.BARE),
                1,
                new PaymentOrigin(
                    namespace,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));

        String proper = ExactJson.write(request);
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put("proper", proper);
        requests.put("unreadable", "[]");
        requests.put("negative", with(proper, "amount", "-5000"));
        requests.put("endless", with(proper, "amount", "1e99999999"));
        requests.put("forged", with(proper, "idempotency_key", FORGED));
        requests.put("forged item", with(proper, "item", FORGED));
        for (var each : requests.entrySet()) {
          start(temporal, namespace, each.getKey(), each.getValue());
        }

        Eventually.see(
            "all refusals in the log",
            () -> log.stream().filter(line -> line.contains("Refused process_payment")).toList(),
            refusals -> refusals.size() == requests.size());
        assertThat(requests.keySet())
            .allSatisfy(
                id -> assertThat(log).anyMatch(line -> line.contains("activity id \"" + id + '"')));
        assertThat(log).noneMatch(line -> line.startsWith("2026") && line.endsWith("FORGED"));
        assertThat(log).anyMatch(line -> line.contains("its amount must be greater than zero"));
        assertThat(Files.size(temporal.ledger())).isLessThan(1_000_000);
        assertThat(log)
            .anySatisfy(
                line ->
                    assertThat(line)
                        .contains(
                            "Refused process_payment: only the workflow of the invoice may ask, for invoice \"INV-7\". It was asked by no workflow, with the activity id \"proper\""));
        assertThat(payments(temporal)).isZero();
        assertThat(worker.isAlive()).isTrue();
      }
    }
  }

  /** The request with another value of a field, as JSON text. */
  private static String with(String request, String field, String value) throws Exception {
    String before = ExactJson.mapper().readTree(request).get(field).toString();
    return request.replace(
        "\"%s\":%s".formatted(field, before), "\"%s\":%s".formatted(field, value));
  }

  private static void start(
      TemporalFixture temporal, String namespace, String activityId, String input)
      throws Exception {
    int status =
        temporalCommand(
            "activity",
            "start",
            "--address",
            temporal.address(),
            "--namespace",
            namespace,
            "--activity-id",
            activityId,
            "--type",
            "process_payment",
            "--task-queue",
            InvoiceWorkflow.TASK_QUEUE,
            "--start-to-close-timeout",
            "10s",
            "--input",
            input);
    assertThat(status).isZero();
  }

  private static int temporalCommand(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, TemporalFixture.cliOnPath().orElseThrow().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static int payments(TemporalFixture temporal) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + temporal.ledger());
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM payments")) {
      return row.getInt(1);
    }
  }
}
