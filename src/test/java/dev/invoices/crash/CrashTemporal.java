package dev.invoices.crash;

import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PostgresServer;
import dev.invoices.testkit.TemporalFixture;
import io.temporal.client.WorkflowClient;
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
final class CrashTemporal implements BeforeAllCallback, AfterAllCallback {

  /** Whether {@code -Dsuite=full} was given. */
  static final boolean FULL = "full".equals(System.getProperty("crash.suite"));

  private final AtomicInteger ledgers = new AtomicInteger();
  private final int tenants;
  private BlockingQueue<Tenant> free;
  private List<Tenant> all = List.of();
  private TemporalFixture temporal;

  /**
   * @param tenants how many scenarios can run at once
   */
  CrashTemporal(int tenants) {
    this.tenants = tenants;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    List<String> namespaces = IntStream.range(0, tenants).mapToObj(n -> "tenant-" + n).toList();
    temporal = TemporalFixture.devServer(namespaces);
    all = namespaces.stream().map(name -> new Tenant(name, temporal.client(name))).toList();
    free = new ArrayBlockingQueue<>(tenants, false, all);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    all.forEach(Tenant::close);
    if (temporal != null) {
      temporal.close();
    }
  }

  TemporalFixture fixture() {
    return temporal;
  }

  /** A scenario with a ledger of its own, in a file; waits for a free namespace. */
  CrashScenario newScenario() throws InterruptedException {
    return newScenario(
        Store.file(temporal.file("ledger-%d.db".formatted(ledgers.incrementAndGet()))));
  }

  /** A scenario with a ledger of its own; waits for a free namespace. */
  CrashScenario newScenario(Store.Place ledger) throws Exception {
    return ledger == Store.Place.FILE
        ? newScenario()
        : newScenario(Store.database(PostgresServer.shared()));
  }

  /** A scenario whose ledger no other one has; waits for a free namespace. */
  CrashScenario newScenario(Store ledger) throws InterruptedException {
    Tenant tenant = free.poll(10, TimeUnit.MINUTES);
    if (tenant == null) {
      throw new AssertionError("no namespace became free");
    }
    return new CrashScenario(temporal, tenant, free::add, ledger);
  }

  /** A namespace and the MCP server that serves one scenario after another there. */
  static final class Tenant {

    private final String namespace;
    private final WorkflowClient client;
    private Optional<McpTools> tools = Optional.empty();

    Tenant(String namespace, WorkflowClient client) {
      this.namespace = namespace;
      this.client = client;
    }

    String namespace() {
      return namespace;
    }

    WorkflowClient client() {
      return client;
    }

    McpTools tools(TemporalFixture temporal) throws Exception {
      if (tools.isEmpty()) {
        tools =
            Optional.of(
                McpTools.start(
                    // The server has no business with the ledger.
                    process -> temporal.serve(process, namespace, temporal.file("none.db")),
                    "claude-ai"));
      }
      return tools.get();
    }

    void close() {
      tools.ifPresent(McpTools::close);
    }
  }
}
