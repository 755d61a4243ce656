package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.WorkerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker is killed at every step of a five-line payment, and another one continues. */
@Tag("real-server")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class WorkerKilledIT {

  private static final int LINES = 5;
  private static final String PACE = "INVOICE_PAYMENT_PACE=PT3S";

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(4);

  @Test
  void workerKilledWhileWaiting_nextOneTakesTheApproval() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      WorkerProcess worker = scenario.worker();
      String id = scenario.submit(LINES);
      scenario.tools().awaitStatus(id, "Awaiting approval");

      scenario.kill(worker);
      scenario.approve(id);

      scenario.worker();
      assertCompleted(scenario, id);
    }
  }

  @ParameterizedTest(name = "before line {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void workerKilledInAPause_nextOnePaysTheRest(int line) throws Exception {
    killWhen("pause before " + line, history -> history.isInPauseBefore(line), line - 1);
  }

  /** Kills the worker at a moment at which so many lines are paid; the next one pays the rest. */
  private static void killWhen(String wanted, Predicate<PaidHistory> isWanted, int paid)
      throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      WorkerProcess worker = scenario.worker(PACE);
      String id = scenario.submitAndApprove(LINES);
      scenario.awaitHistory(id, wanted, isWanted);

      scenario.kill(worker);

      assertThat(scenario.ledger(id)).hasSize(paid);
      scenario.worker();
      assertCompleted(scenario, id);
    }
  }

  static Stream<Arguments> momentsOfEachPayment() {
    return EnumSet.complementOf(EnumSet.of(HaltingWorker.Moment.NEVER)).stream()
        .flatMap(
            moment -> IntStream.rangeClosed(1, LINES).mapToObj(line -> Arguments.of(moment, line)));
  }

  @ParameterizedTest(name = "{0} of line {1}")
  @MethodSource("momentsOfEachPayment")
  void workerKilledInAPayment_nextOneMakesOrConfirmsIt(HaltingWorker.Moment moment, int line)
      throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      String id = scenario.submitAndApprove(LINES);
      WorkerProcess worker = scenario.haltingWorker(moment, id, line);
      scenario.awaitHalt(worker);

      boolean written = moment == HaltingWorker.Moment.AFTER_THE_LEDGER;
      assertThat(scenario.ledger(id)).as("when it died").hasSize(written ? line : line - 1);
      assertThat(scenario.history(id).paid()).as("when it died").hasSize(line - 1);

      scenario.worker();
      Audit audit = assertCompleted(scenario, id);
      assertThat(audit.history().paid().get(line - 1).attempts()).isEqualTo(2);
    }
  }

  @ParameterizedTest(name = "line {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void workerKilledAfterAPayment_nextOnePaysTheRest(int line) throws Exception {
    killWhen("payment of " + line, history -> history.paid().size() >= line, line);
  }

  @Test
  void workerThatDiedInAPayment_isNoticedByItsHeartbeat_withinSeconds() throws Exception {
    try (CrashScenario scenario = TEMPORAL.newScenario()) {
      // given a worker that dies in the third payment
      String id = scenario.submitAndApprove(LINES);
      WorkerProcess dying =
          scenario.haltingWorker(HaltingWorker.Moment.BEFORE_THE_LEDGER, id, 3, PACE);
      scenario.awaitHalt(dying);

      // when nobody says that it has died, then Temporal notices by itself, long before 30 s
      Instant died = Instant.now();
      Eventually.see(
          "a second attempt",
          CrashScenario.LIMIT,
          () -> scenario.workflow(id).describe().getRawDescription().getPendingActivities(0),
          payment -> payment.getAttempt() == 2);
      assertThat(Duration.between(died, Instant.now())).isLessThan(Duration.ofSeconds(15));

      // and because the heartbeat was missing
      scenario.worker();
      var retried = assertCompleted(scenario, id).history().events("ACTIVITY_TASK_STARTED").get(2);
      assertThat(
              retried
                  .getActivityTaskStartedEventAttributes()
                  .getLastFailure()
                  .getTimeoutFailureInfo()
                  .getTimeoutType()
                  .name())
          .isEqualTo("TIMEOUT_TYPE_HEARTBEAT");
    }
  }

  static Audit assertCompleted(CrashScenario scenario, String id) throws Exception {
    scenario.awaitEnd(id);
    Audit audit = scenario.audit(id, LINES);
    audit.assertCompleted();
    assertThat(scenario.tools().status(id).status()).isEqualTo("Completed");
    return audit;
  }
}
