package dev.invoices.temporal;

import java.util.Set;

/** The settings whose values must not be shown. */
public final class SecretSettings {

  /** Their names. */
  public static final Set<String> NAMES =
      Set.of("TEMPORAL_API_KEY", "TEMPORAL_TLS_CLIENT_KEY_DATA", "TEMPORAL_CODEC_AUTH");

  /** Headers sent with every call; one of them may be an {@code Authorization}. */
  private static final String HEADER = "TEMPORAL_GRPC_META_";

  private SecretSettings() {}

  /**
   * Whether the value must not be shown.
   *
   * @param name of the variable
   */
  public static boolean isSecret(String name) {
    return NAMES.contains(name) || name.startsWith(HEADER);
  }
}
