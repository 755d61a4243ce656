package dev.invoices.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The standard Temporal settings, and a message a person can act on when one is wrong. */
class TemporalSettingsTest {

  private static final String SECRET = "s3cr3t";

  @TempDir private Path directory;

  @Test
  void nothingSet_localServerAndDefaultNamespace() throws Exception {
    ClientConfigProfile profile = TemporalSettings.load(environment(Map.of()));

    assertThat(target(profile)).isEqualTo("127.0.0.1:7233");
    assertThat(profile.toWorkflowClientOptions().getNamespace()).isNull();
  }

  @Test
  void variables_taken() throws Exception {
    ClientConfigProfile profile =
        TemporalSettings.load(
            environment(
                Map.of("TEMPORAL_ADDRESS", "temporal:7000", "TEMPORAL_NAMESPACE", "invoices")));

    assertThat(target(profile)).isEqualTo("temporal:7000");
    assertThat(profile.toWorkflowClientOptions().getNamespace()).isEqualTo("invoices");
  }

  @ParameterizedTest
  @CsvSource({
    "TEMPORAL_NAMESPACE, other, false",
    "TEMPORAL_TLS, true, true",
    "TEMPORAL_TLS, false, false",
    "TEMPORAL_TLS_SERVER_NAME, temporal, true"
  })
  void tls_isWhatTheConnectionUses(String name, String value, boolean expected) throws Exception {
    assertThat(usesTls(Map.of(name, value))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "true", "false"})
  void apiKey_turnsTlsOn(String tls) throws Exception {
    assertThat(usesTls(Map.of("TEMPORAL_API_KEY", SECRET, "TEMPORAL_TLS", tls))).isTrue();
  }

  private boolean usesTls(Map<String, String> variables) throws SettingsException {
    try (TemporalConnection connection =
        TemporalConnection.fromEnvironment(environment(variables))) {
      return connection.usesTls();
    }
  }

  @Test
  void configFile_takenAndOverriddenByVariables() throws Exception {
    String file =
        file(
            """
            [profile.default]
            address = "temporal:7000"
            namespace = "invoices"
            """);

    ClientConfigProfile profile =
        TemporalSettings.load(Map.of("TEMPORAL_CONFIG_FILE", file, "TEMPORAL_NAMESPACE", "other"));

    assertThat(target(profile)).isEqualTo("temporal:7000");
    assertThat(profile.toWorkflowClientOptions().getNamespace()).isEqualTo("other");
  }

  @ParameterizedTest
  @CsvSource({"true, false", "TRUE, false", "false, true"})
  void tlsSwitch_taken(String value, boolean disabled) throws Exception {
    ClientConfigProfile profile = TemporalSettings.load(environment(Map.of("TEMPORAL_TLS", value)));

    assertThat(profile.getTls().isDisabled()).isEqualTo(disabled);
  }

  @ParameterizedTest
  @CsvSource({
    "TEMPORAL_TLS, 1",
    "TEMPORAL_TLS, yes",
    "TEMPORAL_TLS, ' true'",
    "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION, 1"
  })
  void switchThatIsNeitherTrueNorFalse_refusedRatherThanTakenForFalse(String name, String value) {
    assertThat(refusal(environment(Map.of(name, value))))
        .hasMessage("%s is \"%s\" but must be true or false", name, value);
  }

  @Test
  void configFileThatIsNotThere_refusedByName() {
    String file = directory.resolve("none.toml").toString();

    assertThat(refusal(Map.of("TEMPORAL_CONFIG_FILE", file)))
        .hasMessage("TEMPORAL_CONFIG_FILE names %s, which is not a readable file", file);
  }

  @Test
  void configFileThatIsADirectory_refusedByName() {
    assertThat(refusal(Map.of("TEMPORAL_CONFIG_FILE", directory.toString())))
        .hasMessageContaining("TEMPORAL_CONFIG_FILE")
        .hasMessageContaining(directory.toString());
  }

