package dev.invoices.testkit;

import dev.invoices.temporal.JsonDataConverter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Temporal's dev server with its Web UI, run by the {@code temporal} command of the PATH on free
 * ports and a database file, so that it can be killed and started again as if nothing had happened.
 */
public final class RealTemporal implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Path cli;
  private final Path directory;
  private final int port;
  private final int uiPort;
  private final List<String> namespaces;
  private final WorkflowServiceStubs stubs;
  private TemporalDevServer server;

  private RealTemporal(Path cli, List<String> namespaces) throws IOException {
    this.cli = cli;
    this.namespaces = List.copyOf(namespaces);
    this.directory = Files.createTempDirectory("real-temporal");
    // An empty file would be a NullPointerException (temporal-envconfig 1.38).
    Files.writeString(settingsFile(), "[profile.default]\n");
    this.port = FreePort.find();
    this.uiPort = FreePort.find();
    startServer();
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address()).build());
  }

  /** Starts one with a single namespace, or skips the calling test. */
  public static RealTemporal start() throws IOException {
    return start(List.of("default"));
  }

  /**
   * Starts it, or skips the calling test when there is no {@code temporal} on the PATH; with {@code
   * INVOICE_REQUIRE_TEMPORAL=true} that is an error.
   *
   * @param namespaces worlds of their own on one server: no worker of one sees the work of another
   */
  public static RealTemporal start(List<String> namespaces) throws IOException {
    Path cli = CommandOnPath.require("get it from https://docs.temporal.io/cli", LocalTemporal.CLI);
    return new RealTemporal(cli, namespaces);
  }

  /** Host and port, as {@code TEMPORAL_ADDRESS} takes it. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The port of the loopback address that it listens on. */
  public int port() {
    return port;
  }

  /** Where a browser finds a page about the latest run of a workflow of the first namespace. */
  public URI webUi(String workflowId, String page) {
    String runId = client().newUntypedWorkflowStub(workflowId).describe().getExecution().getRunId();
    return URI.create(
        "http://127.0.0.1:%d/namespaces/%s/workflows/%s/%s/%s"
            .formatted(uiPort, namespaces.get(0), workflowId, runId, page));
  }

  /** A file beside its database, gone when it is closed. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Temporal as any client of the first namespace sees it. */
  public WorkflowClient client() {
    return client(namespaces.get(0));
  }

  /** Temporal as any client of a namespace sees it, with exact numbers. */
  public WorkflowClient client(String namespace) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(namespace)
            .setDataConverter(JsonDataConverter.instance())
            .build());
  }

  /** The same as {@link #serve(ProcessBuilder, String, Path)} for the first namespace. */
  public ProcessBuilder serve(ProcessBuilder process) {
    return serve(process, namespaces.get(0), file("ledger.db"));
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

  /** Starts the packaged worker of the first namespace with these settings. */
  public WorkerProcess startWorker(Map<String, String> settings) throws Exception {
    ProcessBuilder command =
        serve(new ProcessBuilder(PackagedJar.worker().command(JarProcess.jvmOptions())));
    command.environment().putAll(settings);
    return WorkerProcess.start(command, line -> {});
  }

  /**
   * Ends it as {@code kill -9} does. {@link TemporalDevServer} (1.38) can only stop its server in
   * an orderly way and does not tell its process, which is therefore looked for among ours.
   */
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
                .setUiEnabled(true)
                .setUiPort(uiPort)
                .setDatabaseFilename(databaseFile().toString())
                .setLogFile(file("temporal.log").toString())
                .setStartupTimeout(START_LIMIT)
                .setExtraArgs(more)
                .build());
  }

  private Path databaseFile() {
    return file("temporal.db");
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
                        .anyMatch(argument -> argument.endsWith(databaseFile().toString())))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalStateException("there is no process of Temporal at " + address());
    }
    return found;
  }
}
