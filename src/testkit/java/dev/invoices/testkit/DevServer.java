package dev.invoices.testkit;

import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Temporal's dev server with its Web UI, run by the {@code temporal} command on free ports. With a
 * database file it can be killed and started again as if nothing had happened.
 */
final class DevServer implements TemporalServer {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int SIGNAL_LIMIT_SECONDS = 10;

  /** Lets operators pause workflows, which this server (1.32) does not by itself. */
  private static final List<String> PAUSING =
      List.of("--dynamic-config-value", "frontend.WorkflowPauseEnabled=true");

  /** A workflow takes fewer signals than the usual 10,000, so that a test soon sends too many. */
  private static final List<String> SIGNAL_LIMIT =
      List.of("--dynamic-config-value", "history.maximumSignalsPerExecution=1000");

  private final Path cli;
  private final List<String> namespaces;
  private final Path logFile;
  private final Optional<Path> database;
  private final int port;
  private final int uiPort;
  private TemporalDevServer server;

  /**
   * Starts it.
   *
   * @param cli the {@code temporal} command
   * @param namespaces at least one
   * @param database where it keeps everything; empty for memory
   * @throws IOException when it does not start within 60 s; the message is one sentence
   */
  DevServer(Path cli, List<String> namespaces, Path logFile, Optional<Path> database)
      throws IOException {
    this.cli = cli;
    this.namespaces = List.copyOf(namespaces);
    this.logFile = logFile;
    this.database = database;
    this.port = FreePort.find();
    this.uiPort = FreePort.find();
    start();
  }

  @Override
  public int port() {
    return port;
  }

  int uiPort() {
    return uiPort;
  }

  /**
   * Ends it as {@code kill -9} does. {@link TemporalDevServer} (1.38) can only stop its server in
   * an orderly way and does not name its process, so this looks for it among our descendants.
   */
  void kill() throws Exception {
    for (ProcessHandle process : processes()) {
      process.destroyForcibly();
      process.onExit().get(SIGNAL_LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    server.close();
  }

  /** Starts it again after {@link #kill} on its old database and ports. */
  void restart() throws IOException {
    start();
  }

  /** Makes it accept everything and answer nothing until {@link #thaw}. */
  void freeze() throws Exception {
    for (ProcessHandle process : processes()) {
      ProcessSignal.freeze(process);
    }
  }

  /** Lets it continue after {@link #freeze}. */
  void thaw() throws Exception {
    for (ProcessHandle process : processes()) {
      ProcessSignal.thaw(process);
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private void start() throws IOException {
    List<String> more = new ArrayList<>(PAUSING);
    more.addAll(SIGNAL_LIMIT);
    namespaces.forEach(namespace -> more.addAll(List.of("--namespace", namespace)));
    TemporalDevServerOptions.Builder options =
        TemporalDevServerOptions.newBuilder()
            .setExistingPath(cli.toString())
            .setPort(port)
            .setUiEnabled(true)
            .setUiPort(uiPort)
            .setLogFile(logFile.toString())
            .setStartupTimeout(START_LIMIT)
            .setExtraArgs(more);
    database.ifPresent(file -> options.setDatabaseFilename(file.toString()));
    try {
      server = TemporalDevServer.start(namespaces.get(0), options.build());
    } catch (IllegalStateException e) {
      String reason = e.getMessage().lines().findFirst().orElse("no reason given");
      throw new IOException("%s did not start a server: %s".formatted(cli, reason), e);
    }
  }

  /** Those with its database file; more than one if the command is a wrapper of the server. */
  private List<ProcessHandle> processes() {
    String file =
        database.orElseThrow(() -> new IllegalStateException("it has no database file")).toString();
    List<ProcessHandle> found =
        ProcessHandle.current()
            .descendants()
            .filter(
                process ->
                    Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.endsWith(file)))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalStateException("there is no process of Temporal at port " + port);
    }
    return found;
  }
}
