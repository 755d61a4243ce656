package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.OperatorCli;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.activity.PaymentActivities;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowNotFoundException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * People and operators act at random on a few invoices, while the worker is killed and started. 3
 * seeds; {@code -Doperators.seeds=n} makes it n, {@code -Dseed=n} says with which to begin.
 */
@Tag("real-server")
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class OperatorsIT {

  private static final int STEPS = 24;
  private static final int INVOICES = 4;

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(2);

  static IntStream seeds() {
    int first = Integer.getInteger("seed", 1);
    return IntStream.range(first, first + Integer.getInteger("operators.seeds", 3));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverIsDone_nothingIsPaidTwiceOrAfterACancellationAndTheStatusIsTheLedgers(int seed)
      throws Exception {
    Random random = new Random(seed);
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      Fuzz fuzz = new Fuzz(scenario, random, seed);
      fuzz.submitAll();
      for (int step = 0; step < STEPS; step++) {
        fuzz.act();
        Thread.sleep(random.nextInt(700));
      }
      fuzz.comeToRest();
      for (String id : fuzz.lines.keySet()) {
        fuzz.check(id);
        scenario.accountedFor(id);
      }
    }
  }

  /** What happens in one seed, and what must hold at its end. */
  private static final class Fuzz {

    private final CrashScenario scenario;
    private final Random random;
    private final OperatorCli operator;
    private final String[] settings;
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<String> acts = new ArrayList<>();
    private WorkerProcess worker;

    Fuzz(CrashScenario scenario, Random random, int seed) throws Exception {
      this.scenario = scenario;
      this.random = random;
      this.operator = new OperatorCli(scenario::serve);
      this.settings =
          new String[] {
            "INVOICE_PAYMENT_PACE=PT%dS".formatted(seed % 2),
            "INVOICE_PAYMENTS_IN_FLIGHT=%d".formatted(seed % 4 < 2 ? 1 : 3)
          };
      this.worker = scenario.worker(settings);
    }

    void submitAll() throws Exception {
      for (int n = 0; n < INVOICES; n++) {
        int count = 2 + random.nextInt(3);
        lines.put(scenario.submit(count), count);
      }
    }

    void act() throws Exception {
      String id = List.copyOf(lines.keySet()).get(random.nextInt(lines.size()));
      int what = random.nextInt(20);
      acts.add(what + " " + id);
      if (what < 7) {
        scenario.tools().approve(id);
      } else if (what < 10) {
        scenario.tools().reject(id);
      } else if (what < 13) {
        tolerate(() -> scenario.workflow(id).cancel());
      } else if (what < 14) {
        tolerate(() -> scenario.workflow(id).terminate("a test"));
      } else if (what < 17) {
        reset(id);
      } else {
        restart(id);
      }
    }

    /** One that is closed already can be neither cancelled nor terminated. */
    private void tolerate(Runnable act) {
      try {
        act.run();
      } catch (WorkflowNotFoundException closed) {
        acts.add("refused: closed");
      }
    }

    private void reset(String id) throws Exception {
      String type = random.nextBoolean() ? "FirstWorkflowTask" : "LastWorkflowTask";
      String[] options =
          random.nextBoolean() ? new String[0] : new String[] {"--reapply-exclude", "Signal"};
      try {
        operator.reset(InvoiceWorkflow.workflowId(id), type, options);
      } catch (IOException noTaskYet) {
        acts.add("refused: " + noTaskYet.getMessage());
      }
    }

    private void restart(String id) throws Exception {
      boolean cancels = random.nextBoolean();
      if (cancels) {
        scenario.tools().approve(id);
      }
      scenario.kill(worker);
      if (cancels) {
        acts.add("approved, and cancelled without a worker");
        tolerate(() -> scenario.workflow(id).cancel());
      }
      // Longer than the pause before a payment: it ends before a worker sees the cancellation.
      Thread.sleep(1200 + random.nextInt(800));
      worker = scenario.worker(settings);
    }

    /** Until every invoice is closed or waits for a decision, and no payment is in flight. */
    void comeToRest() throws Exception {
      for (String id : lines.keySet()) {
        Eventually.see(
            "rest of " + id + " after " + acts,
            CrashScenario.LIMIT,
            () -> CrashScenario.untilAnswered(() -> scenario.tools().status(id)),
            reply ->
                List.of("Awaiting approval", "Payment declined - awaiting decision")
                        .contains(reply.status())
                    || reply.content().has("closed_at"));
      }
    }

    void check(String id) throws Exception {
      List<LedgerRow> paid = scenario.ledger(id);
      assertThat(paid).extracting(LedgerRow::line).doesNotHaveDuplicates();
      assertNoPaymentBeganAfterACancellation(id);
      ToolReply reply = CrashScenario.untilAnswered(() -> scenario.tools().status(id));
      InvoiceSnapshot invoice = reply.invoice().orElseThrow();
      BigDecimal sum =
          paid.stream().map(LedgerRow::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
      if (List.of("Rejected by approver", "Approval timeout - invoice rejected")
          .contains(reply.status())) {
        assertThat(paid).as("payments of %s, rejected, after %s", id, acts).isEmpty();
      }
      // A terminated workflow cannot ask the ledger any more.
      if (!reply.status().equals("Terminated")) {
        assertThat(invoice.paid())
            .as("paid of %s, %s, after %s", id, reply.status(), acts)
            .isEqualByComparingTo(sum);
      }
    }

    /** In each run: none that was scheduled by a task that began after the cancellation. */
    private void assertNoPaymentBeganAfterACancellation(String id) {
      for (List<HistoryEvent> run : scenario.history(id).runs()) {
        long cancelled = Long.MAX_VALUE;
        long taskBegan = 0;
        for (HistoryEvent event : run) {
          if (event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED) {
            cancelled = Math.min(cancelled, event.getEventId());
          } else if (event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED) {
            taskBegan = event.getEventId();
          } else if (event.hasActivityTaskScheduledEventAttributes()
              && event
                  .getActivityTaskScheduledEventAttributes()
                  .getActivityType()
                  .getName()
                  .equals(PaymentActivities.PROCESS_PAYMENT)) {
            assertThat(taskBegan)
                .as("task that scheduled event %d of %s, after %s", event.getEventId(), id, acts)
                .isLessThan(cancelled);
          }
        }
      }
    }
  }
}
