package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.RawServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys and certificates, good or broken, are in nothing that the two processes say. */
@Tag("patient")
@Timeout(90)
class SecretsIT {

  private static final String API_KEY = "sk-4f1d7a90c2";
  private static final String FILE_CONTENT = "c3VwZXJzZWNyZXQ";
  private static final String PEM =
      "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(FILE_CONTENT);

  @TempDir private Path directory;

  /** Settings, in which FILE stands for a file that holds a secret. */
  static Stream<Arguments> settings() {
    return Stream.of(
        settings("TEMPORAL_API_KEY", API_KEY),
        settings("TEMPORAL_API_KEY", API_KEY + "\nX-Forged: 1"),
        settings("TEMPORAL_API_KEY", API_KEY, "TEMPORAL_TLS", "maybe"),
        settings("TEMPORAL_API_KEY", API_KEY, "TEMPORAL_ADDRESS", "no port"),
        settings("TEMPORAL_TLS_CLIENT_CERT_PATH", "FILE", "TEMPORAL_TLS_CLIENT_KEY_PATH", "FILE"),
        settings("TEMPORAL_TLS_CLIENT_CERT_DATA", PEM, "TEMPORAL_TLS_CLIENT_KEY_DATA", PEM),
        settings("TEMPORAL_TLS_CLIENT_KEY_DATA", PEM),
        settings("TEMPORAL_TLS_SERVER_CA_CERT_DATA", PEM),
        settings("TEMPORAL_TLS_SERVER_CA_CERT_PATH", "FILE"),
        settings("TEMPORAL_CONFIG_FILE", "FILE"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void secretSettings_areInNoAnswerAndNoLog(Map<String, String> settings) throws Exception {
    Map<String, String> complete = complete(settings);
    List<String> said = new ArrayList<>();
    try (var worker = JarProcess.startAlone(PackagedJar.worker(), complete);
        var server = RawServer.start(complete)) {
      // given a server that has been called and a worker that has tried to start
      talk(server);
      Eventually.see(
          "the worker's end or its first try",
          worker::stderr,
          log -> !worker.isAlive() || log.toString().contains("Trying again"));

      // when all that they have said is read
      said.addAll(server.process().stdout());
      said.addAll(server.process().stderr());
      said.addAll(worker.stdout());
      said.addAll(worker.stderr());
    }

    // then it is something, and no secret is in it
    assertThat(said).isNotEmpty();
    assertThat(said).noneMatch(line -> line.contains(API_KEY) || line.contains(FILE_CONTENT));
    assertThat(said).noneMatch(line -> line.startsWith("X-Forged"));
  }

  /** With broken settings the server ends, at whatever point of the conversation. */
  private static void talk(RawServer server) throws Exception {
    try {
      server.send(
          RawServer.initialize(1, "2025-11-25"),
          RawServer.callTool(2, "get_invoice_status", "{\"invoice_id\":\"A\"}"));
    } catch (IOException e) {
      // It has ended already.
    }
    Eventually.see(
        "two answers or the end",
        () -> server.process().stdout().size() >= 2 || !server.process().isAlive(),
        done -> done);
  }

  private Map<String, String> complete(Map<String, String> settings) throws IOException {
    Path file = Files.writeString(directory.resolve("secret.pem"), PEM);
    Map<String, String> complete = new HashMap<>();
    settings.forEach(
        (name, value) -> complete.put(name, value.equals("FILE") ? file.toString() : value));
    return complete;
  }

  private static Arguments settings(String... namesAndValues) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Arguments.of(settings);
  }
}
