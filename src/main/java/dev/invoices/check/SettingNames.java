package dev.invoices.check;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of all {@code INVOICE_*} settings, of the server and of the worker. A name that neither
 * program knows is a mistake, and would else be ignored silently.
 */
public final class SettingNames {

  private static final String PREFIX = "INVOICE_";

  static final Set<String> KNOWN =
      Set.of(
          "INVOICE_APPROVAL_TIMEOUT",
          "INVOICE_DECISIONS",
          "INVOICE_GATEWAY",
          "INVOICE_LEDGER",
          "INVOICE_LIVE",
          "INVOICE_PAYEES",
          "INVOICE_PAYMENTS",
          "INVOICE_PAYMENTS_IN_FLIGHT",
          "INVOICE_PAYMENTS_PER_SECOND",
          "INVOICE_PAYMENT_PACE",
          "INVOICE_SANDBOX_BALANCE",
          "INVOICE_STRIPE_URL",
          "INVOICE_TASK_QUEUE",
          "INVOICE_WEB_UI");

  private SettingNames() {}

  /**
   * The variables that no program reads, such as a misspelled one.
   *
   * @param environment all variables
   * @return a sentence for each, with its name and what to do
   */
  public static List<String> complaints(Map<String, String> environment) {
    return unknown(environment).stream()
        .map(
            "Neither the server nor the worker has a setting %s, so it is ignored. Correct its name."
                ::formatted)
        .toList();
  }

  static List<String> unknown(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !KNOWN.contains(name))
        .sorted()
        .toList();
  }
}
