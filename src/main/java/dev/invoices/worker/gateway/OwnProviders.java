package dev.invoices.worker.gateway;

import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.payment.stripe.StripeProvider;
import dev.invoices.payment.stripe.StripeSettings;
import dev.invoices.temporal.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Providers that others have written, found on the class path by {@link ServiceLoader}. */
final class OwnProviders {

  private OwnProviders() {}

  /**
   * The one of this name.
   *
   * @throws SettingsException when there is none or more than one, or one cannot be created
   */
  static PaymentProvider find(String name) throws SettingsException {
    List<PaymentProvider> found = all();
    List<PaymentProvider> named =
        found.stream().filter(provider -> provider.name().equals(name)).toList();
    if (named.size() > 1) {
      throw new SettingsException(
          "%s is \"%s\", and the class path has %d providers of this name. Leave one of them out"
              .formatted(GatewaySetting.NAME, StripeSettings.withoutKeys(name), named.size()));
    }
    if (named.isEmpty()) {
      List<String> names =
          new ArrayList<>(List.of(SandboxPaymentGateway.NAME, StripeProvider.NAME));
      found.forEach(provider -> names.add(provider.name()));
      throw new SettingsException(
          "%s is \"%s\" but must be one of %s, or the name of a provider on the class path; docs/payments.md says how to write one"
              .formatted(
                  GatewaySetting.NAME, StripeSettings.withoutKeys(name), String.join(", ", names)));
    }
    return named.get(0);
  }

  private static List<PaymentProvider> all() throws SettingsException {
    try {
      return ServiceLoader.load(PaymentProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .toList();
    } catch (ServiceConfigurationError e) {
      throw new SettingsException(
          "%s names a provider on the class path, and one of those there cannot be created: %s"
              .formatted(GatewaySetting.NAME, e.getMessage()));
    }
  }
}
