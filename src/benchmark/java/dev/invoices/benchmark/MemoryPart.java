package dev.invoices.benchmark;

import static dev.invoices.benchmark.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the server occupies after many calls of all kinds. */
final class MemoryPart implements Part {

  private static final int CALLS = 10_000;
  private static final int PEOPLE = 8;
  private static final int STATUS_CALLS = 8;
  private static final int CALLS_PER_INVOICE = STATUS_CALLS + 2;
  private static final Goal RESIDENT = atMost(130);
  private static final Goal FLAT = atMost(1.05);

  @Override
  public void measure(Site site, Report report) throws Exception {
    report.progress("%,d calls from %d people at a time".formatted(CALLS, PEOPLE));
    ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    site.startWorker(Map.of());
    ServerSession server = site.startServer();
    try {
      call(site, server, people, CALLS / 2);
      double halfWay = Memory.residentMegabytes(server.pid());
      call(site, server, people, CALLS - CALLS / 2);
      double atTheEnd = Memory.residentMegabytes(server.pid());
      report.add(
          "server, resident after %,d calls".formatted(CALLS), atTheEnd, Unit.MEGABYTES, RESIDENT);
      report.add(
          "server, resident after %,d calls, beside %,d".formatted(CALLS, CALLS / 2),
          atTheEnd,
          halfWay,
          Unit.MEGABYTES,
          FLAT);
    } finally {
      people.shutdown();
    }
  }

  private static void call(Site site, ServerSession server, ExecutorService people, int calls)
      throws Exception {
    List<Future<?>> invoices = new ArrayList<>();
    for (int invoice = 0; invoice < calls / CALLS_PER_INVOICE; invoice++) {
      invoices.add(
          people.submit(
              () -> {
                seeThrough(site, server);
                return null;
              }));
    }
    for (Future<?> invoice : invoices) {
      invoice.get();
    }
  }

  private static void seeThrough(Site site, ServerSession server) throws Exception {
    ObjectNode invoice = site.newInvoice(5);
    String id = invoice.get("id").asText();
    server.submit(invoice);
    for (int look = 0; look < STATUS_CALLS; look++) {
      server.call("get_invoice_status", id);
    }
    server.call("reject_invoice", id);
  }
}
