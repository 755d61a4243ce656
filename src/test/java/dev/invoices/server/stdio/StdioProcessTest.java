package dev.invoices.server.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.server.McpServer;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The recipe in the javadoc of {@link StdioTransport}, as a process. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // has no SIGTERM
class StdioProcessTest {

  /** The smallest program that serves. */
  static final class Program {

    private Program() {}

    public static void main(String[] args) {
      var out = new FileOutputStream(FileDescriptor.out);
      System.setOut(System.err);
      var transport = new StdioTransport(System.in, out, TestClient.mapper());
      McpServer.sync(transport).jsonMapper(transport.jsonMapper()).build();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    transport.close();
                    Runtime.getRuntime().halt(0);
                  }));
      transport.serve();
      System.exit(0);
    }
  }

  @Test
  void idleProcess_endsWithZeroAtTheEndOfInput() throws Exception {
    Process process = started();

    process.getOutputStream().close();

    assertThat(process.waitFor(2, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void idleProcess_endsWithZeroOnSigterm() throws Exception {
    Process process = started();

    process.toHandle().destroy();

    assertThat(process.waitFor(2, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /** A process that has answered its first request. */
  private static Process started() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().write((TestClient.ping(1) + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
    BufferedReader answers = process.inputReader(UTF_8);
    assertThat(answers.readLine()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    return process;
  }
}
