package dev.invoices.temporal;

import static dev.invoices.testkit.Certificates.AUTHORITY;
import static dev.invoices.testkit.Certificates.CLIENT;
import static dev.invoices.testkit.Certificates.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.invoices.testkit.Certificates;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.EveryTool;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TLS, client certificates and API keys as both packaged jars take them from Temporal's standard
 * settings. Whether it works or not, no key and no certificate is ever shown to anybody.
 */
@Timeout(120)
@Tag("patient")
class TlsIT {

  private static final String API_KEY = "key-8f14e45fceea167a5a36dedd4bea2543";
  private static final String OTHER_API_KEY = "key-c9f0f895fb98ab9159f51fd0297e236d";
  private static final String READY = "Worker started. Listening for invoice workflows...";
  private static final String UNREACHABLE = "TEMPORAL_UNREACHABLE";
  private static final String REFUSED = "TEMPORAL_REFUSED";

  @TempDir static Path directory;

  private static Certificates certificates;
  @AutoClose private static TemporalFixture mutual;
  @AutoClose private static TemporalFixture guarded;

  @BeforeAll
  static void start() throws Exception {
    certificates = Certificates.createIn(directory);
    mutual = TemporalFixture.requiringCertificate(certificates);
    guarded = TemporalFixture.requiringApiKey(API_KEY, certificates);
  }

  @Test
  void clientCertificateInFiles_getsAnInvoicePaid() throws Exception {
    assertInvoiceIsPaid("FILES", mutualTls());
  }

  @Test
  void clientCertificateInVariables_getsAnInvoicePaid() throws Exception {
    assertInvoiceIsPaid(
        "VARIABLES",
        Map.of(
            "TEMPORAL_ADDRESS",
            mutual.address(),
            "TEMPORAL_TLS_SERVER_CA_CERT_DATA",
            Files.readString(certificates.certificate(AUTHORITY)),
            "TEMPORAL_TLS_CLIENT_CERT_DATA",
            Files.readString(certificates.certificate(CLIENT)),
            "TEMPORAL_TLS_CLIENT_KEY_DATA",
            Files.readString(certificates.key(CLIENT))));
  }

  @Test
  void apiKeyInAVariable_getsAnInvoicePaid_overTlsWithoutAskingForIt() throws Exception {
    assertInvoiceIsPaid("KEY", with(apiKeyTls(), "TEMPORAL_API_KEY", API_KEY));
  }

  @Test
  void apiKeyInTheConfigurationFile_getsAnInvoicePaid() throws Exception {
    assertInvoiceIsPaid(
        "TOML-KEY",
        configurationFile(
            """
            [profile.default]
            address = "%s"
            api_key = "%s"
            [profile.default.tls]
            server_ca_cert_path = '%s'
            """
                .formatted(guarded.address(), API_KEY, certificates.certificate(AUTHORITY))));
  }

  @Test
  void clientCertificateInAProfileOfTheConfigurationFile_getsAnInvoicePaid() throws Exception {
    assertInvoiceIsPaid(
        "TOML-CERTIFICATE",
        with(
            configurationFile(
                """
                [profile.production]
                address = "%s"
                [profile.production.tls]
                server_ca_cert_path = '%s'
                client_cert_path = '%s'
                client_key_path = '%s'
                """
                    .formatted(
                        mutual.address(),
                        certificates.certificate(AUTHORITY),
                        certificates.certificate(CLIENT),
                        certificates.key(CLIENT))),
            "TEMPORAL_PROFILE",
            "production"));
  }

