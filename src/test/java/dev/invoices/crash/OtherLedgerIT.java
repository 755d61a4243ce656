package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.WorkerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker dies in a payment, and the next one has another ledger. */
@Tag("real-server")
@Timeout(300)
class OtherLedgerIT {

  private static final int LINES = 2;

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(1);

  @Test
  void workerKilledAfterTheLedger_nextOneWithAnotherLedgerPaysNothing() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      Path other = scenario.ledgerFile().resolveSibling("other.db");
      String id = scenario.submitAndApprove(LINES);
      scenario.awaitHalt(scenario.haltingWorker(HaltingWorker.Moment.AFTER_THE_LEDGER, id, 1));

      WorkerProcess wrong = scenario.worker("INVOICE_LEDGER=" + other);
      Eventually.see(
          "both files in the status",
          CrashScenario.LIMIT,
          () -> scenario.tools().status(id).text(),
          text ->
              text.contains(scenario.ledgerFile().toString()) && text.contains(other.toString()));
      assertThat(Store.file(other).payments(id)).isEmpty();
      scenario.kill(wrong);

      scenario.worker();
      scenario.awaitEnd(id);
      scenario.audit(id, LINES).assertCompleted();
      assertThat(Store.file(other).payments(id)).isEmpty();
    }
  }
}
