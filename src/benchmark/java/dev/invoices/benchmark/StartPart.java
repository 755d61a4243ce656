package dev.invoices.benchmark;

import static dev.invoices.benchmark.Goal.atMost;

import dev.invoices.testkit.WorkerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How long after its start each program is of use, beside the start of a bare JVM. */
final class StartPart implements Part {

  private static final int ROUNDS = 11;
  private static final Goal INITIALIZE_WITH_ARCHIVE = atMost(4);
  private static final Goal INITIALIZE_WITHOUT_ARCHIVE = atMost(9);
  private static final Goal FIRST_ANSWER = atMost(12);
  private static final Goal WORKER = atMost(10);

  private final Timings hello = new Timings();
  private final Timings initialize = new Timings();
  private final Timings firstAnswer = new Timings();
  private final Timings plainInitialize = new Timings();
  private final Timings plainFirstAnswer = new Timings();
  private final Timings worker = new Timings();

  @Override
  public void measure(Site site, Report report) throws Exception {
    Launch launch = site.launch();
    report.progress("%d starts of each program, one after the other".formatted(ROUNDS));
    site.startWorker(Map.of());
    String id = site.newWaitingInvoice();
    for (int round = 0; round < ROUNDS; round++) {
      sayHello(launch.bareFloor(Hello.class));
      if (launch.serverHasArchive()) {
        startServer(site, launch.server(), id, initialize, firstAnswer);
      }
      startServer(site, launch.serverWithoutArchive(), id, plainInitialize, plainFirstAnswer);
      startWorker(site);
    }
    report(launch, report);
  }

  private void report(Launch launch, Report report) {
    double floor = hello.median();
    if (launch.serverHasArchive()) {
      add(report, "server start to initialize, with archive", initialize, INITIALIZE_WITH_ARCHIVE);
      add(report, "server start to first answer, with archive", firstAnswer, FIRST_ANSWER);
    } else {
      report.progress("no archive beside the server's jar: its start is measured without one");
      add(report, "server start to first answer, no archive", plainFirstAnswer, FIRST_ANSWER);
    }
    add(
        report,
        "server start to initialize, no archive",
        plainInitialize,
        INITIALIZE_WITHOUT_ARCHIVE);
    String how = launch.workerHasArchive() ? "with archive" : "no archive";
    report.add("worker start to ready, " + how, worker.median(), floor, Unit.MILLISECONDS, WORKER);
  }

  private void add(Report report, String what, Timings timings, Goal goal) {
    report.add(what, timings.median(), hello.median(), Unit.MILLISECONDS, goal);
  }

  private void sayHello(List<String> command) throws IOException {
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).start();
    try (BufferedReader lines = process.inputReader()) {
      lines.readLine();
      hello.addSince(start);
    }
    process.onExit().join();
  }

  private static void startServer(
      Site site, List<String> command, String invoiceId, Timings initialize, Timings firstAnswer)
      throws Exception {
    long start = System.nanoTime();
    try (ServerSession server = ServerSession.start(site.command(command))) {
      server.initialize();
      initialize.addSince(start);
      server.call("get_invoice_status", invoiceId);
      firstAnswer.addSince(start);
    }
  }

  private void startWorker(Site site) throws Exception {
    long start = System.nanoTime();
    WorkerProcess started = site.startWorker(Map.of());
    worker.addSince(start);
    started.kill();
  }
}
