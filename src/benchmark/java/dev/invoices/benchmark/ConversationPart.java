package dev.invoices.benchmark;

import static dev.invoices.benchmark.Goal.atMost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.client.InvoiceClient;
import dev.invoices.client.KnownRuns;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.reading.InvoiceReader;
import dev.invoices.invoice.reading.InvoiceSource;
import dev.invoices.testkit.CountedCalls;
import java.util.Map;
import java.util.UUID;

/**
 * One whole conversation: submit, ask for the status, approve, ask until the invoice is paid. How
 * often each tool goes to Temporal, and how long it all takes beside bare calls of the SDK.
 */
final class ConversationPart implements Part {

  private static final int WARM_UP = 30;
  private static final int ROUNDS = 60;
  private static final KnownRuns RUNS = new KnownRuns();
  private static final Map<String, String> NO_PAUSE = Map.of("INVOICE_PAYMENT_PACE", "PT0S");

  @Override
  public void measure(Site site, Report report) throws Exception {
    site.startWorker(NO_PAUSE);
    count(site, report);
    report.progress("%d whole conversations, each beside its bare calls".formatted(ROUNDS));
    ServerSession server = site.startServer();
    play(site, server, WARM_UP, new Timings(), new Timings());
    Timings ours = new Timings();
    Timings bare = new Timings();
    play(site, server, ROUNDS, ours, bare);
    report.add(
        "a whole conversation, p50, beside bare calls",
        ours.median(),
        bare.median(),
        Unit.MILLISECONDS,
        atMost(1.5));
  }

  private static void play(Site site, ServerSession server, int rounds, Timings ours, Timings bare)
      throws Exception {
    for (int round = 0; round < rounds; round++) {
      ObjectNode invoice = site.newInvoice(1);
      ours.time(() -> converse(server, invoice));
      ObjectNode other = site.newInvoice(1);
      bare.time(() -> converse(site.bare(), other));
    }
  }

  private static void count(Site site, Report report) throws Exception {
    report.progress("the calls to Temporal of each tool");
    try (CountedCalls calls = CountedCalls.connect(site.temporalAddress())) {
      Invoice invoice = InvoiceReader.read(site.newInvoice(1), InvoiceSource.TOOL_CALL);
      int process = calls.during(() -> begin(calls).submit(invoice)).size();
      int status = calls.during(() -> begin(calls).find(invoice.id())).size();
      DecisionSignal anna =
          new DecisionSignal("anna", "benchmark", "", UUID.randomUUID().toString(), "");
      int approve = calls.during(() -> begin(calls).decide(invoice.id(), true, anna)).size();
      report.add("process_invoice, calls to Temporal", process, Unit.CALLS, atMost(2));
      report.add("get_invoice_status, calls to Temporal", status, Unit.CALLS, atMost(2));
      report.add("approve_invoice, calls to Temporal", approve, Unit.CALLS, atMost(3));
    }
  }

  private static InvoiceClient begin(CountedCalls calls) {
    return InvoiceClient.begin(calls.connection(), RUNS);
  }

  private static void converse(ServerSession server, ObjectNode invoice) throws Exception {
    String id = invoice.get("id").asText();
    server.submit(invoice);
    server.call("get_invoice_status", id);
    server.call("approve_invoice", id);
    while (!isCompleted(server.call("get_invoice_status", id))) {
      Thread.onSpinWait();
    }
  }

  private static boolean isCompleted(JsonNode result) {
    return result.path("status").asText().equals("Completed");
  }

  private static void converse(BareClient bare, ObjectNode invoice) {
    String id = invoice.get("id").asText();
    bare.submit(invoice);
    bare.query(id);
    bare.signal(id, true);
    while (!bare.query(id).get("status").equals("Completed")) {
      Thread.onSpinWait();
    }
  }
}
