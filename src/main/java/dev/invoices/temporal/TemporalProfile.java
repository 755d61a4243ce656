package dev.invoices.temporal;

import io.temporal.envconfig.ClientConfigProfile;
import java.util.Map;
import java.util.Optional;

/**
 * What the {@code TEMPORAL_*} variables and {@code temporal.toml} say. Reading it is quick; to
 * {@linkplain TemporalConnection#open connect} takes longer.
 */
public final class TemporalProfile {

  private static final String DEFAULT_NAMESPACE = "default";

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

  /** As the library reads it (temporal-envconfig 1.38): TLS settings that are not switched off. */
  boolean usesTls() {
    return profile.getTls() != null && !Boolean.TRUE.equals(profile.getTls().isDisabled());
  }

  Optional<String> taskQueue() {
    return taskQueue;
  }

  ClientConfigProfile profile() {
    return profile;
  }
}