  static Stream<Arguments> troubles() {
    String stranger = certificates.certificate(STRANGER).toString();
    return Stream.of(
        arguments(
            "a server whom the given authority does not vouch for",
            with(mutualTls(), "TEMPORAL_TLS_SERVER_CA_CERT_PATH", stranger),
            UNREACHABLE,
            "TEMPORAL_TLS"),
        arguments(
            "a server that has a certificate for another name",
            with(mutualTls(), "TEMPORAL_TLS_SERVER_NAME", "temporal.example"),
            UNREACHABLE,
            "TEMPORAL_TLS"),
        arguments(
            "no client certificate where one is asked for",
            with(apiKeyTls(), "TEMPORAL_ADDRESS", mutual.address()),
            UNREACHABLE,
            "TEMPORAL_TLS"),
        arguments(
            "a client certificate that the server does not trust",
            with(
                with(mutualTls(), "TEMPORAL_TLS_CLIENT_CERT_PATH", stranger),
                "TEMPORAL_TLS_CLIENT_KEY_PATH",
                certificates.key(STRANGER).toString()),
            UNREACHABLE,
            "TEMPORAL_TLS"),
        arguments(
            "plaintext expected but TLS offered",
            Map.of("TEMPORAL_ADDRESS", mutual.address()),
            UNREACHABLE,
            "TEMPORAL_TLS"),
        arguments("no API key where one is asked for", apiKeyTls(), REFUSED, "TEMPORAL_API_KEY"),
        arguments(
            "a wrong API key",
            with(apiKeyTls(), "TEMPORAL_API_KEY", OTHER_API_KEY),
            REFUSED,
            "TEMPORAL_API_KEY"),
        arguments(
            "an API key with a line break in it",
            with(apiKeyTls(), "TEMPORAL_API_KEY", API_KEY + "\n"),
            REFUSED,
            "TEMPORAL_API_KEY"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void wrongTls_isReportedByEveryToolAndByTheWorker_withTheSettingToCheck(
      String trouble, Map<String, String> settings, String code, String setting) throws Exception {
    // given a server that has loaded its classes
    try (var tools = startServer(settings)) {
      tools.status("WARM-UP");

      // when each tool is called
      Map<String, ToolReply> replies = EveryTool.call(tools.timed(), "TROUBLE");

      // then each says what to check, in time
      assertThat(EveryTool.codes(replies)).isEqualTo(EveryTool.all(code));
      assertThat(replies.values())
          .allSatisfy(
              reply ->
                  assertThat(reply.text()).contains(settings.get("TEMPORAL_ADDRESS"), setting));
      assertNoSecretIn(said(replies.values(), tools));
    }

    // and a worker says in one line that it cannot go on yet, and keeps trying
    try (var worker = JarProcess.startAlone(PackagedJar.worker(), forWorker(settings))) {
      assertThat(worker.stderrLineWith("Trying again"))
          .contains("Temporal at " + settings.get("TEMPORAL_ADDRESS"), setting);
      assertThat(worker.stdout()).isEmpty();
      assertThat(worker.isAlive()).isTrue();
      assertNoSecretIn(worker.stderr());
    }
  }

  @Test
  void checkWithTheRightKey_saysThatItIsEncrypted() throws Exception {
    for (PackagedJar jar : List.of(PackagedJar.server(), PackagedJar.worker())) {
      List<String> table = check(jar, with(apiKeyTls(), "TEMPORAL_API_KEY", API_KEY));

      assertThat(table)
          .anyMatch(
              line -> line.matches("✓ Temporal +%s, with TLS, .*".formatted(guarded.address())))
          .anyMatch(line -> line.startsWith("✓ Namespace "));
    }
  }

  @Test
  void checkWithAWrongKey_isBad_withTheSettingToCheck() throws Exception {
    for (PackagedJar jar : List.of(PackagedJar.server(), PackagedJar.worker())) {
      List<String> table = check(jar, with(apiKeyTls(), "TEMPORAL_API_KEY", OTHER_API_KEY));

      assertThat(table)
          .anyMatch(
              line ->
                  line.matches(
                      "✗ Temporal +%s, with TLS: .* Check TEMPORAL_API_KEY or .*"
                          .formatted(guarded.address())))
          .anyMatch(line -> line.matches("- Namespace +Not checked, .*"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TEMPORAL_TLS_CLIENT_CERT_DATA", "TEMPORAL_TLS_SERVER_CA_CERT_DATA"})
  void keyWhereACertificateBelongs_isRefusedInOneLine_withoutShowingIt(String variable)
      throws Exception {
    Map<String, String> settings =
        Map.of(
            variable,
            Files.readString(certificates.key(CLIENT)),
            "TEMPORAL_TLS_CLIENT_KEY_DATA",
            Files.readString(certificates.key(CLIENT)));
    for (PackagedJar jar : List.of(PackagedJar.server(), PackagedJar.worker())) {
      try (var process = JarProcess.startAlone(jar, settings)) {
        assertThat(process.exitStatus()).isEqualTo(2);
        assertThat(process.stderr()).singleElement().asString().contains("TEMPORAL_TLS");
        assertNoSecretIn(process.stderr());
      }
    }
  }

  private static Map<String, String> mutualTls() {
    return Map.of(
        "TEMPORAL_ADDRESS",
        mutual.address(),
        "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
        certificates.certificate(AUTHORITY).toString(),
        "TEMPORAL_TLS_CLIENT_CERT_PATH",
        certificates.certificate(CLIENT).toString(),
        "TEMPORAL_TLS_CLIENT_KEY_PATH",
        certificates.key(CLIENT).toString());
  }

  private static Map<String, String> apiKeyTls() {
    return Map.of(
        "TEMPORAL_ADDRESS",
        guarded.address(),
        "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
        certificates.certificate(AUTHORITY).toString());
  }

  private static Map<String, String> configurationFile(String toml) throws IOException {
    Path file = Files.writeString(Files.createTempFile(directory, "temporal", ".toml"), toml);
    return Map.of("TEMPORAL_CONFIG_FILE", file.toString());
  }

  private static Map<String, String> with(Map<String, String> settings, String name, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(name, value);
    return more;
  }

  private static void assertInvoiceIsPaid(String id, Map<String, String> settings)
      throws Exception {
    List<String> workerLog = new CopyOnWriteArrayList<>();
    try (var tools = startServer(settings)) {
      // The first call of a process that has yet to load its classes may be late.
      ToolReply submitted =
          Eventually.see(
              "an accepted invoice",
              () -> tools.submit(EveryTool.invoice(id)),
              reply -> Set.of("STARTED", "ALREADY_OPEN").contains(reply.code()));
      ToolReply approved = tools.approve(id);
      ProcessBuilder command =
          JarProcess.alone(
              new ProcessBuilder(PackagedJar.worker().command(JarProcess.jvmOptions())),
              forWorker(settings));
      try (var worker = WorkerProcess.start(command, workerLog::add)) {
        ToolReply paid = tools.awaitStatus(id, "Completed");
        assertThat(worker.isAlive()).isTrue();
        assertNoSecretIn(said(List.of(submitted, approved, paid), tools));
      }
    }
    assertThat(workerLog).contains(READY);
    assertNoSecretIn(workerLog);
  }

  private static List<String> check(PackagedJar jar, Map<String, String> settings)
      throws Exception {
    List<String> command = new ArrayList<>(jar.command(JarProcess.jvmOptions()));
    command.add(1, "-Dstdout.encoding=UTF-8");
    command.add("--check");
    ProcessBuilder process = JarProcess.alone(new ProcessBuilder(command), forWorker(settings));
    try (var check = JarProcess.start(process)) {
      check.exitStatus();
      assertThat(check.stderr()).isEmpty();
      assertNoSecretIn(check.stdout());
      return check.stdout();
    }
  }

  private static McpTools startServer(Map<String, String> settings) throws IOException {
    return McpTools.start(process -> JarProcess.alone(process, settings), "claude-ai");
  }

  private static Map<String, String> forWorker(Map<String, String> settings) {
    return with(
        with(settings, "INVOICE_LEDGER", directory.resolve("ledger.db").toString()),
        "INVOICE_PAYMENT_PACE",
        "PT0S");
  }

  private static List<String> said(Iterable<ToolReply> replies, McpTools tools) {
    List<String> said = new ArrayList<>(tools.log());
    replies.forEach(reply -> said.add(reply.text() + reply.content()));
    return said;
  }

  private static void assertNoSecretIn(List<String> said) throws IOException {
    List<String> secrets = new ArrayList<>(certificates.contents());
    secrets.addAll(List.of(API_KEY, OTHER_API_KEY));
    assertThat(String.join("\n", said)).doesNotContain(secrets.toArray(String[]::new));
  }
}
