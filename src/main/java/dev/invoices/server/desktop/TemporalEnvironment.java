package dev.invoices.server.desktop;

import dev.invoices.temporal.SecretSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The {@code TEMPORAL_*} and {@code INVOICE_*} settings of the shell in which a person prints the
 * configuration. Claude Desktop starts the server without them unless the printed entry contains
 * them.
 *
 * @param shown the settings for the entry, by name; paths of files are absolute
 * @param secrets the names of the settings whose values must not be shown
 */
public record TemporalEnvironment(SortedMap<String, String> shown, List<String> secrets) {

  private static final Set<String> PLAIN =
      Set.of(
          "INVOICE_DECISIONS",
          "INVOICE_TASK_QUEUE",
          "INVOICE_WEB_UI",
          "TEMPORAL_ADDRESS",
          "TEMPORAL_NAMESPACE",
          "TEMPORAL_PROFILE",
          "TEMPORAL_TLS",
          "TEMPORAL_TLS_SERVER_NAME",
          "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION",
          "TEMPORAL_TLS_CLIENT_CERT_DATA",
          "TEMPORAL_TLS_SERVER_CA_CERT_DATA");

  private static final Set<String> FILES =
      Set.of(
          "TEMPORAL_CONFIG_FILE",
          "TEMPORAL_TLS_CLIENT_CERT_PATH",
          "TEMPORAL_TLS_CLIENT_KEY_PATH",
          "TEMPORAL_TLS_SERVER_CA_CERT_PATH");

  /** Picks these settings from all environment variables; an empty one counts as not set. */
  public static TemporalEnvironment from(Map<String, String> environment) {
    SortedMap<String, String> set = new TreeMap<>(environment);
    set.values().removeIf(String::isEmpty);
    set.keySet().removeIf(SecretSettings::isOfTheWorker);
    SortedMap<String, String> shown = new TreeMap<>();
    List<String> secrets = new ArrayList<>();
    set.forEach(
        (name, value) -> {
          if (isSecret(name, value)) {
            secrets.add(name);
          } else if (PLAIN.contains(name)) {
            shown.put(name, value);
          } else if (FILES.contains(name)) {
            shown.put(name, Path.of(value).toAbsolutePath().toString());
          }
        });
    return new TemporalEnvironment(shown, List.copyOf(secrets));
  }

  /** All settings of the server by name, set or not, so that a person can add one later. */
  SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(secrets);
    List.of(PLAIN, FILES, SecretSettings.NAMES).forEach(names::addAll);
    return names;
  }

  /**
   * Whether the value of a setting must not be shown. The data of a certificate may include its
   * private key, on purpose or by mistake.
   */
  public static boolean isSecret(String name, String value) {
    return SecretSettings.isSecret(name) || PLAIN.contains(name) && value.contains("PRIVATE KEY");
  }
}
