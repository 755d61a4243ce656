package dev.invoices.worker.gateway;

import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.payment.stripe.StripeProvider;
import dev.invoices.temporal.SettingsException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Reads which gateway pays. */
public final class GatewaySetting {

  /** The setting: {@code sandbox}, {@code stripe}, or the name of a provider on the class path. */
  public static final String NAME = "INVOICE_GATEWAY";

  private GatewaySetting() {}

  /**
   * Reads the setting, and those of the gateway that it chooses.
   *
   * @param balance the money in the sandbox's account; empty for no limit
   * @throws SettingsException with a line for each setting that is missing or invalid
   */
  public static GatewayChoice read(Map<String, String> environment, Optional<BigDecimal> balance)
      throws SettingsException {
    String name = environment.getOrDefault(NAME, "").strip();
    if (name.isEmpty() || name.equals(SandboxPaymentGateway.NAME)) {
      return new SandboxChoice(balance);
    }
    return name.equals(StripeProvider.NAME)
        ? ProviderChoice.stripe(environment)
        : ProviderChoice.of(OwnProviders.find(name));
  }
}