  @Test
  void misspeltKey_refusedByNameWithTheKnownOnes() throws Exception {
    String file =
        file(
            """
            [profile.default]
            adress = "temporal:7000"
            api_key = "%s"
            """
                .formatted(SECRET));

    assertThat(refusal(Map.of("TEMPORAL_CONFIG_FILE", file)))
        .hasMessageContaining("unknown key \"profile.default.adress\"")
        .hasMessageContaining(" address,")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void brokenToml_refusedByPlace() throws Exception {
    String file =
        file(
            """
            [profile.default]
            api_key = "%s
            """
                .formatted(SECRET));

    assertThat(refusal(Map.of("TEMPORAL_CONFIG_FILE", file)))
        .hasMessageContaining("configuration file is not valid TOML: line 2")
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "api_key = {a = \"s3cr3t\"}, profile.default.api_key",
    "tls = \"s3cr3t\",           profile.default.tls",
    "tls = {disabled = \"si\"},  profile.default.tls.disabled"
  })
  void valueOfTheWrongType_refusedByKey(String line, String key) throws Exception {
    String file = file("[profile.default]\n" + line);

    assertThat(refusal(Map.of("TEMPORAL_CONFIG_FILE", file)))
        .hasMessage("The Temporal configuration file has an invalid value for \"%s\"", key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing yet\n"})
  void configFileWithoutAProfile_refusedSayingWhatToDo(String content) throws Exception {
    assertThat(refusal(Map.of("TEMPORAL_CONFIG_FILE", file(content))))
        .hasMessageContaining("no profile; add the line [profile.default]");
  }

  @Test
  void unknownProfile_refusedByName() throws Exception {
    String file = file("[profile.default]\naddress = \"temporal:7000\"\n");

    assertThat(refusal(Map.of("TEMPORAL_CONFIG_FILE", file, "TEMPORAL_PROFILE", "staging")))
        .hasMessageContaining("staging");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local host:7233", "temporal:not-a-port", "temporal:7233/extra path"})
  void addressThatIsNone_refusedByValue(String address) {
    assertThat(
            refusal(environment(Map.of("TEMPORAL_ADDRESS", address, "TEMPORAL_API_KEY", SECRET))))
        .hasMessageContaining("TEMPORAL_ADDRESS")
        .hasMessageContaining(address)
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:",
        "http://localhost:7233",
        "temporal:0",
        "temporal:65536",
        ":7233",
        "7233",
        "[::1]"
      })
  void addressWithoutAHostOrAPort_refusedRatherThanCompleted(String address) {
    assertThat(refusal(environment(Map.of("TEMPORAL_ADDRESS", address))))
        .hasMessage(
            "The Temporal address (TEMPORAL_ADDRESS or temporal.toml) is \"%s\""
                + " but must be host:port, such as localhost:7233",
            address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"temporal:1", "[::1]:7233", "my.ns.tmprl.cloud:65535"})
  void addressWithHostAndPort_taken(String address) throws Exception {
    assertThat(target(TemporalSettings.load(environment(Map.of("TEMPORAL_ADDRESS", address)))))
        .isEqualTo(address);
  }

  @Test
  void emptyVariable_countsAsNotSet() throws Exception {
    String file = file("[profile.default]\naddress = \"temporal:7000\"\n");

    ClientConfigProfile profile =
        TemporalSettings.load(
            Map.of("TEMPORAL_CONFIG_FILE", file, "TEMPORAL_ADDRESS", "", "TEMPORAL_TLS", ""));

    assertThat(target(profile)).isEqualTo("temporal:7000");
  }

  @Test
  void certificateThatIsNotThere_refusedByFile() {
    String certificate = directory.resolve("none.pem").toString();

    assertThat(
            refusal(
                environment(
                    Map.of(
                        "TEMPORAL_TLS_CLIENT_CERT_PATH", certificate,
                        "TEMPORAL_TLS_CLIENT_KEY_PATH", certificate,
                        "TEMPORAL_API_KEY", SECRET))))
        .hasMessageContaining("TEMPORAL_TLS_*")
        .hasMessageContaining("no file " + certificate)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void certificateThatIsNone_refusedWithoutItsContent() throws Exception {
    String certificate = file(SECRET);

    assertThat(refusal(environment(Map.of("TEMPORAL_TLS_SERVER_CA_CERT_PATH", certificate))))
        .hasMessageContaining("TEMPORAL_TLS_*")
        .hasMessageNotContaining(SECRET);
  }

  /** These variables over a configuration file that says nothing, not over this machine's own. */
  private Map<String, String> environment(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    try {
      environment.put("TEMPORAL_CONFIG_FILE", file("[profile.default]\n"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return environment;
  }

  private String file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "temporal", ".toml"), content)
        .toString();
  }

  private static String target(ClientConfigProfile profile) throws SettingsException {
    WorkflowServiceStubs stubs = TemporalSettings.open(profile);
    try {
      return stubs.getOptions().getTarget();
    } finally {
      stubs.shutdownNow();
    }
  }

  private static SettingsException refusal(Map<String, String> environment) {
    var refusal =
        catchThrowableOfType(
            SettingsException.class,
            () -> TemporalSettings.open(TemporalSettings.load(environment)).shutdownNow());
    assertThat(refusal).as("refusal of %s", environment).isNotNull();
    return refusal;
  }
}
