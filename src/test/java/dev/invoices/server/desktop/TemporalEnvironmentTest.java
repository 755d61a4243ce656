package dev.invoices.server.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemporalEnvironmentTest {

  @Test
  void nothingSet_carriesNothing() {
    TemporalEnvironment settings =
        TemporalEnvironment.from(Map.of("HOME", "/home/ann", "TEMPORAL_ADDRESS", ""));

    assertThat(settings.shown()).isEmpty();
    assertThat(settings.secrets()).isEmpty();
  }

  @Test
  void settings_carriedInTheOrderOfTheirNames() {
    TemporalEnvironment settings =
        TemporalEnvironment.from(
            Map.of(
                "TEMPORAL_TLS", "true",
                "TEMPORAL_NAMESPACE", "invoices",
                "TEMPORAL_ADDRESS", "temporal:7233"));

    assertThat(settings.shown().entrySet().toString())
        .isEqualTo(
            "[TEMPORAL_ADDRESS=temporal:7233, TEMPORAL_NAMESPACE=invoices, TEMPORAL_TLS=true]");
  }

  @Test
  void taskQueue_carriedToo_becauseTheWorkerHasTheSame() {
    TemporalEnvironment settings =
        TemporalEnvironment.from(
            Map.of("INVOICE_TASK_QUEUE", "invoices", "INVOICE_LEDGER", "ledger.db"));

    assertThat(settings.shown()).isEqualTo(Map.of("INVOICE_TASK_QUEUE", "invoices"));
  }

  @Test
  void addressOfTheWebUi_carriedToo_becauseResultsShowIt() {
    assertThat(TemporalEnvironment.from(Map.of("INVOICE_WEB_UI", "https://ui.example")).shown())
        .isEqualTo(Map.of("INVOICE_WEB_UI", "https://ui.example"));
  }

  @Test
  void secrets_namedOnly() {
    TemporalEnvironment settings =
        TemporalEnvironment.from(
            Map.of(
                "TEMPORAL_API_KEY", "s3cret",
                "TEMPORAL_TLS_CLIENT_KEY_DATA", "s3cret",
                "TEMPORAL_GRPC_META_AUTHORIZATION", "s3cret"));

    assertThat(settings.secrets())
        .containsExactly(
            "TEMPORAL_API_KEY", "TEMPORAL_GRPC_META_AUTHORIZATION", "TEMPORAL_TLS_CLIENT_KEY_DATA");
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void secretOfTheWorker_notEvenNamed_butHiddenWhereAnEntryHasIt() {
    TemporalEnvironment settings = TemporalEnvironment.from(Map.of("STRIPE_API_KEY", "s3cret"));

    assertThat(settings.shown()).isEmpty();
    assertThat(settings.secrets()).isEmpty();
    assertThat(TemporalEnvironment.isSecret("STRIPE_API_KEY", "s3cret")).isTrue();
  }

  @Test
  void certificateWithItsKey_namedOnly() {
    TemporalEnvironment settings =
        TemporalEnvironment.from(
            Map.of("TEMPORAL_TLS_CLIENT_CERT_DATA", "-----BEGIN PRIVATE KEY-----\nMIIE"));

    assertThat(settings.shown()).isEmpty();
    assertThat(settings.secrets()).containsExactly("TEMPORAL_TLS_CLIENT_CERT_DATA");
  }

  @Test
  void namesOfFiles_madeAbsolute_becauseTheServerStartsElsewhere() {
    TemporalEnvironment settings =
        TemporalEnvironment.from(Map.of("TEMPORAL_TLS_CLIENT_KEY_PATH", "keys/ann.pem"));

    assertThat(settings.shown())
        .containsEntry(
            "TEMPORAL_TLS_CLIENT_KEY_PATH", Path.of("keys/ann.pem").toAbsolutePath().toString());
  }

  @Test
  void settingsOfOtherPrograms_leftAlone() {
    TemporalEnvironment settings =
        TemporalEnvironment.from(Map.of("TEMPORAL_CLI_SHOW_STACKS", "true"));

    assertThat(settings.shown()).isEmpty();
    assertThat(settings.secrets()).isEmpty();
  }
}
