package dev.invoices.testkit;

import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.temporal.WebUi;
import io.temporal.api.workflowservice.v1.PauseWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Temporal for this run alone, on free ports of the loopback address, with a directory for what
 * belongs to it. Closing it removes both.
 *
 * <p>It is one of three: the in-memory server, which needs nothing but Java but has no Web UI,
 * cannot list workflows and does not hand a workflow over to another worker; the same behind TLS;
 * or the dev server of the {@code temporal} command, which can also be killed and frozen.
 */
public final class TemporalFixture implements AutoCloseable {

  /** How the command may be called. */
  private static final String[] CLI = {"temporal", "temporal.exe"};

  private static final String NAMESPACE = "default";

  private final Path directory;
  private final List<String> namespaces;
  private final TemporalServer server;
  private Optional<WorkflowServiceStubs> stubs = Optional.empty();

  private TemporalFixture(List<String> namespaces, Start start) throws IOException {
    this.namespaces = List.copyOf(namespaces);
    this.directory = Files.createTempDirectory("temporal-fixture");
    // An empty file would be a NullPointerException (temporal-envconfig 1.38).
    Files.writeString(settingsFile(), "[profile.default]\n");
    try {
      this.server = start.in(directory);
    } catch (IOException e) {
      Folder.delete(directory);
      throw e;
    }
  }

  /** How its server starts. */
  private interface Start {
    TemporalServer in(Path directory) throws IOException;
  }

  /** Starts the in-memory server; works everywhere and quickly. */
  public static TemporalFixture inMemory() throws IOException {
    return inMemory(0);
  }

  /**
   * Starts the in-memory server.
   *
   * @param port where to listen, for example where an earlier one did
   */
  public static TemporalFixture inMemory(int port) throws IOException {
    return new TemporalFixture(List.of(NAMESPACE), directory -> InMemoryServer.plain(port));
  }

  /** Starts the in-memory server behind TLS, for clients with a certificate of the authority. */
  public static TemporalFixture requiringCertificate(Certificates certificates) throws IOException {
    return new TemporalFixture(
        List.of(NAMESPACE), directory -> InMemoryServer.tls(certificates, Optional.empty()));
  }

  /** Starts the in-memory server behind TLS, for clients that send this key. */
  public static TemporalFixture requiringApiKey(String apiKey, Certificates certificates)
      throws IOException {
    return new TemporalFixture(
        List.of(NAMESPACE), directory -> InMemoryServer.tls(certificates, Optional.of(apiKey)));
  }

  /** The {@code temporal} command, if there is one on the PATH. */
  public static Optional<Path> cliOnPath() {
    return CommandOnPath.find(CLI);
  }

  /**
   * Starts the dev server and keeps nothing on disk, so it cannot be restarted.
   *
   * @param cli the {@code temporal} command
   * @throws IOException when it does not start within 60 s; the message is one sentence
   */
  public static TemporalFixture devServer(Path cli) throws IOException {
    return new TemporalFixture(
        List.of(NAMESPACE),
        directory -> new DevServer(cli, List.of(NAMESPACE), logFile(directory), Optional.empty()));
  }

  /** Starts the dev server with a single namespace, or skips the calling test. */
  public static TemporalFixture devServer() throws IOException {
    return devServer(List.of(NAMESPACE));
  }

  /**
   * Starts the dev server, or skips the calling test when there is no {@code temporal} on the PATH;
   * with {@code INVOICE_REQUIRE_TEMPORAL=true} that is an error.
   *
   * @param namespaces separate tenants of one server: no worker of one sees the work of another
   */
  public static TemporalFixture devServer(List<String> namespaces) throws IOException {
    Path cli = CommandOnPath.require("get it from https://docs.temporal.io/cli", CLI);
    return new TemporalFixture(
        namespaces,
        directory ->
            new DevServer(
                cli,
                namespaces,
                logFile(directory),
                Optional.of(directory.resolve("temporal.db"))));
  }

  /** Host and port, as {@code TEMPORAL_ADDRESS} takes it. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  /** The port of the loopback address that it listens on. */
  public int port() {
    return server.port();
  }

  /** Where a browser finds its Web UI; only the dev server has one. */
  public Optional<URI> webUi() {
    return Optional.of(server)
        .filter(DevServer.class::isInstance)
        .map(running -> URI.create("http://127.0.0.1:" + ((DevServer) running).uiPort()));
  }

  /** Where a browser finds one workflow of the first namespace. */
  public Optional<URI> webUi(String workflowId) {
    return pages().map(ui -> ui.workflow(workflowId, Optional.empty()));
  }

  private Optional<WebUi> pages() {
    return webUi().map(address -> new WebUi(address, namespaces.get(0)));
  }

