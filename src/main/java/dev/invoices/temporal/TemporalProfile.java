package dev.invoices.temporal;

import io.temporal.envconfig.ClientConfigProfile;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the {@code TEMPORAL_*} variables and {@code temporal.toml} say. Reading it is quick; to
 * {@linkplain TemporalConnection#open connect} takes longer.
 */
public final class TemporalProfile {

  private static final String DEFAULT_NAMESPACE = "default";

  /** Both are the dev server of this machine. */
  private static final Set<String> DEFAULT_ADDRESSES = Set.of("localhost:7233", "127.0.0.1:7233");

  private final ClientConfigProfile profile;
  private final Optional<String> taskQueue;

  private TemporalProfile(ClientConfigProfile profile, Optional<String> taskQueue) {
    this.profile = profile;
    this.taskQueue = taskQueue;
  }

  /**
   * Reads the settings.
   *
   * @throws SettingsException when a setting is wrong
   */
  public static TemporalProfile fromEnvironment(Map<String, String> environment)
      throws SettingsException {
    return new TemporalProfile(
        TemporalSettings.load(environment), TaskQueueSetting.read(environment));
  }

  /** The namespace in which the invoices are. */
  public String namespace() {
    return Optional.ofNullable(profile.getNamespace())
        .filter(name -> !name.isEmpty())
        .orElse(DEFAULT_NAMESPACE);
  }

  /**
   * As the SDK does it (1.38): by TLS settings that are not switched off, and always with an API
   * key.
   */
  boolean usesTls() {
    String key = profile.getApiKey();
    return hasTlsSettings() || key != null && !key.isEmpty();
  }

  private boolean hasTlsSettings() {
    return profile.getTls() != null && !Boolean.TRUE.equals(profile.getTls().isDisabled());
  }

  /** Whether both lead to the same task queue in the same Temporal, by the same means. */
  public boolean findsTheSameAs(TemporalProfile other) {
    return complete().equals(other.complete()) && taskQueue.equals(other.taskQueue);
  }

  /** The profile with one way to say what can be said in several. */
  private ClientConfigProfile complete() {
    ClientConfigProfile.Builder complete = profile.toBuilder().setNamespace(namespace());
    if (profile.getAddress() != null && DEFAULT_ADDRESSES.contains(profile.getAddress())) {
      complete.setAddress(null);
    }
    return hasTlsSettings() ? complete.build() : complete.setTls(null).build();
  }

  Optional<String> taskQueue() {
    return taskQueue;
  }

  ClientConfigProfile profile() {
    return profile;
  }
}
