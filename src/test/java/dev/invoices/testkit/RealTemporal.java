package dev.invoices.testkit;

import dev.invoices.workflow.InvoiceDataConverter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The dev server of Temporal's command line tool on a database file and a fixed port, so that it
 * can be killed and started again as if nothing had happened.
 */
public final class RealTemporal implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String REQUIRED = "INVOICE_REQUIRE_TEMPORAL";
  private static final String HOW_TO_GET_IT =
      "There is no temporal command on the PATH, so the tests on the real server are skipped; get it from https://docs.temporal.io/cli";

  private final Path cli;
  private final Path directory;
  private final int port;
  private final List<String> namespaces;
  private final WorkflowServiceStubs stubs;
  private TemporalDevServer server;

  private RealTemporal(Path cli, List<String> namespaces) throws IOException {
    this.cli = cli;
    this.namespaces = List.copyOf(namespaces);
    this.directory = Files.createTempDirectory("real-temporal");
    // An empty file would be a NullPointerException (temporal-envconfig 1.38).
    Files.writeString(settingsFile(), "[profile.default]\n");
    this.port = freePort();
    startServer();
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address()).build());
  }

  /**
   * Starts it, or skips the calling test when there is no {@code temporal} on the PATH; with {@code
   * INVOICE_REQUIRE_TEMPORAL=true} that is an error.
   *
   * @param namespaces worlds of their own on one server: no worker of one sees the work of another
   */
  public static RealTemporal start(List<String> namespaces) throws IOException {
    Optional<Path> cli = LocalTemporal.cliOnPath();
    if (cli.isEmpty() && Boolean.parseBoolean(System.getenv(REQUIRED))) {
      throw new IllegalStateException(
          "%s is true, but there is no temporal command on the PATH".formatted(REQUIRED));
    }
    if (cli.isEmpty()) {
      System.out.println(HOW_TO_GET_IT);
    }
    Assumptions.assumeTrue(cli.isPresent(), HOW_TO_GET_IT);
    return new RealTemporal(cli.get(), namespaces);
  }

  /** Host and port, as {@code TEMPORAL_ADDRESS} takes it. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** A file beside its database, gone when it is closed. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Temporal as any client of a namespace sees it, with exact numbers. */
  public WorkflowClient client(String namespace) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(namespace)
            .setDataConverter(InvoiceDataConverter.instance())
            .build());
  }

  /** Makes a process use this Temporal and nothing that the person who started us has set. */
  public ProcessBuilder serve(ProcessBuilder process, String namespace, Path ledger) {
    var environment = process.environment();
    environment.keySet().removeIf(name -> name.matches("(TEMPORAL|INVOICE)_.*"));
    environment.put("TEMPORAL_ADDRESS", address());
    environment.put("TEMPORAL_NAMESPACE", namespace);
    environment.put("TEMPORAL_CONFIG_FILE", settingsFile().toString());
    environment.put("INVOICE_LEDGER", ledger.toString());
    return process;
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() throws Exception {
    for (ProcessHandle process : processes()) {
      process.destroyForcibly();
      process.onExit().get(10, TimeUnit.SECONDS);
    }
    server.close();
  }

  /** Starts it again after {@link #kill} on its old database and port. */
  public void restart() {
    startServer();
    stubs.getRawChannel().resetConnectBackoff();
  }

  /** Makes it accept everything and answer nothing until {@link #thaw}. */
  public void freeze() throws Exception {
    signal("-STOP");
  }

  /** Lets it go on after {@link #freeze}. */
  public void thaw() throws Exception {
    signal("-CONT");
  }

  @Override
  public void close() throws IOException {
    stubs.shutdownNow();
    stubs.awaitTermination(5, TimeUnit.SECONDS);
    server.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void startServer() {
    List<String> more = new ArrayList<>();
    namespaces.forEach(namespace -> more.addAll(List.of("--namespace", namespace)));
    server =
        TemporalDevServer.start(
            namespaces.get(0),
            TemporalDevServerOptions.newBuilder()
                .setExistingPath(cli.toString())
                .setPort(port)
                .setUiEnabled(false)
                .setDatabaseFilename(file("temporal.db").toString())
                .setLogFile(file("temporal.log").toString())
                .setStartupTimeout(START_LIMIT)
                .setExtraArgs(more)
                .build());
  }

  private Path settingsFile() {
    return file("temporal.toml");
  }

  private void signal(String name) throws Exception {
    for (ProcessHandle process : processes()) {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    }
  }

  /** More than one if the command is a wrapper of the server. */
  private List<ProcessHandle> processes() {
    List<ProcessHandle> found =
        ProcessHandle.current()
            .descendants()
            .filter(
                process ->
                    Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.endsWith(Integer.toString(port))))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalStateException("there is no process of Temporal at " + address());
    }
    return found;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
