package dev.invoices.testkit;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The real Temporal server as the {@code temporal} command of the PATH runs it, on free ports of
 * the loopback address and a database file, so that it can be killed and started again. Where the
 * command is missing the test is skipped, or fails if {@code INVOICE_REQUIRE_TEMPORAL} is {@code
 * true}.
 */
public final class DevServer implements AutoCloseable {

  private static final String NAMESPACE = "default";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path cli;
  private final Path directory;
  private final int port;
  private final int uiPort;
  private final WorkflowServiceStubs stubs;
  private Process process;

  private DevServer(Path cli) throws IOException {
    this.cli = cli;
    this.directory = Files.createTempDirectory("dev-server");
    this.port = freePort();
    this.uiPort = freePort();
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address()).build());
  }

  /** Starts one with nothing in it, or skips the test that asks for it. */
  public static DevServer start() throws Exception {
    Path cli =
        LocalTemporal.cliOnPath()
            .orElseGet(
                () ->
                    missing(
                        "temporal, Temporal's command line tool (https://docs.temporal.io/cli)"));
    DevServer server = new DevServer(cli);
    server.restart();
    return server;
  }

  /** Skips the test, or fails it where everything is required. */
  static <T> T missing(String tool) {
    String message = "This test needs %s on the PATH.".formatted(tool);
    if (Boolean.parseBoolean(System.getenv("INVOICE_REQUIRE_TEMPORAL"))) {
      throw new AssertionError(message);
    }
    System.out.println("Skipped: " + message);
    return Assumptions.abort(message);
  }

  /** Starts it on its port and its database file, and waits until it serves. */
  public void restart() throws Exception {
    process =
        new ProcessBuilder(
                List.of(
                    cli.toString(),
                    "server",
                    "start-dev",
                    "--ip=127.0.0.1",
                    "--port=" + port,
                    "--ui-port=" + uiPort,
                    "--db-filename=" + directory.resolve("temporal.db"),
                    "--log-level=error"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("temporal.log").toFile())
            .start();
    Eventually.see("Temporal that serves", this::serves, serves -> serves);
  }

  private boolean serves() throws IOException {
    if (!process.isAlive()) {
      throw new IOException(
          "temporal ended: " + Files.readString(directory.resolve("temporal.log")));
    }
    stubs.getRawChannel().resetConnectBackoff();
    try {
      client().newUntypedWorkflowStub("no-such-workflow").describe();
      return true;
    } catch (io.temporal.client.WorkflowNotFoundException e) {
      return !e.getMessage().contains("amespace");
    } catch (io.temporal.client.WorkflowServiceException e) {
      return false;
    }
  }

  /** Ends it as a power cut would. */
  public void kill() throws IOException {
    process.destroyForcibly();
    try {
      process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException("temporal cannot be ended", e);
    }
  }

  /** Host and port, as {@code TEMPORAL_ADDRESS} takes it. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Where a browser finds a page about one run of a workflow. */
  public URI webUi(String workflowId, String runId, String page) {
    return URI.create(
        "http://127.0.0.1:%d/namespaces/%s/workflows/%s/%s/%s"
            .formatted(uiPort, NAMESPACE, workflowId, runId, page));
  }

  /** Temporal as any client sees it. */
  public WorkflowClient client() {
    return WorkflowClient.newInstance(
        stubs, WorkflowClientOptions.newBuilder().setNamespace(NAMESPACE).build());
  }

  /** Makes a process talk to this server, whatever this machine's settings are. */
  public ProcessBuilder serve(ProcessBuilder process) {
    return JarProcess.alone(
        process,
        Map.of(
            "TEMPORAL_ADDRESS",
            address(),
            "INVOICE_LEDGER",
            directory.resolve("ledger.db").toString()));
  }

  /** Starts the packaged worker with these settings and waits until it polls. */
  public JarProcess startWorker(Map<String, String> settings) throws Exception {
    ProcessBuilder command =
        serve(new ProcessBuilder(PackagedJar.worker().command(JarProcess.jvmOptions())));
    command.environment().putAll(settings);
    JarProcess worker = JarProcess.start(command);
    worker.stdoutLine(0);
    return worker;
  }

  /** Ends it and removes all that it kept. */
  @Override
  public void close() throws IOException {
    stubs.shutdownNow();
    kill();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
