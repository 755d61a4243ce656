package dev.invoices.benchmark;

import static dev.invoices.benchmark.Goal.atMost;

import dev.invoices.testkit.WorkerProcess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Thousands of invoices that wait for their humans, and one of these who decides. */
final class WaitingPart implements Part {

  private static final int FEW = 1_000;
  private static final int MANY = 5_000;
  private static final int PEOPLE = 16;
  private static final int APPROVALS = 60;
  private static final Goal FLAT = atMost(1.1);
  private static final Goal AS_ALWAYS = atMost(1.5);

  @Override
  public void measure(Site site, Report report) throws Exception {
    report.progress("%,d waiting invoices".formatted(MANY));
    ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    // The payments come later, so that they do not take the machine's time from the approvals.
    WorkerProcess worker = site.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT12H"));
    ServerSession server = site.startServer();
    try {
      List<String> waiting = new ArrayList<>(submit(site, people, 2 * APPROVALS));
      approve(server, waiting, APPROVALS);
      Timings amongFew = approve(server, waiting, APPROVALS);
      waiting.addAll(submit(site, people, FEW));
      double withFew = Memory.liveMegabytes(worker.pid());
      waiting.addAll(submit(site, people, MANY - FEW));
      double withMany = Memory.liveMegabytes(worker.pid());
      Collections.shuffle(waiting, new Random(1));
      Timings amongMany = approve(server, waiting, APPROVALS);
      report.add(
          "worker, live objects with %,d waiting, beside %,d".formatted(MANY, FEW),
          withMany,
          withFew,
          Unit.MEGABYTES,
          FLAT);
      report.add(
          "approve_invoice, p50 among %,d waiting, beside among few".formatted(MANY),
          amongMany.median(),
          amongFew.median(),
          Unit.MILLISECONDS,
          AS_ALWAYS);
    } finally {
      people.shutdown();
    }
  }

  private static List<String> submit(Site site, ExecutorService people, int invoices)
      throws Exception {
    List<Callable<String>> all = new ArrayList<>();
    while (all.size() < invoices) {
      all.add(site::newWaitingInvoice);
    }
    List<String> ids = new ArrayList<>();
    for (Future<String> id : people.invokeAll(all)) {
      ids.add(id.get());
    }
    return ids;
  }

  private static Timings approve(ServerSession server, List<String> waiting, int count)
      throws Exception {
    Timings timings = new Timings();
    for (int approval = 0; approval < count; approval++) {
      String id = waiting.remove(waiting.size() - 1);
      timings.time(() -> server.call("approve_invoice", id));
    }
    return timings;
  }
}
