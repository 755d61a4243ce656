package dev.invoices.demo;

import dev.invoices.invoice.Invoice;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.text.LineCount;
import dev.invoices.workflow.InvoiceWorkflow;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs the whole job with the packaged jars: an agent submits an invoice, a person decides,
 * Temporal carries it out. {@code mvn -q -Pdemo} runs it.
 *
 * <p>Exits with 0 when the invoice ended as decided; with 1 and a sentence on standard error when
 * anything went wrong, or when the person made no decision.
 */
public final class Demo {

  private static final Implementation CLIENT = Implementation.builder("invoice-demo", "1").build();

  /** The worker's log without times and names, and without the SDK's remarks on a test server. */
  private static final String[] WORKER_OPTIONS = {
    "-Dorg.slf4j.simpleLogger.showDateTime=false",
    "-Dorg.slf4j.simpleLogger.showShortLogName=false",
    "-Dorg.slf4j.simpleLogger.log.io.temporal=error",
    "-Dfile.encoding=UTF-8",
    "-Dstderr.encoding=UTF-8"
  };

  private final DemoSettings settings;
  private final DemoOutput output;

  private Demo(DemoSettings settings, DemoOutput output) {
    this.settings = settings;
    this.output = output;
  }

  /** Runs it. */
  public static void main(String[] args) {
    // What goes wrong is told in a sentence; the libraries' own logs are no part of the output.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    // Java 22 to 24 would otherwise take a pipe for a terminal.
    System.setProperty("jdk.console", "java.base");
    DemoOutput output = DemoOutput.onTerminal();
    StopSignal signal = StopSignal.heed(output);
    boolean success = succeeds(output);
    signal.allStopped();
    System.exit(success ? 0 : 1);
  }

  private static boolean succeeds(DemoOutput output) {
    try {
      new Demo(DemoSettings.fromSystemProperties(), output).run();
      return true;
    } catch (DemoFailure | IOException e) {
      output.fail(e.getMessage());
    } catch (InterruptedException e) {
      output.fail("It was interrupted.");
    } catch (RuntimeException e) {
      output.fail("Something unexpected happened: " + e.getMessage());
    }
    return false;
  }

  private void run() throws DemoFailure, IOException, InterruptedException {
    output.tell(
        "An agent submits an invoice, a person decides, and Temporal keeps it safe until it is paid.");
    try (TemporalFixture temporal = startTemporal();
        WorkerProcess worker = startWorker(temporal);
        McpTools tools = startServer(temporal)) {
      InvoiceCase invoice = new InvoiceCase(settings.invoice(), tools, worker, output);

      output.step("The agent submits the invoice");
      invoice.submit();
      showWebUi(temporal);

      output.step("A person decides, and the agent passes it on");
      output.say(
          "This client shows no form and no card, so the agent's call carries the decision.");
      HumanDecision decision = decide();
      invoice.decide(decision);

      output.step("The workflow carries it out");
      invoice.follow(decision.outcome());

      letLookAround(temporal);

      output.step("Everything is stopped");
    }
    output.tell("");
    output.tell(
        "It went as decided. To do the same from Claude Desktop, continue with \"Use it with Claude Desktop\" in README.md.");
  }

  private TemporalFixture startTemporal() throws IOException {
    output.step("Temporal, which keeps every invoice");
    Optional<Path> cli = TemporalFixture.cliOnPath();
    if (cli.isEmpty()) {
      output.say("There is no temporal command on the PATH.");
      return startInMemory();
    }
    try {
      TemporalFixture temporal = TemporalFixture.devServer(cli.get());
      output.say("The dev server of %s listens on %s.".formatted(cli.get(), temporal.address()));
      temporal.webUi().ifPresent(ui -> output.say("Its Web UI, while this runs: " + ui));
      return temporal;
    } catch (IOException e) {
      output.say(e.getMessage() + ".");
      return startInMemory();
    }
  }

  private TemporalFixture startInMemory() throws IOException {
    TemporalFixture temporal = TemporalFixture.inMemory();
    output.say("So an in-memory server for tests takes its place; it has no Web UI.");
    output.say("It listens on %s.".formatted(temporal.address()));
    return temporal;
  }

  private WorkerProcess startWorker(TemporalFixture temporal)
      throws IOException, InterruptedException {
    output.step("The worker, which runs the workflow and pays");
    List<String> command = settings.worker().command(WORKER_OPTIONS);
    return WorkerProcess.start(
        temporal.serve(new ProcessBuilder(command)), line -> output.quote("worker", line));
  }

  private McpTools startServer(TemporalFixture temporal) throws IOException {
    output.step("The MCP server, launched over stdio as Claude Desktop does it");
    McpTools tools =
        McpTools.startUnchecked(
            settings.server(), temporal::serve, CLIENT, line -> output.quote("server", line));
    output.say(
        "%s %s offers %s."
            .formatted(tools.serverInfo().name(), tools.serverInfo().version(), names(tools)));
    return tools;
  }

  private static String names(McpTools tools) throws IOException {
    return tools.tools().stream().map(Tool::name).collect(Collectors.joining(", "));
  }

  private HumanDecision decide() throws DemoFailure, InterruptedException {
    Invoice invoice = settings.invoice().invoice();
    if (settings.decision().isPresent()) {
      output.say("The decision comes from the option -Ddecision.");
      return settings.decision().get();
    }
    Optional<Person> person = Person.atTerminal(output);
    if (person.isEmpty()) {
      output.say(
          "There is no terminal to ask at, so it is approved; -Ddecision=reject rejects it.");
      return HumanDecision.APPROVE;
    }
    return person
        .get()
        .decide(
            "Invoice %s: %s, %s"
                .formatted(
                    invoice.id(), LineCount.text(invoice.lines().size()), invoice.totalAmount()))
        .orElseThrow(
            () ->
                new DemoFailure(
                    "No decision was made: invoice %s was left awaiting approval."
                        .formatted(invoice.id())));
  }

  private void showWebUi(TemporalFixture temporal) {
    temporal
        .webUi(InvoiceWorkflow.workflowId(settings.invoice().invoice().id()))
        .ifPresent(page -> output.say("The Web UI shows it while this runs: " + page));
  }

  /** The Web UI is gone with Temporal, so a person who could look at it is waited for. */
  private void letLookAround(TemporalFixture temporal) throws InterruptedException {
    Optional<Person> person = Person.atTerminal(output);
    if (temporal.webUi().isPresent() && person.isPresent()) {
      showWebUi(temporal);
      person.get().confirm("Press Enter to stop everything:");
    }
  }
}
