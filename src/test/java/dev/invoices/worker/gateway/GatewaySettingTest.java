package dev.invoices.worker.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.Money;
import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.PaymentUncertainException;
import dev.invoices.payment.ledger.ProviderPaymentGateway;
import dev.invoices.temporal.SettingsException;
import dev.invoices.testkit.ScriptedProvider;
import dev.invoices.testkit.stripe.StripeStandIn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewaySettingTest {

  private static final Payment PAYMENT = payment(1);

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
  void testsAndRealMoney_shareNoLedger() throws Exception {
    Ledger ledger = SqliteLedger.open(directory.resolve("ledger.db"), "default");
    GatewayChoice test = GatewaySetting.read(environment, Optional.empty());
    GatewayChoice sandbox = GatewaySetting.read(Map.of(), Optional.empty());
    environment.put("STRIPE_API_KEY", "rk_live_1234567890");
    environment.put("INVOICE_LIVE", "true");
    GatewayChoice live = GatewaySetting.read(environment, Optional.empty());
    for (GatewayChoice any : List.of(test, sandbox, live)) {
      any.over(ledger);
    }

    sandbox.over(ledger).pay(PAYMENT);

    assertThat(sandbox.over(ledger).pay(PAYMENT).id()).startsWith("SBX-");
    assertRefused(
        test, ledger, "has payments of sandbox, and this worker would pay through stripe-test");
    assertRefused(
        live, ledger, "has payments of sandbox, and this worker would pay through stripe");
  }

  @Test
  void sandbox_isRefusedByALedgerOfRealMoney() throws Exception {
    Ledger ledger = SqliteLedger.open(directory.resolve("ledger.db"), "default");
    new ProviderPaymentGateway(ledger, new ScriptedProvider(Clock.systemUTC(), Duration.ofHours(1)))
        .pay(PAYMENT);

    assertRefused(
        GatewaySetting.read(Map.of(), Optional.empty()),
        ledger,
        "has payments of scripted, and this worker would pay through sandbox");
  }

  /** Each found it empty. */
  @Test
  void testKeyAndLiveKey_startedTogetherOnAnEmptyLedger_onlyTheFirstOneBeginsAPayment()
      throws Exception {
    Ledger ledger = SqliteLedger.open(directory.resolve("ledger.db"), "default");
    environment.put("INVOICE_STRIPE_URL", "http://127.0.0.1:1");
    PaymentGateway test = GatewaySetting.read(environment, Optional.empty()).over(ledger);
    environment.remove("INVOICE_STRIPE_URL");
    environment.put("STRIPE_API_KEY", "rk_live_1234567890");
    environment.put("INVOICE_LIVE", "true");
    PaymentGateway live = GatewaySetting.read(environment, Optional.empty()).over(ledger);

    assertThatThrownBy(() -> test.pay(PAYMENT)).isInstanceOf(PaymentUncertainException.class);

    assertThatThrownBy(() -> live.pay(payment(2)))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(
            "has payments of stripe-test, and this worker would pay through stripe.");
  }

  private static Payment payment(int line) {
    return new Payment(
        "key " + line,
        Optional.of("Alpha GmbH"),
        "INV-1",
        line,
        "Desk",
        new Money(Currency.getInstance("USD"), new BigDecimal("10.00")),
        "run-1",
        Optional.of(Instant.EPOCH));
  }

  private static void assertRefused(GatewayChoice chosen, Ledger ledger, String reason) {
    assertThatThrownBy(() -> chosen.over(ledger))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll(reason, "Set INVOICE_LEDGER to another one");
  }

  @Test
  void keyInAWrongSetting_isNotShown() {
    environment.put("INVOICE_GATEWAY", "sk_live_1234567890");
    assertThatThrownBy(() -> GatewaySetting.read(environment, Optional.empty()))
        .hasMessageStartingWith("INVOICE_GATEWAY is \"(key)\"");

    environment.put("INVOICE_GATEWAY", "stripe");
    for (String name : List.of("INVOICE_LIVE", "INVOICE_PAYEES", "INVOICE_STRIPE_URL")) {
      environment.put(name, "sk_live_1234567890");
    }
    assertThatThrownBy(() -> GatewaySetting.read(environment, Optional.empty()))
        .hasMessageContaining("(key)")
        .hasMessageNotContaining("1234567890");
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
