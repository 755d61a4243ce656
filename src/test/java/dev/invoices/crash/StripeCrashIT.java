package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.crash.Store.Place;
import dev.invoices.testkit.PostgresServer;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.testkit.stripe.StripeFault;
import dev.invoices.testkit.stripe.StripeMoment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
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
 * Money moves through a stand-in of Stripe that fails, while workers, Temporal and PostgreSQL are
 * killed at exact moments of payments: Stripe has one transfer for each line. Ledgers in files and
 * in PostgreSQL take turns. {@code -Dseed=n} repeats a run.
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

  private static final Map<String, StripeTally> TALLIES = new ConcurrentSkipListMap<>();

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(3);

  /** One that is killed would disturb the scenarios beside it. */
  @RegisterExtension static final CrashTemporal MORTAL = new CrashTemporal(1);

  @AfterAll
  static void nothingPaidTwice_nothingLost() {
    Collection<StripeTally> all = TALLIES.values();
    System.out.println(StripeTally.table(all));
    assertThat(all).allMatch(tally -> tally.paidTwice.get() == 0 && tally.lost.get() == 0);
    if (CrashTemporal.FULL) {
      assertThat(all.stream().mapToInt(StripeTally::blows).sum())
          .as("kills and faults")
          .isGreaterThanOrEqualTo(ENOUGH);
    }
  }

  private static StripeTrial trial(String blow, Place place, CrashTemporal temporal)
      throws Exception {
    return new StripeTrial(temporal.newScenario(place), tally(blow, place));
  }

  private static StripeTally tally(String blow, Place ledger) {
    return TALLIES.computeIfAbsent(blow + ", ledger in " + ledger, StripeTally::new);
  }

  private static IntStream seedNumbers(int number) {
    int first = Integer.getInteger("seed", (int) (System.currentTimeMillis() / 1000));
    return IntStream.range(first, first + (CrashTemporal.FULL ? number : 1));
  }

  private static Stream<Arguments> seeds(int number) {
    int[] seeds = seedNumbers(number).toArray();
    return IntStream.range(0, seeds.length)
        .mapToObj(turn -> Arguments.of(seeds[turn], place(turn)));
  }

  private static Place place(int turn) {
    return Place.values()[turn % Place.values().length];
  }

  static Stream<Arguments> seedsOfOneWorker() {
    return seeds(4);
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("seedsOfOneWorker")
  void workerKilledInPayments_eachIsPaidOnce(int seed, Place place) throws Exception {
    Random random = new Random(seed);
    try (StripeTrial trial = trial("the worker is killed", place, TEMPORAL)) {
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

  static Stream<Arguments> seedsOfTwoWorkers() {
    return seeds(3);
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("seedsOfTwoWorkers")
  void oneOfTwoWorkersKilledOrFrozen_thenBothKilled_eachIsPaidOnce(int seed, Place place)
      throws Exception {
    Random random = new Random(seed);
    try (StripeTrial trial =
        trial("one of two workers is killed or frozen, then both", place, TEMPORAL)) {
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
      planFaults(trial, random);
      trial.strikeAt(moment(seed + KILLS), nth(random), () -> workers.forEach(trial::kill));
      trial.pay();
      trial.awaitStrike();
      trial.worker();
      trial.worker();
      trial.assertPaidOnce();
    }
  }

  static Stream<Arguments> seedsOfTemporal() {
    return seeds(2);
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("seedsOfTemporal")
  void temporalKilledInPayments_eachIsPaidOnce(int seed, Place place) throws Exception {
    try (StripeTrial trial = trial("Temporal is killed", place, MORTAL)) {
      killInPayments(MORTAL.fixture()::kill, MORTAL.fixture()::restart, trial, seed);
    }
  }

  static IntStream seedsOfPostgres() {
    return seedNumbers(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seedsOfPostgres")
  void postgresKilledInPayments_eachIsPaidOnce(int seed) throws Exception {
    try (PostgresServer mortal = PostgresServer.start();
        StripeTrial trial =
            new StripeTrial(
                TEMPORAL.newScenario(Store.database(mortal)),
                tally("PostgreSQL is killed", Place.POSTGRESQL))) {
      killInPayments(mortal::kill, mortal::restart, trial, seed);
    }
  }

  private static void killInPayments(
      StripeTrial.Blow kill, StripeTrial.Blow restart, StripeTrial trial, int seed)
      throws Exception {
    Random random = new Random(seed);
    trial.worker();
    for (int turn = 0; turn < KILLS; turn++) {
      planFaults(trial, random);
      CompletableFuture<Void> back = new CompletableFuture<>();
      trial.strikeAt(
          moment(seed + turn),
          nth(random),
          () -> {
            kill.strike();
            trial.countKill();
            // The approval may still be on its way, so that the test waits for the restart.
            new Thread(() -> restart(restart, back), "restart").start();
          });
      trial.pay();
      trial.awaitStrike();
      back.get(CrashScenario.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    trial.assertPaidOnce();
  }

  private static void restart(StripeTrial.Blow restart, CompletableFuture<Void> back) {
    try {
      restart.strike();
      back.complete(null);
    } catch (Exception e) {
      back.completeExceptionally(e);
    }
  }

  static Stream<Arguments> lastMoments() {
    Stream<Arguments> some =
        Stream.of(Arguments.of(StripeFault.CUT_AFTER_COMMIT, StripeMoment.MADE, Place.FILE));
    Stream<Arguments> more =
        Stream.of(
            Arguments.of(StripeFault.CUT_BEFORE_COMMIT, StripeMoment.RECEIVED, Place.POSTGRESQL),
            Arguments.of(StripeFault.CUT_BEFORE_COMMIT, StripeMoment.SEARCHED, Place.FILE),
            Arguments.of(StripeFault.ERROR_BEFORE_COMMIT, StripeMoment.OVER, Place.POSTGRESQL),
            Arguments.of(StripeFault.ERROR_AFTER_COMMIT, StripeMoment.OVER, Place.FILE),
            Arguments.of(StripeFault.ANSWER_DROPPED, StripeMoment.MADE, Place.POSTGRESQL),
            Arguments.of(StripeFault.HALF_AN_ANSWER, StripeMoment.MADE, Place.FILE));
    return CrashTemporal.FULL ? Stream.concat(some, more) : some;
  }

  @ParameterizedTest(name = "{0}, killed when {1}, {2}")
  @MethodSource("lastMoments")
  void keysForgottenBeforeTheNextWorkerComes_eachIsPaidOnce(
      StripeFault fault, StripeMoment last, Place place) throws Exception {
    try (StripeTrial trial =
        trial("the keys are forgotten before the next worker comes", place, TEMPORAL)) {
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
