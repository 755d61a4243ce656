package dev.invoices.crash;

import dev.invoices.testkit.InvoiceTools;
import dev.invoices.testkit.TemporalFixture;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One real Temporal for the scenarios of a test class. Each scenario has a namespace to itself, so
 * that several can run at once without one's worker doing another's work.
 */
final class TemporalStage implements BeforeAllCallback, AfterAllCallback {

  /** Whether {@code -Dsuite=full} was given. */
  static final boolean FULL = "full".equals(System.getProperty("crash.suite"));

  private final AtomicInteger ledgers = new AtomicInteger();
  private final int lanes;
  private BlockingQueue<Lane> free;
  private List<Lane> all = List.of();
  private TemporalFixture temporal;

  /**
   * @param lanes how many scenarios can run at once
   */
  TemporalStage(int lanes) {
    this.lanes = lanes;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    List<String> namespaces = IntStream.range(0, lanes).mapToObj(n -> "lane-" + n).toList();
    temporal = TemporalFixture.devServer(namespaces);
    all = namespaces.stream().map(name -> new Lane(name, temporal.client(name))).toList();
    free = new ArrayBlockingQueue<>(lanes, false, all);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    all.forEach(Lane::close);
    if (temporal != null) {
      temporal.close();
    }
  }

  TemporalFixture temporal() {
    return temporal;
  }

  /** A scene with a ledger of its own; waits for a free namespace. */
  CrashScenario scene() throws InterruptedException {
    Lane lane = free.poll(10, TimeUnit.MINUTES);
    if (lane == null) {
      throw new AssertionError("no scene became free");
    }
    Path ledger = temporal.file("ledger-%d.db".formatted(ledgers.incrementAndGet()));
    return new CrashScenario(temporal, lane, free::add, ledger);
  }

  /** A namespace and the MCP server that serves one scenario after another there. */
  static final class Lane {

    private final String namespace;
    private final WorkflowClient client;
    private Optional<InvoiceTools> tools = Optional.empty();

    Lane(String namespace, WorkflowClient client) {
      this.namespace = namespace;
      this.client = client;
    }

    String namespace() {
      return namespace;
    }

    WorkflowClient client() {
      return client;
    }

    InvoiceTools tools(TemporalFixture temporal) throws Exception {
      if (tools.isEmpty()) {
        tools =
            Optional.of(
                InvoiceTools.start(
                    // The server has no business with the ledger.
                    process -> temporal.serve(process, namespace, temporal.file("none.db")),
                    "claude-ai"));
      }
      return tools.get();
    }

    void close() {
      tools.ifPresent(InvoiceTools::close);
    }
  }
}
