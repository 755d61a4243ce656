package dev.invoices.testkit;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A Temporal for this run alone, on a free port of the loopback address; it and everything in it is
 * gone when closed. Either the dev server of Temporal's command line tool, or the in-memory server
 * of temporal-testing, which needs nothing but Java.
 *
 * <p>Time runs as usual in both. The in-memory server has no Web UI, cannot list workflows, and
 * does not resume a workflow whose worker was replaced.
 */
public final class LocalTemporal implements AutoCloseable {

  /** How the command may be called. */
  static final String[] CLI = {"temporal", "temporal.exe"};

  /**
   * The in-memory server logs a stack trace a call that is cut off by its end; held to stay set.
   */
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  static {
    GRPC_LOG.setLevel(Level.OFF);
  }

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final String NAMESPACE = "default";
  private static final String SETTINGS_FILE = "temporal.toml";

  /** An empty file would be a NullPointerException (temporal-envconfig 1.38). */
  private static final String NO_SETTINGS = "[profile.default]\n";

  private static final String LOG_FILE = "temporal.log";

  private final String address;
  private final Optional<URI> webUi;
  private final Path directory;
  private final AutoCloseable server;

  private LocalTemporal(String address, Optional<URI> webUi, Path directory, AutoCloseable server) {
    this.address = address;
    this.webUi = webUi;
    this.directory = directory;
    this.server = server;
  }

  /** The {@code temporal} command, if there is one on the PATH. */
  public static Optional<Path> cliOnPath() {
    return CommandOnPath.find(CLI);
  }

  /**
   * Starts the real dev server with its Web UI; nothing is kept on disk.
   *
   * @param cli the {@code temporal} command
   * @throws IOException when it does not start within 30 s; the message is one sentence
   */
  public static LocalTemporal devServer(Path cli) throws IOException {
    Path directory = createDirectory();
    int uiPort = FreePort.find();
    try {
      TemporalDevServer server =
          TemporalDevServer.start(
              NAMESPACE,
              TemporalDevServerOptions.newBuilder()
                  .setExistingPath(cli.toString())
                  .setUiPort(uiPort)
                  .setLogFile(directory.resolve(LOG_FILE).toString())
                  .setStartupTimeout(START_LIMIT)
                  .build());
      URI webUi = URI.create("http://127.0.0.1:" + uiPort);
      return new LocalTemporal(server.getTarget(), Optional.of(webUi), directory, server);
    } catch (IllegalStateException e) {
      delete(directory);
      String reason = e.getMessage().lines().findFirst().orElse("no reason given");
      throw new IOException("%s did not start a server: %s".formatted(cli, reason), e);
    }
  }

  /** Starts the in-memory server; works everywhere and at once. */
  public static LocalTemporal inMemory() throws IOException {
    return inMemory(FreePort.find());
  }

  /**
   * Starts the in-memory server.
   *
   * @param port where to listen, for example where an earlier one did
   */
  public static LocalTemporal inMemory(int port) throws IOException {
    Path directory = createDirectory();
    boolean lockTimeSkipping = true;
    TestServicesStarter services = new TestServicesStarter(lockTimeSkipping, 0);
    // TestServer.createPortBoundServer would listen on every interface (temporal-test-server 1.38).
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
    Server server = builder.build().start();
    return new LocalTemporal(
        "127.0.0.1:" + server.getPort(),
        Optional.empty(),
        directory,
        () -> {
          server.shutdownNow();
          services.close();
        });
  }

  /** Host and port, as {@code TEMPORAL_ADDRESS} takes it. */
  public String address() {
    return address;
  }

  /** The port it listens on. */
  public int port() {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** Where a browser finds its Web UI; empty for the in-memory server. */
  public Optional<URI> webUi() {
    return webUi;
  }

  /** Where a browser finds one workflow; empty for the in-memory server. */
  public Optional<URI> webUi(String workflowId) {
    return webUi.map(
        ui -> ui.resolve("/namespaces/%s/workflows/%s".formatted(NAMESPACE, workflowId)));
  }

  /** The sandbox's ledger that belongs to this Temporal; a worker creates it. */
  public Path ledger() {
    return directory.resolve("ledger.db");
  }

  /**
   * Makes a process talk to this Temporal under the default terms, whatever the person who started
   * us has set for other purposes: in the environment or in their {@code temporal.toml}.
   *
   * @return the same builder, for more settings
   */
  public ProcessBuilder serve(ProcessBuilder process) {
    Map<String, String> environment = process.environment();
    environment.keySet().removeIf(name -> name.matches("(TEMPORAL|INVOICE)_.*"));
    environment.put("TEMPORAL_ADDRESS", address);
    environment.put("TEMPORAL_NAMESPACE", NAMESPACE);
    environment.put("TEMPORAL_CONFIG_FILE", directory.resolve(SETTINGS_FILE).toString());
    environment.put("INVOICE_LEDGER", ledger().toString());
    return process;
  }

  /** Stops it, within seconds. Stop its workers first: they would wait for it to come back. */
  @Override
  public void close() throws IOException {
    try {
      server.close();
    } catch (Exception e) {
      throw new IOException("Temporal at %s could not be stopped".formatted(address), e);
    } finally {
      delete(directory);
    }
  }

  private static Path createDirectory() throws IOException {
    Path directory = Files.createTempDirectory("local-temporal");
    Files.writeString(directory.resolve(SETTINGS_FILE), NO_SETTINGS);
    return directory;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
