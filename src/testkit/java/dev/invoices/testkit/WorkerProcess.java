package dev.invoices.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The packaged worker as a child process, listening for invoices until it is closed. */
public final class WorkerProcess implements AutoCloseable {

  private static final String READY = "Worker started. Listening for invoice workflows...";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Process process;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  private WorkerProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a worker and waits until it is listening.
   *
   * @param command runs the jar with its settings, see {@link PackagedJar#command} and {@link
   *     TemporalFixture#serve}
   * @param output told every line that the worker writes, its log included, on a thread of its own
   * @throws IOException when it is not listening within 60 s; the message is one sentence
   */
  public static WorkerProcess start(ProcessBuilder command, Consumer<String> output)
      throws IOException, InterruptedException {
    WorkerProcess worker = new WorkerProcess(command.redirectErrorStream(true).start());
    Thread reader = new Thread(() -> worker.read(output), "worker-output");
    reader.setDaemon(true);
    reader.start();
    boolean listening = false;
    try {
      listening = worker.awaitReady();
      return worker;
    } finally {
      if (!listening) {
        worker.close();
      }
    }
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it is still running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Makes it do nothing until {@link #thaw}, in the middle of what it does. */
  public void freeze() throws Exception {
    ProcessSignal.freeze(process.toHandle());
  }

  /** Lets it continue after {@link #freeze}. */
  public void thaw() throws Exception {
    ProcessSignal.thaw(process.toHandle());
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Asks it to finish what it holds and to end, and does not wait for that. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /**
   * Its exit status.
   *
   * @throws AssertionError when it runs for longer than that
   */
  public int exitStatus(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the worker is still running after " + limit);
    }
    return process.exitValue();
  }

  /** Lets it finish what it holds, for 5 s at most, and ends it. */
  @Override
  public void close() {
    process.toHandle().destroy(); // Process.destroy would cut its last words off.
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read(Consumer<String> output) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.accept(line);
        if (line.equals(READY)) {
          ready.complete(true);
        }
      }
    } catch (IOException e) {
      // The pipe of a killed process breaks: that is its end too.
    }
    ready.complete(false);
  }

  /** Returns true or throws. */
  private boolean awaitReady() throws IOException, InterruptedException {
    try {
      if (ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        return true;
      }
      throw new IOException("The worker ended before it was ready.");
    } catch (TimeoutException e) {
      throw new IOException(
          "The worker was not ready within %d seconds.".formatted(START_LIMIT.toSeconds()), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody completes it so", e);
    }
  }
}
