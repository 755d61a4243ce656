package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.WorkerProcess;
import dev.invoices.testkit.stripe.StripeFault;
import dev.invoices.testkit.stripe.StripeMoment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Money moves through a stand-in of Stripe that fails, while workers and Temporal are killed at
 * exact moments of payments: Stripe has one transfer for each line. {@code -Dseed=n} repeats a run.
 */
@Tag("real-server")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class StripeCrashIT {

  /** How many kills and faults the full suite has at least. */
  private static final int ENOUGH = 200;

  private static final int KILLS = CrashTemporal.FULL ? 4 : 2;
  private static final int FAULTS_OF_AN_INVOICE = 4;
  private static final int LONGEST_DELAY_MILLIS = 6_000;

  /** Shorter than Temporal waits for a heartbeat, to longer than a round may be sent late. */
  private static final int SHORTEST_FREEZE_MILLIS = 4_000;

  private static final int LONGEST_FREEZE_MILLIS = 12_000;

  /** What a payment gets over within seconds. */
  private static final List<StripeFault> PASSING =
      List.of(
          StripeFault.CUT_BEFORE_COMMIT,
          StripeFault.CUT_AFTER_COMMIT,
          StripeFault.ERROR_AFTER_COMMIT,
          StripeFault.HALF_AN_ANSWER,
          StripeFault.RATE_LIMITED,
          StripeFault.KEY_REFUSED,
          StripeFault.SLOW);

  private static final StripeTally WORKER = new StripeTally("the worker is killed");
  private static final StripeTally ONE_OF_TWO =
      new StripeTally("one of two workers is killed or frozen");
  private static final StripeTally TEMPORAL_ITSELF = new StripeTally("Temporal is killed");
  private static final StripeTally A_DAY_LATER =
      new StripeTally("the next worker comes when the keys are forgotten");
  private static final List<StripeTally> ALL =
      List.of(WORKER, ONE_OF_TWO, TEMPORAL_ITSELF, A_DAY_LATER);

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(3);

  /** One that is killed would disturb the scenarios beside it. */
  @RegisterExtension static final CrashTemporal MORTAL = new CrashTemporal(1);

  @AfterAll
  static void nothingPaidTwice_nothingLost() {
    System.out.println(StripeTally.table(ALL));
    assertThat(ALL).allMatch(tally -> tally.paidTwice.get() == 0 && tally.lost.get() == 0);
    if (CrashTemporal.FULL) {
      assertThat(ALL.stream().mapToInt(StripeTally::blows).sum())
          .as("kills and faults")
          .isGreaterThanOrEqualTo(ENOUGH);
    }
  }

  private static IntStream seeds(int number) {
    int first = Integer.getInteger("seed", (int) (System.currentTimeMillis() / 1000));
    return IntStream.range(first, first + (CrashTemporal.FULL ? number : 1));
  }

  static IntStream seedsOfOneWorker() {
    return seeds(4);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seedsOfOneWorker")
  void workerKilledInPayments_eachIsPaidOnce(int seed) throws Exception {
    Random random = new Random(seed);
    try (StripeTrial trial = new StripeTrial(TEMPORAL.newScenario(), WORKER)) {
      // A payment waits 20 s for an answer, so that there is one of these in a scenario.
      trial.fail(StripeFault.ANSWER_DROPPED, CrashTemporal.FULL ? 1 : 0, Duration.ZERO);
      for (int kill = 0; kill < KILLS; kill++) {
        planFaults(trial, random);
        WorkerProcess worker = trial.worker();
        trial.strikeAt(moment(seed + kill), nth(random), () -> trial.kill(worker));
        trial.pay();
        trial.awaitStrike();
      }
      trial.worker();
      trial.assertPaidOnce();
    }
  }

  static IntStream seedsOfTwoWorkers() {
    return seeds(3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seedsOfTwoWorkers")
  void oneOfTwoWorkersKilledOrFrozen_eachIsPaidOnce(int seed) throws Exception {
    Random random = new Random(seed);
    try (StripeTrial trial = new StripeTrial(TEMPORAL.newScenario(), ONE_OF_TWO)) {
      List<WorkerProcess> workers = new ArrayList<>(List.of(trial.worker(), trial.worker()));
      for (int blow = 0; blow < KILLS; blow++) {
        planFaults(trial, random);
        WorkerProcess victim = workers.remove(random.nextInt(workers.size()));
        boolean freezes = blow % 2 == 1;
        trial.strikeAt(
            moment(seed + blow), nth(random), freezes ? victim::freeze : () -> trial.kill(victim));
        trial.pay();
        trial.awaitStrike();
        if (freezes) {
          park(SHORTEST_FREEZE_MILLIS, LONGEST_FREEZE_MILLIS, random);
          victim.thaw();
        }
        workers.add(freezes ? victim : trial.worker());
      }
      trial.assertPaidOnce();
    }
  }

  static IntStream seedsOfTemporal() {
    return seeds(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seedsOfTemporal")
  void temporalKilledInPayments_eachIsPaidOnce(int seed) throws Exception {
    Random random = new Random(seed);
    try (StripeTrial trial = new StripeTrial(MORTAL.newScenario(), TEMPORAL_ITSELF)) {
      trial.worker();
      for (int kill = 0; kill < KILLS; kill++) {
        planFaults(trial, random);
        CompletableFuture<Void> back = new CompletableFuture<>();
        trial.strikeAt(
            moment(seed + kill),
            nth(random),
            () -> {
              MORTAL.fixture().kill();
              TEMPORAL_ITSELF.kills.incrementAndGet();
              Totals.KILLS.incrementAndGet();
              // The approval may still be on its way, so that the test waits for Temporal.
              new Thread(() -> restart(back), "restart").start();
            });
        trial.pay();
        trial.awaitStrike();
        back.get(CrashScenario.LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
      trial.assertPaidOnce();
    }
  }

  private static void restart(CompletableFuture<Void> back) {
    try {
      MORTAL.fixture().restart();
      back.complete(null);
    } catch (IOException e) {
      back.completeExceptionally(e);
    }
  }

  static Stream<Arguments> lastMoments() {
    Stream<Arguments> some =
        Stream.of(Arguments.of(StripeFault.CUT_AFTER_COMMIT, StripeMoment.MADE));
    Stream<Arguments> more =
        Stream.of(
            Arguments.of(StripeFault.CUT_BEFORE_COMMIT, StripeMoment.RECEIVED),
            Arguments.of(StripeFault.CUT_BEFORE_COMMIT, StripeMoment.SEARCHED),
            Arguments.of(StripeFault.ERROR_BEFORE_COMMIT, StripeMoment.OVER),
            Arguments.of(StripeFault.ERROR_AFTER_COMMIT, StripeMoment.OVER),
            Arguments.of(StripeFault.ANSWER_DROPPED, StripeMoment.MADE),
            Arguments.of(StripeFault.HALF_AN_ANSWER, StripeMoment.MADE));
    return CrashTemporal.FULL ? Stream.concat(some, more) : some;
  }

  @ParameterizedTest(name = "{0}, killed when {1}")
  @MethodSource("lastMoments")
  void keysForgottenBeforeTheNextWorkerComes_eachIsPaidOnce(StripeFault fault, StripeMoment last)
      throws Exception {
    try (StripeTrial trial = new StripeTrial(TEMPORAL.newScenario(), A_DAY_LATER)) {
      trial.fail(fault, StripeTrial.LINES, Duration.ZERO);
      WorkerProcess worker = trial.worker();
      trial.strikeAt(last, StripeTrial.LINES, () -> trial.kill(worker));
      trial.pay();
      trial.awaitStrike();

      trial.letADayPass();

      trial.worker();
      trial.assertPaidOnce();
    }
  }

  private static void planFaults(StripeTrial trial, Random random) {
    for (int fault = 0; fault < FAULTS_OF_AN_INVOICE; fault++) {
      trial.fail(
          PASSING.get(random.nextInt(PASSING.size())),
          1,
          Duration.ofMillis(random.nextInt(LONGEST_DELAY_MILLIS)));
    }
  }

  /** All of them in turn. */
  private static StripeMoment moment(int turn) {
    List<StripeMoment> moments = List.copyOf(EnumSet.allOf(StripeMoment.class));
    return moments.get(Math.floorMod(turn, moments.size()));
  }

  /** Each line of an invoice has every moment at least once. */
  private static int nth(Random random) {
    return 1 + random.nextInt(StripeTrial.LINES);
  }

  private static void park(int atLeastMillis, int atMostMillis, Random random) {
    int millis = atLeastMillis + random.nextInt(atMostMillis - atLeastMillis);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
