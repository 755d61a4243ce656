package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.testkit.OperatorCli;
import dev.invoices.workflow.InvoiceWorkflow;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator ends a payment by the command line while its attempt runs and goes on to pay. */
@Tag("real-server")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class EndedByHandIT {

  private static final int LINES = 2;

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(3);

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of("fail", List.of("--reason", "no money")),
        Arguments.of(
            "complete",
            List.of(
                "--result",
                "{\"receipt\": \"SBX-invented\", \"paid_at\": \"2026-01-01T00:00:00Z\", \"attempts\": 1}")),
        Arguments.of("complete", List.of("--result", "7")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("endings")
  void attemptGoesOnAndPays_theStatusAndTheResultSayWhatTheLedgerSays(
      String command, List<String> options) throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      scenario.worker();
      String id = scenario.submitRegistered(LINES);
      String[] end =
          Stream.concat(
                  Stream.of("activity", command, "--workflow-id", InvoiceWorkflow.workflowId(id)),
                  options.stream())
              .toArray(String[]::new);

      // given an attempt that waits for the ledger
      try (Connection lock = DriverManager.getConnection("jdbc:sqlite:" + scenario.ledgerFile())) {
        lock.createStatement().execute("BEGIN IMMEDIATE");
        scenario.approve(id);
        Attempt payment = Attempt.await(scenario.workflow(id));

        // when an operator ends it, and the ledger is free again
        new OperatorCli(scenario::serve)
            .run(
                Stream.concat(Stream.of(end), Stream.of("--activity-id", payment.activityId()))
                    .toArray(String[]::new));
        lock.createStatement().execute("ROLLBACK");
      }

      // then it is shown as paid by the attempt, once
      scenario.awaitEnd(id);
      InvoiceSnapshot invoice =
          scenario.tools().awaitStatus(id, "Completed").invoice().orElseThrow();
      List<LedgerRow> ledger = scenario.ledger(id);
      assertThat(ledger).extracting(LedgerRow::line).containsExactly(1, 2);
      assertThat(invoice.lines())
          .extracting(LineSnapshot::receipt)
          .extracting(receipt -> receipt.orElse("none"))
          .isEqualTo(ledger.stream().map(LedgerRow::receipt).toList());
      scenario.accountedFor(id);
    }
  }
}
