package dev.invoices.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.temporal.SecretSettings;
import dev.invoices.temporal.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSettingsTest {

  private static final String HUSH = "51Hush0123456789";

  @TempDir private Path folder;
  private Path payees;

  @BeforeEach
  void writePayees() throws Exception {
    payees = folder.resolve("payees.json");
    Files.writeString(payees, "{\"payees\": []}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rk_test_", "sk_test_"})
  void testKey_announcedAsSuch(String kind) throws Exception {
    StripeSettings settings = read(Map.of("STRIPE_API_KEY", " " + kind + HUSH + " "));

    assertThat(settings.summary()).isEqualTo("Stripe with a test key: no real money moves");
    assertThat(settings.url()).hasToString("https://api.stripe.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rk_live_", "sk_live_"})
  void liveKeyWithItsSwitch_taken(String kind) throws Exception {
    StripeSettings settings = read(Map.of("STRIPE_API_KEY", kind + HUSH, "INVOICE_LIVE", "true"));

    assertThat(settings.summary()).isEqualTo("Stripe with a live key: real money moves");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "false"})
  void liveKeyWithoutItsSwitch_refused(String live) {
    assertRefused(
        Map.of("STRIPE_API_KEY", "rk_live_" + HUSH, "INVOICE_LIVE", live),
        "STRIPE_API_KEY is a live key, which moves real money. Set INVOICE_LIVE to true beside it, or use a test key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pk_test_" + HUSH,
        "rk_" + HUSH,
        "rk_test_",
        "whsec_" + HUSH,
        "rk_test_" + HUSH + "\nX-Forged: 1",
        "rk_test_" + HUSH + "ü"
      })
  void otherKey_refusedWithoutShowingIt(String key) {
    assertRefused(
        Map.of("STRIPE_API_KEY", key),
        "STRIPE_API_KEY is no key that can pay. It must be a restricted or secret key of Stripe: it begins with rk_test_, rk_live_, sk_test_ or sk_live_");
  }

  @Test
  void everythingMissingOrInvalid_allSaidAtOnce() {
    assertThatThrownBy(
            () ->
                StripeSettings.fromEnvironment(
                    Map.of("INVOICE_LIVE", "yes", "INVOICE_STRIPE_URL", "stripe")))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            """
            INVOICE_LIVE is "yes" but must be true or false
            STRIPE_API_KEY is not set. Set it to a restricted key of Stripe that may write transfers
            INVOICE_STRIPE_URL is "stripe" but must be an address such as https://api.stripe.com
            INVOICE_PAYEES is not set. Set it to the file that says which vendor has which account at Stripe""");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:12111",
    "http://localhost:1",
    "http://[::1]:1/",
    "https://proxy.example"
  })
  void otherAddress_taken(String url) throws Exception {
    assertThat(
            read(Map.of("STRIPE_API_KEY", "rk_test_" + HUSH, "INVOICE_STRIPE_URL", url)).summary())
        .isEqualTo("Stripe with a test key: no real money moves, at " + url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://localhost",
        "https://",
        "https://a b",
        "https://x.example/v1",
        "https://u:p@x.example",
        "https://x.example?a=b",
        "localhost:80"
      })
  void noAddress_refused(String url) {
    assertRefused(
        Map.of("STRIPE_API_KEY", "rk_test_" + HUSH, "INVOICE_STRIPE_URL", url),
        "INVOICE_STRIPE_URL is \"%s\" but must be an address such as https://api.stripe.com"
            .formatted(url));
  }

  @Test
  void keyInTheClear_refused() {
    assertRefused(
        Map.of("STRIPE_API_KEY", "rk_test_" + HUSH, "INVOICE_STRIPE_URL", "http://10.0.0.1"),
        "INVOICE_STRIPE_URL is \"http://10.0.0.1\" but must begin with https://, except on this machine");
    assertRefused(
        Map.of(
            "STRIPE_API_KEY", "rk_live_" + HUSH,
            "INVOICE_LIVE", "true",
            "INVOICE_STRIPE_URL", "http://localhost:1"),
        "INVOICE_STRIPE_URL is \"http://localhost:1\" but must begin with https:// for a live key");
  }

  @Test
  void invalidPayees_refusedWithTheReason() throws Exception {
    Files.writeString(payees, "{}");

    assertRefused(
        Map.of("STRIPE_API_KEY", "rk_test_" + HUSH),
        "INVOICE_PAYEES is \"%s\" but must be a valid list of payees: payees must be an array of objects"
            .formatted(payees));
  }

  @Test
  void key_inNoText() throws Exception {
    StripeSettings settings = read(Map.of("STRIPE_API_KEY", "rk_test_" + HUSH));

    assertThat(settings.toString() + settings.key() + settings.payees()).doesNotContain(HUSH);
    assertThat(SecretSettings.isSecret("STRIPE_API_KEY")).isTrue();
    assertThatThrownBy(() -> ApiKey.of("pk_test_" + HUSH)).hasMessageNotContaining(HUSH);
  }

  private void assertRefused(Map<String, String> environment, String message) {
    assertThatThrownBy(() -> read(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  private StripeSettings read(Map<String, String> environment) throws SettingsException {
    Map<String, String> complete = new HashMap<>(environment);
    complete.put("INVOICE_PAYEES", payees.toString());
    return StripeSettings.fromEnvironment(complete);
  }
}
