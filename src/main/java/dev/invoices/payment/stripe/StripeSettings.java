package dev.invoices.payment.stripe;

import dev.invoices.temporal.SettingsException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the worker needs to pay through Stripe. Its text shows no secret. */
public final class StripeSettings {

  /** The key of the account at Stripe from which is paid; a secret. */
  public static final String API_KEY = "STRIPE_API_KEY";

  /** Must be {@code true} beside a key that moves real money. */
  public static final String LIVE = "INVOICE_LIVE";

  /** Where Stripe is; another address is for tests. */
  public static final String URL = "INVOICE_STRIPE_URL";

  /** The file that says who has which account. */
  public static final String PAYEES = "INVOICE_PAYEES";

  private static final String STRIPE = "https://api.stripe.com";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> FLAGS = Set.of("", "true", "false");

  private final ApiKey key;
  private final URI url;
  private final PayeesFile payees;

  private StripeSettings(ApiKey key, URI url, PayeesFile payees) {
    this.key = key;
    this.url = url;
    this.payees = payees;
  }

  /**
   * Reads them, and the list of payees. A variable that is empty counts as not set.
   *
   * @throws SettingsException with a line for each that is missing or invalid, without any secret
   */
  public static StripeSettings fromEnvironment(Map<String, String> environment)
      throws SettingsException {
    List<String> problems = new ArrayList<>();
    Optional<ApiKey> key = key(environment, problems);
    Optional<URI> url = url(text(environment, URL), key, problems);
    Optional<PayeesFile> payees = payees(text(environment, PAYEES), problems);
    if (!problems.isEmpty()) {
      throw new SettingsException(String.join("\n", problems));
    }
    return new StripeSettings(key.orElseThrow(), url.orElseThrow(), payees.orElseThrow());
  }

  private static String text(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, "").strip();
  }

  private static Optional<ApiKey> key(Map<String, String> environment, List<String> problems) {
    String text = text(environment, API_KEY);
    String live = text(environment, LIVE);
    if (!FLAGS.contains(live)) {
      problems.add("%s is \"%s\" but must be true or false".formatted(LIVE, ApiKey.hideAll(live)));
    }
    if (text.isEmpty()) {
      problems.add(
          "%s is not set. Set it to a restricted key of Stripe that may write transfers"
              .formatted(API_KEY));
      return Optional.empty();
    }
    if (!ApiKey.isOne(text)) {
      problems.add(
          "%s is no key that can pay. It must be a restricted or secret key of Stripe: it begins with rk_test_, rk_live_, sk_test_ or sk_live_"
              .formatted(API_KEY));
      return Optional.empty();
    }
    ApiKey key = ApiKey.of(text);
    if (key.isLive() && !live.equals("true")) {
      problems.add(
          "%s is a live key, which moves real money. Set %s to true beside it, or use a test key"
              .formatted(API_KEY, LIVE));
    }
    return Optional.of(key);
  }

  /** Without TLS, a key would cross the network in the clear. */
  private static Optional<URI> url(String text, Optional<ApiKey> key, List<String> problems) {
    Optional<URI> url = parsed(text.isEmpty() ? STRIPE : text).filter(StripeSettings::isAddress);
    boolean isOpen = url.filter(parsed -> parsed.getScheme().equals("http")).isPresent();
    if (url.isEmpty()) {
      problems.add(
          "%s is \"%s\" but must be an address such as %s"
              .formatted(URL, ApiKey.hideAll(text), STRIPE));
    } else if (isOpen && !THIS_MACHINE.contains(url.get().getHost())) {
      problems.add(
          "%s is \"%s\" but must begin with https://, except on this machine".formatted(URL, text));
    } else if (isOpen && key.filter(ApiKey::isLive).isPresent()) {
      problems.add("%s is \"%s\" but must begin with https:// for a live key".formatted(URL, text));
    }
    return url;
  }

  private static Optional<URI> parsed(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isAddress(URI url) {
    return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
        && url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawQuery() == null
        && url.getRawFragment() == null
        && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"));
  }

  private static Optional<PayeesFile> payees(String text, List<String> problems) {
    if (text.isEmpty()) {
      problems.add(
          "%s is not set. Set it to the file that says which vendor has which account at Stripe"
              .formatted(PAYEES));
      return Optional.empty();
    }
    try {
      return Optional.of(PayeesFile.open(Path.of(text)));
    } catch (Payees.InvalidException | InvalidPathException e) {
      problems.add(
          "%s is \"%s\" but must be a valid list of payees: %s"
              .formatted(PAYEES, ApiKey.hideAll(text), ApiKey.hideAll(e.getMessage())));
      return Optional.empty();
    }
  }

  /** A text, such as the value of a setting, without any key of Stripe that is in it. */
  public static String withoutKeys(String text) {
    return ApiKey.hideAll(text);
  }

  ApiKey key() {
    return key;
  }

  URI url() {
    return url;
  }

  PayeesFile payees() {
    return payees;
  }

  /** For a log: whether real money moves, and where Stripe is if it is elsewhere. */
  public String summary() {
    String mode =
        key.isLive()
            ? "Stripe with a live key: real money moves"
            : "Stripe with a test key: no real money moves";
    return url.toString().equals(STRIPE) ? mode : "%s, at %s".formatted(mode, url);
  }

  /** Where the list of payees is, and how long it is, as a sentence. */
  public String payeesSummary() {
    return payees.summary();
  }

  @Override
  public String toString() {
    return summary();
  }
}
