package dev.invoices.benchmark;

import static dev.invoices.benchmark.Goal.atMost;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.testkit.DelayedLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Many calls in flight at a time, each about another invoice. */
final class CrowdPart implements Part {

  private static final String STATUS = "get_invoice_status";
  private static final int CALLS = 50;
  private static final int WARM_UP = 10;
  private static final int ROUNDS = 20;
  private static final Duration WAY = Duration.ofMillis(100);
  private static final Goal P99 = atMost(3);
  private static final Goal SLOWEST = atMost(1.5);

  @Override
  public void measure(Site site, Report report) throws Exception {
    report.progress("%d calls in flight, %d times".formatted(CALLS, ROUNDS));
    site.startWorker(Map.of());
    List<String> ids = new ArrayList<>();
    while (ids.size() < CALLS) {
      ids.add(site.newWaitingInvoice());
    }
    near(site, ids, report);
    far(site, ids, report);
  }

  /** Temporal beside us: all of them compete for this machine. */
  private static void near(Site site, List<String> ids, Report report) throws Exception {
    Timings ours = new Timings();
    Timings floor = new Timings();
    ExecutorService threads = Executors.newFixedThreadPool(CALLS);
    ServerSession server = site.startServer();
    try {
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        boolean counts = round >= WARM_UP;
        atOnce(server, ids, counts ? ours : new Timings());
        atOnce(site.bare(), threads, ids, counts ? floor : new Timings());
      }
    } finally {
      threads.shutdown();
    }
    report.add(
        "%d in flight, p99, beside p50 of bare calls".formatted(CALLS),
        ours.percentile(99),
        floor.median(),
        Unit.MILLISECONDS,
        P99);
  }

  /** Temporal far away: they only wait, and none of them for another. */
  private static void far(Site site, List<String> ids, Report report) throws Exception {
    try (DelayedLink link = new DelayedLink(site.temporalPort(), WAY)) {
      ProcessBuilder command = site.command(site.launch().server());
      command.environment().put("TEMPORAL_ADDRESS", link.address());
      ServerSession server = site.startServer(command);
      for (int round = 0; round < WARM_UP; round++) {
        atOnce(server, ids, new Timings());
      }
      Timings alone = new Timings();
      for (int call = 0; call < WARM_UP; call++) {
        String id = ids.get(call);
        alone.time(() -> server.call(STATUS, id));
      }
      Timings together = new Timings();
      atOnce(server, ids, together);
      report.add(
          "%d in flight, %d ms from Temporal, slowest beside one alone"
              .formatted(CALLS, WAY.toMillis()),
          together.slowest(),
          alone.median(),
          Unit.MILLISECONDS,
          SLOWEST);
    }
  }

  private static void atOnce(ServerSession server, List<String> ids, Timings timings)
      throws Exception {
    long start = System.nanoTime();
    List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
    for (String id : ids) {
      answers.add(server.send(STATUS, id).whenComplete((answer, e) -> timings.addSince(start)));
    }
    awaitAll(answers);
  }

  private static void atOnce(
      BareClient bare, ExecutorService threads, List<String> ids, Timings timings)
      throws Exception {
    long start = System.nanoTime();
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    for (String id : ids) {
      answers.add(
          CompletableFuture.runAsync(
              () -> {
                bare.look(id);
                timings.addSince(start);
              },
              threads));
    }
    awaitAll(answers);
  }

  private static void awaitAll(List<? extends CompletableFuture<?>> answers) throws Exception {
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
  }
}
