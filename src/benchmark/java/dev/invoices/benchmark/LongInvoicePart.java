package dev.invoices.benchmark;

import static dev.invoices.benchmark.Goal.atLeast;
import static dev.invoices.benchmark.Goal.atMost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.testkit.WorkerProcess;
import java.util.Map;

/** Invoices of very many lines, without a pause between the payments. */
final class LongInvoicePart implements Part {

  private static final int SHORT_LINES = 100;
  private static final int LINES = 500;
  private static final int MOST_LINES = 10_000;
  private static final int ROUNDS = 3;
  private static final int LOOK_EVERY_MILLIS = 1_000;
  private static final Goal SEVERAL_AT_A_TIME = atLeast(6);
  private static final Goal FLAT = atMost(1.2);
  private static final Goal SNAPSHOT = atMost(64);
  private static final Goal LOOK = atMost(200);

  private final Timings looks = new Timings();
  private int longestAnswer;

  @Override
  public void measure(Site site, Report report) throws Exception {
    report.progress("%d lines, one and sixteen in flight".formatted(LINES));
    WorkerProcess single = startWorker(site, 1);
    pay(site, SHORT_LINES);
    double one = pay(site, LINES);
    single.kill();
    startWorker(site, 16);
    pay(site, LINES);
    report.add(
        "%d lines, 16 in flight, beside 1".formatted(LINES),
        1000 / medianPay(site, LINES),
        1000 / one,
        Unit.PER_SECOND,
        SEVERAL_AT_A_TIME);
    double shortOnes = medianPay(site, SHORT_LINES);
    report.progress("%,d lines through the tools".formatted(MOST_LINES));
    report.add(
        "a line of %,d, beside a line of %d".formatted(MOST_LINES, SHORT_LINES),
        payThroughTools(site, site.startServer()),
        shortOnes,
        Unit.MILLISECONDS,
        FLAT);
    report.add(
        "%,d lines, longest status answer".formatted(MOST_LINES),
        longestAnswer / 1024.0,
        Unit.KILOBYTES,
        SNAPSHOT);
    report.add(
        "%,d lines, get_invoice_status while they are paid, p50".formatted(MOST_LINES),
        looks.median(),
        Unit.MILLISECONDS,
        LOOK);
  }

  private static WorkerProcess startWorker(Site site, int inFlight) throws Exception {
    return site.startWorker(
        Map.of(
            "INVOICE_PAYMENT_PACE",
            "PT0S",
            "INVOICE_PAYMENTS_IN_FLIGHT",
            Integer.toString(inFlight)));
  }

  private static double medianPay(Site site, int lines) throws Exception {
    Timings timings = new Timings();
    for (int round = 0; round < ROUNDS; round++) {
      timings.add(pay(site, lines));
    }
    return timings.median();
  }

  /** Milliseconds a line, from the approval to the end. */
  private static double pay(Site site, int lines) throws Exception {
    return site.pay(site.newWaitingInvoice(lines)) / lines;
  }

  /** Likewise, while a client asks for the status all the time. */
  private double payThroughTools(Site site, ServerSession server) throws Exception {
    ObjectNode invoice = site.newInvoice(MOST_LINES);
    String id = invoice.get("id").asText();
    server.submit(invoice);
    long start = System.nanoTime();
    Timings timings = new Timings();
    server.call("approve_invoice", id);
    JsonNode answer = look(server, id);
    while (answer.get("status").asText().equals("Processing payments")) {
      Thread.sleep(LOOK_EVERY_MILLIS);
      answer = look(server, id);
    }
    timings.addSince(start);
    if (answer.at("/invoice/lines_paid").asInt() != MOST_LINES) {
      throw new IllegalStateException("not every line was paid: " + answer.get("message"));
    }
    return timings.median() / MOST_LINES;
  }

  private JsonNode look(ServerSession server, String id) throws Exception {
    JsonNode[] answer = new JsonNode[1];
    looks.time(() -> answer[0] = server.call("get_invoice_status", id));
    longestAnswer = Math.max(longestAnswer, answer[0].toString().length());
    return answer[0];
  }
}
