package dev.invoices.temporal;

import java.util.Set;

/** The settings whose values must not be shown. */
public final class SecretSettings {

  /** The names of those that both programs read. */
  public static final Set<String> NAMES =
      Set.of("TEMPORAL_API_KEY", "TEMPORAL_TLS_CLIENT_KEY_DATA", "TEMPORAL_CODEC_AUTH");

  /** Headers sent with every call; one of them may be an {@code Authorization}. */
  private static final String HEADER = "TEMPORAL_GRPC_META_";

  /** The key of the account at Stripe from which the worker pays. */
  private static final String OF_THE_WORKER = "STRIPE_API_KEY";

  private SecretSettings() {}

  /**
   * Whether the value must not be shown.
   *
   * @param name of the variable
   */
  public static boolean isSecret(String name) {
    return NAMES.contains(name) || name.startsWith(HEADER) || isOfTheWorker(name);
  }

  /** Whether only the worker reads it, so that it does not belong into the server's entry. */
  public static boolean isOfTheWorker(String name) {
    return name.equals(OF_THE_WORKER);
  }
}
