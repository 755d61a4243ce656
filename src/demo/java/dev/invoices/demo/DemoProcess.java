package dev.invoices.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The demo in a Java of its own, without a terminal and without a {@code temporal} command. */
final class DemoProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Process process;
  private final Set<ProcessHandle> started = new LinkedHashSet<>();
  private final StringBuffer output = new StringBuffer();
  private final Thread reader = new Thread(this::read, "demo-output");

  private DemoProcess(Process process) {
    this.process = process;
    reader.setDaemon(true);
    reader.start();
  }

  static DemoProcess start(Path directory, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(command, "-cp", System.getProperty("java.class.path"));
    command.add("-Dserver.jar=" + System.getProperty("server.jar"));
    command.add("-Dworker.jar=" + System.getProperty("worker.jar"));
    Collections.addAll(command, options);
    command.add(Demo.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(directory.toFile()).environment().put("PATH", directory.toString());
    return new DemoProcess(builder.start());
  }

  /** Everything written so far, to standard output and standard error. */
  String output() {
    return output.toString();
  }

  /** The processes that it was seen to start. */
  Set<ProcessHandle> started() {
    return started;
  }

  /** As a SIGTERM does. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Waits for a text in its output. */
  void awaitOutput(String text) throws InterruptedException {
    watchUntil(() -> output.indexOf(text) >= 0, text);
  }

  /** Waits for its end and returns its exit code. */
  int awaitExit() throws InterruptedException {
    watchUntil(() -> !process.isAlive(), "its end");
    reader.join(LIMIT.toMillis());
    return process.exitValue();
  }

  /** Ends it and what it started, should a test have failed. */
  @Override
  public void close() {
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private void watchUntil(BooleanSupplier condition, String name) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      // Not its descendants: sqlite-jdbc 3.54 looks for the command uname, by a process of its own.
      process.children().forEach(started::add);
      if (System.nanoTime() > end || (!process.isAlive() && !condition.getAsBoolean())) {
        throw new AssertionError("The demo did not come to " + name + ":\n" + output);
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
  }

  private void read() {
    try (Reader reader = process.inputReader(UTF_8)) {
      char[] chunk = new char[4096];
      for (int length = reader.read(chunk); length >= 0; length = reader.read(chunk)) {
        output.append(chunk, 0, length);
      }
    } catch (IOException e) {
      // Its pipe breaks when it is killed: that is its end too.
    }
  }
}
