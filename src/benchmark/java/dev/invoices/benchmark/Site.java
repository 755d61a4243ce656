package dev.invoices.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.workflow.InvoiceWorkflow;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where one part of the benchmark is measured: a real Temporal of its own with an in-memory
 * database, and what is started around it.
 */
final class Site implements Closeable {

  private final TemporalFixture temporal;
  private final Launch launch;
  private final BareClient bare;
  private final Deque<Closeable> parts = new ArrayDeque<>();
  private final AtomicInteger invoices = new AtomicInteger();

  /**
   * @param cli the {@code temporal} command
   */
  Site(Path cli, Launch launch) throws IOException {
    this.temporal = TemporalFixture.devServer(cli);
    this.launch = launch;
    this.bare = new BareClient(temporal.address());
  }

  /** The bare SDK, connected. */
  BareClient bare() {
    return bare;
  }

  Launch launch() {
    return launch;
  }

  String temporalAddress() {
    return temporal.address();
  }

  int temporalPort() {
    return temporal.port();
  }

  /** A command that talks to this Temporal. */
  ProcessBuilder command(List<String> command) {
    return temporal.serve(new ProcessBuilder(command));
  }

  /** Starts the packaged server as it is registered and begins the conversation. */
  ServerSession startServer() throws Exception {
    return startServer(command(launch.server()));
  }

  /** Starts a server with a command of its own and begins the conversation. */
  ServerSession startServer(ProcessBuilder command) throws Exception {
    ServerSession server = ServerSession.start(command);
    parts.push(server::close);
    server.initialize();
    return server;
  }

  /** Starts the packaged worker with these settings and waits until it is ready. */
  WorkerProcess startWorker(Map<String, String> settings) throws Exception {
    return startWorker(launch.worker(), settings);
  }

  /** Starts the floor's worker and waits until it is ready. */
  WorkerProcess startBareWorker() throws Exception {
    return startWorker(launch.floor(BareWorker.class), Map.of());
  }

  private WorkerProcess startWorker(List<String> command, Map<String, String> settings)
      throws Exception {
    ProcessBuilder process = command(command);
    process.environment().putAll(settings);
    WorkerProcess worker = WorkerProcess.start(process, line -> {});
    parts.push(worker::kill);
    return worker;
  }

  /** An invoice of so many lines under an id that was not used before. */
  ObjectNode newInvoice(int lines) {
    String id = "INV-" + invoices.incrementAndGet();
    ObjectNode invoice = ExactJson.mapper().createObjectNode().put("id", id);
    var array = invoice.putArray("lines");
    for (int line = 1; line <= lines; line++) {
      array
          .addObject()
          .put("item", "Item " + line)
          .put("amount", new BigDecimal("10.01"))
          .put("description", "Work done in week " + (1 + line % 52));
    }
    return invoice;
  }

  /** Submits an invoice of one line and waits until a human is asked. */
  String newWaitingInvoice() {
    return newWaitingInvoice(1);
  }

  /** Submits an invoice and waits until a human is asked. */
  String newWaitingInvoice(int lines) {
    return submit(newInvoice(lines));
  }

  /**
   * Submits an invoice and waits until a human is asked.
   *
   * @return its id
   */
  String submit(ObjectNode invoice) {
    bare.submit(invoice);
    String id = invoice.get("id").asText();
    awaitAsked(id);
    return id;
  }

  /** Milliseconds from the approval of an invoice to the end. */
  double pay(String invoiceId) throws Exception {
    Timings timings = new Timings();
    timings.time(
        () -> {
          bare.signal(invoiceId, true);
          bare.awaitEnd(invoiceId);
        });
    return timings.median();
  }

  /** Waits until a human is asked about an invoice: until a worker has looked at it. */
  void awaitAsked(String invoiceId) {
    if (!bare.look(invoiceId).get("status").equals("Awaiting approval")) {
      throw new IllegalStateException(
          InvoiceWorkflow.workflowId(invoiceId) + " does not await a decision");
    }
  }

  /** Ends everything that was started here. */
  @Override
  public void close() throws IOException {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
    bare.close();
    temporal.close();
  }
}
