package dev.invoices.demo;

import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** One invoice on its way through the tools, as an agent uses them. */
final class InvoiceCase {

  private static final String STATUS_TOOL = "get_invoice_status";
  private static final String UNREACHABLE = "TEMPORAL_UNREACHABLE";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  /** A payment is due every 2 to 3 s: this long without a change means that something is wrong. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final DemoInvoice invoice;
  private final McpTools tools;
  private final WorkerProcess worker;
  private final DemoOutput output;

  InvoiceCase(DemoInvoice invoice, McpTools tools, WorkerProcess worker, DemoOutput output) {
    this.invoice = invoice;
    this.tools = tools;
    this.worker = worker;
    this.output = output;
  }

  /** Submits it and waits until it is a person's turn. */
  void submit() throws DemoFailure, IOException, InterruptedException {
    call("process_invoice", Map.of("invoice_data", invoice.json()));
    output.call(STATUS_TOOL, id());
    output.answer(await(InvoiceStatus.AWAITING_APPROVAL, change -> {}).text());
  }

  /** Passes the person's decision on. */
  void decide(HumanDecision decision) throws DemoFailure, IOException, InterruptedException {
    call(decision.tool(), id());
  }

  /** Tells what happens until the invoice has come to this end. */
  void follow(InvoiceStatus end) throws DemoFailure, IOException, InterruptedException {
    ToolReply reply = await(end, output::say);
    output.call(STATUS_TOOL, id());
    output.answer(reply.text());
  }

  private void call(String tool, Map<String, Object> arguments)
      throws DemoFailure, IOException, InterruptedException {
    ToolReply reply = callOnce(tool, arguments);
    Instant start = Instant.now();
    // A machine busy with starting everything may not answer the first call in the server's time.
    while (reply.code().equals(UNREACHABLE) && start.plus(LIMIT).isAfter(Instant.now())) {
      Thread.sleep(BETWEEN_LOOKS.toMillis());
      reply = callOnce(tool, arguments);
    }
    if (reply.isError()) {
      throw new DemoFailure("%s was refused: %s".formatted(tool, reply.message()));
    }
  }

  private ToolReply callOnce(String tool, Map<String, Object> arguments) throws IOException {
    output.call(tool, arguments);
    ToolReply reply = tools.call(tool, arguments);
    output.answer(reply.text());
    return reply;
  }

  private ToolReply await(InvoiceStatus expected, Consumer<String> onChange)
      throws DemoFailure, IOException, InterruptedException {
    String seen = "";
    Instant lastChange = Instant.now();
    while (true) {
      ToolReply reply = tools.call(STATUS_TOOL, id());
      String progress = progress(reply);
      if (!progress.equals(seen)) {
        onChange.accept(progress);
        seen = progress;
        lastChange = Instant.now();
      }
      if (reply.status().equals(expected.text())) {
        return reply;
      }
      checkThatItGoesOn(expected, seen, lastChange);
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
  }

  private void checkThatItGoesOn(InvoiceStatus expected, String seen, Instant lastChange)
      throws DemoFailure {
    if (!worker.isAlive()) {
      throw new DemoFailure("The worker has ended by itself; what it wrote last is above.");
    }
    if (lastChange.plus(LIMIT).isBefore(Instant.now())) {
      throw new DemoFailure(
          "For %d seconds nothing has happened: the invoice should become \"%s\" but is still at \"%s\"."
              .formatted(LIMIT.toSeconds(), expected.text(), seen));
    }
  }

  private static String progress(ToolReply reply) {
    return reply
        .invoice()
        .map(
            details ->
                "%s: %d of %d lines paid, %s of %s"
                    .formatted(
                        reply.status(),
                        details.linesPaid(),
                        details.lineCount(),
                        details.paidAmount(),
                        details.totalAmount()))
        .orElse(reply.message());
  }

  private Map<String, Object> id() {
    return Map.of("invoice_id", invoice.invoice().id());
  }
}
