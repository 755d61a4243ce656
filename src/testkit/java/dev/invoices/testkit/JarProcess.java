package dev.invoices.testkit;

import dev.invoices.launch.JvmOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the packaged jars as a child process, its streams apart and every wait bounded. */
public final class JarProcess implements AutoCloseable {

  /** An address of this machine where nobody listens. */
  public static final String NOBODY = "127.0.0.1:1";

  private static final Path LEDGER =
      Path.of(System.getProperty("java.io.tmpdir"), "invoice-test-ledger", "ledger.db");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final Lines stdout;
  private final Lines stderr;

  private JarProcess(Process process) {
    this.process = process;
    this.stdout = Lines.of(process.getInputStream(), "stdout of " + process.pid());
    this.stderr = Lines.of(process.getErrorStream(), "stderr of " + process.pid());
  }

  /** Starts a command, for example one that {@link TemporalFixture#serve} prepared. */
  public static JarProcess start(ProcessBuilder command) throws IOException {
    return new JarProcess(command.start());
  }

  /** Starts a jar that has no Temporal to talk to, with these settings. */
  public static JarProcess startAlone(
      PackagedJar jar, Map<String, String> settings, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(jar.command(jvmOptions()));
    command.addAll(List.of(arguments));
    return start(alone(new ProcessBuilder(command), settings));
  }

  /** Makes a process forget this machine's settings and use these instead. */
  public static ProcessBuilder alone(ProcessBuilder process, Map<String, String> settings) {
    Map<String, String> environment = process.environment();
    environment.keySet().removeIf(name -> name.matches("(TEMPORAL_|INVOICE_|PG).*"));
    if (!settings.containsKey("TEMPORAL_CONFIG_FILE")) {
      environment.put("TEMPORAL_ADDRESS", NOBODY);
    }
    environment.put("INVOICE_LEDGER", LEDGER.toString());
    environment.put("XDG_STATE_HOME", LEDGER.resolveSibling("state").toString());
    environment.putAll(settings);
    return process;
  }

  /** Those of {@code --print-config}, for server and worker alike. */
  public static String[] jvmOptions() {
    List<String> options = new ArrayList<>(JvmOptions.quiet());
    options.addAll(JvmOptions.light());
    options.addAll(JvmOptions.smallHeap());
    // Where the temporal.toml of whoever runs the tests is not found.
    options.add("-Duser.home=/no-such-home");
    return options.toArray(String[]::new);
  }

  Lines stdoutLines() {
    return stdout;
  }

  /** The line of standard output with this number, from 0, as soon as it is there. */
  public String stdoutLine(int index) throws InterruptedException {
    return stdout.line(index, LIMIT);
  }

  /** The line of standard error with this number, from 0, as soon as it is there. */
  public String stderrLine(int index) throws InterruptedException {
    return stderr.line(index, LIMIT);
  }

  /** The first line of standard error that contains this text, as soon as it is there. */
  public String stderrLineWith(String text) throws InterruptedException {
    return stderr.lineWith(text, LIMIT);
  }

  /** What it has written to standard output; all of it, once it has exited. */
  public List<String> stdout() throws InterruptedException {
    return process.isAlive() ? stdout.soFar() : stdout.untilTheEnd(LIMIT);
  }

  /** What it has written to standard error; all of it, once it has exited. */
  public List<String> stderr() throws InterruptedException {
    return process.isAlive() ? stderr.soFar() : stderr.untilTheEnd(LIMIT);
  }

  /** Sends bytes to its standard input, at once. */
  public void send(byte[] bytes) throws IOException {
    process.getOutputStream().write(bytes);
    process.getOutputStream().flush();
  }

  /** Closes its standard input. */
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.toHandle().destroyForcibly();
    process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    // Process.destroy would also close the streams before they are read.
    process.toHandle().destroy();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit status, which has to come soon. */
  public int exitStatus() throws InterruptedException {
    return exitStatus(LIMIT);
  }

  /**
   * Its exit status.
   *
   * @throws AssertionError when it runs for longer than that
   */
  public int exitStatus(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(
          "still running after %s; stderr: %s".formatted(limit, stderr.soFar()));
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
    try {
      process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      stdout.untilTheEnd(LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
