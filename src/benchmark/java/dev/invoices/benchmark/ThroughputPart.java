package dev.invoices.benchmark;

import static dev.invoices.benchmark.Goal.atLeast;

import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** How many invoices of one line are paid in a second, beside a workflow that does nothing else. */
final class ThroughputPart implements Part {

  private static final int WORKFLOWS = 150;
  private static final int ROUNDS = 7;
  private static final int PEOPLE = 16;
  private static final Goal AS_BARE = atLeast(0.9);

  private final ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
  private final Timings paying = new Timings();
  private final Timings bare = new Timings();
  private final Timings whole = new Timings();
  private final Timings bareWithSignal = new Timings();

  @Override
  public void measure(Site site, Report report) throws Exception {
    report.progress("%d times %d invoices of one line".formatted(ROUNDS, WORKFLOWS));
    site.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
    site.startBareWorker();
    try {
      for (int round = 0; round <= ROUNDS; round++) {
        payWaiting(site, round == 0 ? new Timings() : paying);
        runBare(site, round == 0 ? new Timings() : bare);
        submitAndPay(site, round == 0 ? new Timings() : whole);
        runBareWithSignal(site, round == 0 ? new Timings() : bareWithSignal);
      }
    } finally {
      people.shutdown();
    }
    add(report, "one-line invoices, approved to paid, beside bare workflows", paying, bare);
    add(
        report,
        "one-line invoices, submitted to paid, beside bare with a signal",
        whole,
        bareWithSignal);
  }

  private static void add(Report report, String what, Timings ours, Timings floor) {
    report.add(what, perSecond(ours), perSecond(floor), Unit.PER_SECOND, AS_BARE);
  }

  private static double perSecond(Timings ofAll) {
    return WORKFLOWS / (ofAll.median() / 1000);
  }

  /** Humans have to decide about all of them and do so now. */
  private void payWaiting(Site site, Timings timings) throws Exception {
    List<String> ids = forEach(() -> site.newWaitingInvoice());
    timings.time(
        () -> {
          List<Callable<Void>> payments = new ArrayList<>();
          for (String id : ids) {
            payments.add(
                () -> {
                  site.bare().signal(id, true);
                  site.bare().awaitEnd(id);
                  return null;
                });
          }
          awaitAll(people.invokeAll(payments));
        });
  }

  private void runBare(Site site, Timings timings) throws Exception {
    timings.time(
        () ->
            forEach(
                () -> {
                  WorkflowStub workflow = newBareWorkflow(site);
                  workflow.start(false);
                  return workflow.getResult(1, TimeUnit.MINUTES, String.class);
                }));
  }

  private void submitAndPay(Site site, Timings timings) throws Exception {
    timings.time(
        () ->
            forEach(
                () -> {
                  var invoice = site.newInvoice(1);
                  String id = invoice.get("id").asText();
                  site.bare().submit(invoice);
                  site.bare().signal(id, true);
                  site.bare().awaitEnd(id);
                  return id;
                }));
  }

  private void runBareWithSignal(Site site, Timings timings) throws Exception {
    timings.time(
        () ->
            forEach(
                () -> {
                  WorkflowStub workflow = newBareWorkflow(site);
                  workflow.start(true);
                  workflow.signal("go");
                  return workflow.getResult(1, TimeUnit.MINUTES, String.class);
                }));
  }

  private static WorkflowStub newBareWorkflow(Site site) {
    return site.bare()
        .client()
        .newUntypedWorkflowStub(
            "BareWorkflow",
            WorkflowOptions.newBuilder().setTaskQueue(BareWorkflow.TASK_QUEUE).build());
  }

  private <T> List<T> forEach(Callable<T> work) throws Exception {
    List<Callable<T>> all = new ArrayList<>();
    while (all.size() < WORKFLOWS) {
      all.add(work);
    }
    return awaitAll(people.invokeAll(all));
  }

  private static <T> List<T> awaitAll(List<Future<T>> futures) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }
}
