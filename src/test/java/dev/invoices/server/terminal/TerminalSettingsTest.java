package dev.invoices.server.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalSettingsTest {

  @TempDir Path folder;
  private Path toml;

  /** One of the person's own may be in their home, and would be read. */
  @BeforeEach
  void writeToml() throws IOException {
    toml =
        Files.writeString(
            folder.resolve("o'ann's temporal.toml"),
            """
            [profile.default]
            address = "from-file:7233"
            [profile.other]
            address = "other:7233"
            """);
  }

  @Test
  void settingsThatDifferFromTheDefault_areShown() {
    Map<String, String> set =
        Map.of(
            "TEMPORAL_ADDRESS", "temporal:7233",
            "TEMPORAL_NAMESPACE", "invoices",
            "INVOICE_TASK_QUEUE", "mine",
            "TEMPORAL_TLS_SERVER_CA_CERT_PATH", "/etc/my certs/ca.pem");

    TerminalSettings settings = TerminalSettings.of(set);

    assertThat(settings.shown()).isEqualTo(set);
    assertThat(settings.byHand()).isEmpty();
  }

  /** As the bundle for Claude Desktop sets them. */
  @ParameterizedTest
  @CsvSource({"localhost:7233", "127.0.0.1:7233"})
  void defaults_andWhatTheInboxDoesNotRead_areLeftOut(String address) {
    TerminalSettings settings =
        TerminalSettings.of(
            Map.of(
                "TEMPORAL_ADDRESS", address,
                "TEMPORAL_NAMESPACE", "default",
                "TEMPORAL_API_KEY", "",
                "TEMPORAL_TLS", "false",
                "INVOICE_DECISIONS", "person",
                "INVOICE_WEB_UI", "none",
                "PATH", "/usr/bin"));

    assertThat(settings.shown()).isEmpty();
    assertThat(settings.byHand()).isEmpty();
  }

  @Test
  void defaultThatOverridesAFile_isShown() {
    Map<String, String> set =
        Map.of("TEMPORAL_CONFIG_FILE", toml.toString(), "TEMPORAL_ADDRESS", "localhost:7233");

    TerminalSettings overridden = TerminalSettings.of(set);

    // The file says nothing more, and so the address alone does the same.
    assertThat(overridden.shown()).isEqualTo(without(set, "TEMPORAL_CONFIG_FILE"));
  }

  @Test
  void fileAndProfile_areShown() {
    Map<String, String> set =
        Map.of("TEMPORAL_CONFIG_FILE", toml.toString(), "TEMPORAL_PROFILE", "other");

    assertThat(TerminalSettings.of(set).shown()).isEqualTo(set);
  }

  @Test
  void secrets_andWhatFitsNoSentence_areNamedOnly() {
    Map<String, String> set =
        Map.of(
            "TEMPORAL_API_KEY", "secret-1",
            "TEMPORAL_GRPC_META_AUTHORIZATION", "secret-2",
            "TEMPORAL_TLS_CLIENT_CERT_DATA", "-----BEGIN CERTIFICATE-----\nMIIB\n",
            "TEMPORAL_TLS_CLIENT_KEY_DATA", "secret-3");

    TerminalSettings settings = TerminalSettings.of(set);

    assertThat(settings.shown()).isEmpty();
    assertThat(settings.byHand()).containsExactlyInAnyOrderElementsOf(set.keySet());
  }

  private static Map<String, String> without(Map<String, String> set, String name) {
    Map<String, String> rest = new HashMap<>(set);
    rest.remove(name);
    return rest;
  }
}