  /** Where a browser finds a page about the latest run of a workflow of the first namespace. */
  public URI webUi(String workflowId, String page) {
    String runId = client().newUntypedWorkflowStub(workflowId).describe().getExecution().getRunId();
    URI run = pages().orElseThrow().workflow(workflowId, Optional.of(runId));
    return URI.create("%s/%s".formatted(run, page));
  }

  /** A file in its directory. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** The sandbox's ledger that belongs to the first namespace; a worker creates it. */
  public Path ledger() {
    return file("ledger.db");
  }

  /** A client of the first namespace, with exact numbers. */
  public WorkflowClient client() {
    return client(namespaces.get(0));
  }

  /** A client of a namespace, with exact numbers. */
  public WorkflowClient client(String namespace) {
    return WorkflowClient.newInstance(
        stubs(),
        WorkflowClientOptions.newBuilder()
            .setNamespace(namespace)
            .setDataConverter(JsonDataConverter.instance())
            // The in-memory server does not know worker heartbeats (temporal-test-server 1.38).
            .setWorkerHeartbeatInterval(Duration.ofSeconds(-1))
            .build());
  }

  /** The connection of all clients, for one of the test's own making. */
  public synchronized WorkflowServiceStubs stubs() {
    if (stubs.isEmpty()) {
      stubs =
          Optional.of(
              WorkflowServiceStubs.newServiceStubs(
                  WorkflowServiceStubsOptions.newBuilder().setTarget(address()).build()));
    }
    return stubs.get();
  }

  /** Pauses a workflow as an operator does in the Web UI. */
  public void pauseWorkflow(String workflowId) {
    stubs()
        .blockingStub()
        .pauseWorkflowExecution(
            PauseWorkflowExecutionRequest.newBuilder()
                .setNamespace("default")
                .setWorkflowId(workflowId)
                .build());
  }

  /** The same as {@link #serve(ProcessBuilder, String, Path)} for the first namespace. */
  public ProcessBuilder serve(ProcessBuilder process) {
    return serve(process, namespaces.get(0), ledger());
  }

  /**
   * Makes a process use this Temporal and default settings, whatever the person who started us has
   * set in the environment or in their {@code temporal.toml}.
   *
   * @return the same builder, for more settings
   */
  public ProcessBuilder serve(ProcessBuilder process, String namespace, Path ledger) {
    return JarProcess.alone(
        process,
        Map.of(
            "TEMPORAL_ADDRESS", address(),
            "TEMPORAL_NAMESPACE", namespace,
            "TEMPORAL_CONFIG_FILE", settingsFile().toString(),
            "INVOICE_LEDGER", ledger.toString(),
            "INVOICE_WEB_UI", webUi().map(URI::toString).orElse("none")));
  }

  /** The command of the packaged worker of the first namespace with these settings. */
  public ProcessBuilder workerCommand(Map<String, String> settings) throws IOException {
    ProcessBuilder command =
        serve(new ProcessBuilder(PackagedJar.worker().command(JarProcess.jvmOptions())));
    command.environment().putAll(settings);
    return command;
  }

  /** Starts the packaged worker of the first namespace with these settings. */
  public WorkerProcess startWorker(Map<String, String> settings) throws Exception {
    return WorkerProcess.start(workerCommand(settings), line -> {});
  }

  /** From now on the server of {@link #requiringApiKey} accepts this key alone. */
  public void changeApiKey(String apiKey) {
    if (server instanceof InMemoryServer inMemory) {
      inMemory.changeApiKey(apiKey);
    } else {
      throw new IllegalStateException("only the in-memory server asks for a key");
    }
  }

  /** Ends the dev server as {@code kill -9} does. */
  public void kill() throws Exception {
    devServerProcess().kill();
  }

  /** Starts the dev server again after {@link #kill} on its old database and port. */
  public void restart() throws IOException {
    devServerProcess().restart();
    stubs().getRawChannel().resetConnectBackoff();
  }

  /** Makes the dev server accept everything and answer nothing until {@link #thaw}. */
  public void freeze() throws Exception {
    devServerProcess().freeze();
  }

  /** Lets the dev server continue after {@link #freeze}. */
  public void thaw() throws Exception {
    devServerProcess().thaw();
  }

  /** Stops it, within seconds. Stop its workers first: they would wait for it to come back. */
  @Override
  public void close() throws IOException {
    stubs.ifPresent(
        connection -> {
          connection.shutdownNow();
          connection.awaitTermination(5, TimeUnit.SECONDS);
        });
    server.close();
    Folder.delete(directory);
  }

  private DevServer devServerProcess() {
    if (server instanceof DevServer process) {
      return process;
    }
    throw new IllegalStateException("only the dev server is a process of its own");
  }

  private Path settingsFile() {
    return file("temporal.toml");
  }

  private static Path logFile(Path directory) {
    return directory.resolve("temporal.log");
  }
}
