package dev.invoices.worker.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.temporal.SettingsException;
import dev.invoices.testkit.stripe.StripeStandIn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewaySettingTest {

  private final Map<String, String> environment = new HashMap<>();
  @TempDir Path directory;

  @BeforeEach
  void stripe() throws IOException {
    Path payees = directory.resolve("payees.json");
    Files.writeString(
        payees, "{\"payees\": [{\"vendor\": \"Alpha GmbH\", \"stripe\": \"acct_1\"}]}");
    environment.put("INVOICE_GATEWAY", "stripe");
    environment.put("INVOICE_PAYEES", payees.toString());
    environment.put("STRIPE_API_KEY", "rk_test_1234567890");
  }

  @Test
  void nothingSet_isTheSandbox() throws SettingsException {
    environment.clear();

    GatewayChoice chosen = GatewaySetting.read(environment, Optional.of(new BigDecimal("10.00")));

    assertThat(chosen.summary())
        .isEqualTo(
            "The sandbox, which moves no real money. Its balance before the first payment: 10.00 in each currency");
    assertThat(chosen.check()).isEmpty();
  }

  @Test
  void stripe_saysThatItIsATestKey_andAsksWhetherTheKeyIsAccepted() throws Exception {
    try (StripeStandIn stripe = StripeStandIn.start()) {
      environment.put("INVOICE_STRIPE_URL", stripe.url().toString());
      environment.put("STRIPE_API_KEY", StripeStandIn.KEY);
      GatewayChoice chosen = GatewaySetting.read(environment, Optional.empty());

      assertThat(chosen.summary()).startsWith("Stripe with a test key: no real money moves");
      assertThat(chosen.check()).isEmpty();

      environment.put("STRIPE_API_KEY", "rk_test_0123456789other");
      GatewayChoice refused = GatewaySetting.read(environment, Optional.empty());
      assertThatThrownBy(refused::check)
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("STRIPE_API_KEY is not accepted by Stripe");
    }
  }

  @Test
  void stripeThatCannotBeReached_isSaid() throws SettingsException {
    environment.put("INVOICE_STRIPE_URL", "http://127.0.0.1:1");

    assertThat(GatewaySetting.read(environment, Optional.empty()).check().orElseThrow())
        .startsWith("Stripe could not be asked whether it accepts the key");
  }

  @Test
  void settingsOfStripe_areRequired() {
    environment.keySet().removeIf(name -> !name.equals("INVOICE_GATEWAY"));

    assertThatThrownBy(() -> GatewaySetting.read(environment, Optional.empty()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("STRIPE_API_KEY is not set", "INVOICE_PAYEES is not set");
  }

  @Test
  void unknownGateway_isRefusedWithThoseThatThereAre() {
    environment.put("INVOICE_GATEWAY", "stripes");

    assertThatThrownBy(() -> GatewaySetting.read(environment, Optional.empty()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "INVOICE_GATEWAY is \"stripes\" but must be one of sandbox, stripe, or the name of a provider on the class path; docs/payments.md says how to write one");
  }
}
