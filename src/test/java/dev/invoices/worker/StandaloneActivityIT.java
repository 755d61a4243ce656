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
import java.sql.DriverManager;
import java.util.ArrayList;
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
                new PaymentOrigin(namespace, Optional.empty(), Optional.empty(), Optional.empty()));

        start(temporal, namespace, "proper", ExactJson.write(request));
        start(temporal, namespace, "unreadable", "[]");

        Eventually.see(
            "both refusals in the log",
            () -> log.stream().filter(line -> line.contains("Refused process_payment")).toList(),
            refusals -> refusals.size() == 2);
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
