package dev.invoices.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUiTest {

  @ParameterizedTest
  @CsvSource({
    "localhost:7233, 8233",
    "LocalHost:7444, 8444",
    "127.0.0.1:7233, 8233",
    "[::1]:17233, 18233",
    "localhost:64535, 65535"
  })
  void temporalOnThisMachine_hasTheOneOfTheDevServer(String temporal, int port) throws Exception {
    assertThat(page(Map.of(), temporal)).contains("http://localhost:" + port);
    assertThat(page(Map.of("INVOICE_WEB_UI", " "), temporal)).contains("http://localhost:" + port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "temporal.example:7233",
        "localhost.example:7233",
        "127.0.0.10:7233",
        "[::2]:7233",
        "localhost:64536",
        "localhost:7233/x"
      })
  void temporalElsewhere_hasNoneThatIsKnown(String temporal) throws Exception {
    assertThat(page(Map.of(), temporal)).isEmpty();
  }

  @Test
  void none_isNone() throws Exception {
    assertThat(page(Map.of("INVOICE_WEB_UI", "none"), "localhost:7233")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://cloud.temporal.io, https://cloud.temporal.io",
    "http://localhost:8080/, http://localhost:8080",
    "' https://ops.example/temporal/ui// ', https://ops.example/temporal/ui",
    "http://[::1]:8233, http://[::1]:8233",
    "http://temporal_ui:8080, http://temporal_ui:8080",
    "https://web_ui.ops_1.example/ui, https://web_ui.ops_1.example/ui"
  })
  void address_isTaken_withoutSlashesAtItsEnd(String value, String address) throws Exception {
    assertThat(page(Map.of("INVOICE_WEB_UI", value), "temporal.example:7233")).contains(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8233",
        "ftp://localhost:8233",
        "javascript:alert(1)",
        "http://",
        "http:///namespaces",
        "https:temporal",
        "None",
        "/namespaces",
        "http://local host:8233",
        "http://ann:s3cret@localhost:8233",
        "http://ann_b:s3cret@web_ui:8233",
        "http://web_ui,other:8233",
        "http://localhost:8233/?a=b",
        "http://localhost:8233/#top"
      })
  void anythingElse_isRefusedSayingWhatItShouldBe_withoutThePassword(String value) {
    assertThatThrownBy(() -> page(Map.of("INVOICE_WEB_UI", value), "localhost:7233"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "INVOICE_WEB_UI must be an address that begins with http:// or https://, such as http://localhost:8233, without a user, a query or a fragment; or none");
  }

  @Test
  void pageOfAWorkflow_isOnTheHostWithAnUnderscore() throws Exception {
    Map<String, String> setting = Map.of("INVOICE_WEB_UI", "http://temporal_ui:8080");

    assertThat(WebUi.read(setting, "temporal:7233", "default").orElseThrow())
        .extracting(ui -> ui.workflow("invoice-INV-001", Optional.of("a-b")).toString())
        .isEqualTo("http://temporal_ui:8080/namespaces/default/workflows/invoice-INV-001/a-b");
  }

  @Test
  void pageOfAWorkflow_hasItsNamesEncoded() throws Exception {
    WebUi ui = WebUi.read(Map.of(), "localhost:7233", "my invoices").orElseThrow();

    assertThat(ui.workflow("invoice-RE 50%/ü?#", Optional.of("a-b")).toString())
        .isEqualTo(
            "http://localhost:8233/namespaces/my%20invoices/workflows/invoice-RE%2050%25%2F%C3%BC%3F%23/a-b");
    assertThat(ui.workflow("invoice-INV-001", Optional.empty()).toString())
        .isEqualTo("http://localhost:8233/namespaces/my%20invoices/workflows/invoice-INV-001");
  }

  private static Optional<String> page(Map<String, String> environment, String temporal)
      throws SettingsException {
    return WebUi.read(environment, temporal, "default").map(ui -> ui.address().toString());
  }
}
