package dev.invoices.server;

import static dev.invoices.testkit.RawServer.callTool;
import static dev.invoices.testkit.RawServer.initialize;
import static dev.invoices.testkit.RawServer.initialized;
import static dev.invoices.testkit.RawServer.ping;
import static dev.invoices.testkit.RawServer.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.server.stdio.StdioTransport;
import dev.invoices.testkit.Certificates;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that does not read what the server writes, so that the pipe between them is full. */
// On another thread, because one that reads from a pipe cannot be interrupted.
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("patient")
class UnreadOutputIT {

  /** What a JVM needs to end, on a busy machine. */
  private static final Duration EXIT = Duration.ofSeconds(8);

  @Test
  void logThatNobodyReads_hangsNoCall(@TempDir Path directory) throws Exception {
    int calls = 1_500;
    Certificates certificates = Certificates.createIn(directory);
    try (var temporal = TemporalFixture.requiringApiKey("right-key", certificates)) {
      // given calls each of which fails at once, and is logged
      Map<String, String> settings =
          Map.of(
              "TEMPORAL_ADDRESS",
              temporal.address(),
              "TEMPORAL_API_KEY",
              "wrong-key",
              "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
              certificates.certificate(Certificates.AUTHORITY).toString());
      Process server = JarProcess.alone(command(), settings).start();
      try (BufferedReader answers = begin(server)) {

        // when they are made, and nobody reads the log
        CompletableFuture<Void> sent =
            send(
                server,
                calls,
                id ->
                    callTool(
                        id, "get_invoice_status", "{\"invoice_id\":\"INV-%d\"}".formatted(id)));

        // then each has its answer
        for (int i = 0; i < calls; i++) {
          assertThat(answers.readLine()).containsAnyOf("TEMPORAL_REFUSED", "TEMPORAL_UNREACHABLE");
        }
        sent.join();
        server.getOutputStream().close();
        assertThat(server.waitFor(EXIT.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
      } finally {
        server.destroyForcibly();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"tools/list, 100", "ping, 10000"})
  void answersThatNobodyReads_delayNoExit_afterTheEndOfInput(String method, int count)
      throws Exception {
    Process server = JarProcess.alone(command(), Map.of()).start();
    try (BufferedReader answers = begin(server)) {
      // given a client that asks for more than the pipe holds, reads nothing, and closes its side
      send(server, count, id -> request(id, method, "{}")).join();
      server.getOutputStream().close();

      // then the server ends within the time that requests in flight have
      Duration limit = StdioTransport.DRAIN_TIMEOUT.plus(EXIT);
      assertThat(server.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)).as("it ends").isTrue();
      assertThat(server.exitValue()).isZero();
      assertThat(answers.readLine()).contains("\"jsonrpc\"");
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no SIGTERM
  void answersThatNobodyReads_delayNoExit_afterSigterm() throws Exception {
    Process server = JarProcess.alone(command(), Map.of()).start();
    try (BufferedReader answers = begin(server)) {
      // given a client that reads nothing, with more to come than the pipe holds
      send(server, 100, id -> request(id, "tools/list", "{}")).join();
      send(server, 100, id -> ping(1_000 + id)).join();

      assertThat(answers.readLine()).contains("\"jsonrpc\"");

      // when the server is told to stop
      server.toHandle().destroy();

      // then it ends within the time that requests in flight have then
      Duration limit = StdioTransport.CLOSE_TIMEOUT.plus(EXIT);
      assertThat(server.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)).as("it ends").isTrue();
      assertThat(server.exitValue()).isZero();
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void clientThatReadsLate_getsEveryAnswer() throws Exception {
    int count = 3_000;
    Process server = JarProcess.alone(command(), Map.of()).start();
    try (BufferedReader answers = begin(server)) {
      // given a client that has more to send than it reads, for a while
      CompletableFuture<Void> sent = send(server, count, id -> request(id, "tools/list", "{}"));
      TimeUnit.SECONDS.sleep(2);

      // when it reads at last, then all is there
      for (int i = 0; i < count; i++) {
        assertThat(answers.readLine()).contains("\"result\"");
      }
      sent.join();
      server.getOutputStream().close();
      assertThat(answers.readLine()).isNull();
      assertThat(server.waitFor(EXIT.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      server.destroyForcibly();
    }
  }

  private static ProcessBuilder command() throws IOException {
    return new ProcessBuilder(PackagedJar.server().command(JarProcess.jvmOptions()));
  }

  /** Introduces the client, and returns the server's answers from then on. */
  private static BufferedReader begin(Process server) throws IOException {
    write(server.getOutputStream(), initialize(0, "2025-11-25") + "\n" + initialized() + "\n");
    BufferedReader answers = server.inputReader(UTF_8);
    assertThat(answers.readLine()).contains("invoice-processor");
    return answers;
  }

  /** Sends on a thread of its own, because the server may not read either. */
  private static CompletableFuture<Void> send(
      Process server, int count, IntFunction<String> message) {
    return CompletableFuture.runAsync(
            () -> {
              StringBuilder lines = new StringBuilder();
              for (int id = 1; id <= count; id++) {
                lines.append(message.apply(id)).append('\n');
              }
              try {
                write(server.getOutputStream(), lines.toString());
              } catch (IOException e) {
                throw new AssertionError("the server does not read", e);
              }
            })
        .orTimeout(60, TimeUnit.SECONDS);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
