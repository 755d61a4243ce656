package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.crash.Store.Place;
import dev.invoices.testkit.WorkerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 * The worker is killed at random moments of five-line payments that take about as long as it may
 * live; what it leaves is for its successors. The ledger is in a file, then in PostgreSQL: 10 kills
 * in the short form, 20 in the full one. {@code -Dseed=n} repeats the moments of a run.
 */
@Tag("real-server")
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class RandomKillsIT {

  private static final int LINES = 5;
  private static final int KILLS = 5;
  private static final int LONGEST_LIFE_MILLIS = 300;

  @RegisterExtension static final CrashTemporal TEMPORAL = new CrashTemporal(4);

  /** How many of the kills came between the first and the last payment of an invoice. */
  private static final AtomicInteger WHILE_PAYING = new AtomicInteger();

  @AfterAll
  static void someKillsMetPayments() {
    System.out.println("Random kills between two payments: " + WHILE_PAYING);
    if (CrashTemporal.FULL) {
      assertThat(WHILE_PAYING).hasPositiveValue();
    }
  }

  static Stream<Arguments> seeds() {
    int first = Integer.getInteger("seed", (int) (System.currentTimeMillis() / 1000));
    return IntStream.range(first, first + (CrashTemporal.FULL ? 2 : 1))
        .boxed()
        .flatMap(seed -> Stream.of(Place.values()).map(place -> Arguments.of(seed, place)));
  }

  @ParameterizedTest(name = "seed {0}, ledger in {1}")
  @MethodSource("seeds")
  void workerKilledAtRandomMoments_paysEveryLineOnce(int seed, Place ledger) throws Exception {
    Random random = new Random(seed);
    try (CrashScenario scenario = TEMPORAL.newScenario(ledger)) {
      List<String> ids = new ArrayList<>();
      List<Integer> payments = new ArrayList<>();
      for (int kill = 0; kill < KILLS; kill++) {
        WorkerProcess worker = scenario.worker();
        ids.add(scenario.submitAndApprove(LINES));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_LIFE_MILLIS)));
        scenario.kill(worker);
        int made = scenario.ledger(ids.get(kill)).size();
        payments.add(made);
        WHILE_PAYING.addAndGet(made > 0 && made < LINES ? 1 : 0);
      }
      System.out.printf(
          "Seed %d, ledger in %s, killed each worker after so many payments: %s%n",
          seed, ledger, payments);
      scenario.worker();
      for (String id : ids) {
        scenario.awaitEnd(id);
        scenario.audit(id, LINES).assertCompleted();
      }
    }
  }
}
