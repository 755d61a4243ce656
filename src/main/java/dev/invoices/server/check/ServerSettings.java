package dev.invoices.server.check;

import dev.invoices.server.conversation.DecisionPolicy;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All settings of the server, read as the server reads them. */
final class ServerSettings {

  private static final String OURS = "(INVOICE|TEMPORAL)_.*";

  private ServerSettings() {}

  /**
   * Reads them.
   *
   * @param environment all variables of a process
   * @return the connection that they describe, not used yet
   * @throws SettingsException when one is wrong
   */
  static TemporalConnection read(Map<String, String> environment) throws SettingsException {
    DecisionPolicy.read(environment);
    return TemporalConnection.fromEnvironment(environment);
  }

  /**
   * What is wrong with the settings in an entry.
   *
   * @param entry its variables
   * @param shell those of this process, for what is no setting of ours, such as the home
   * @return without a full stop; empty when nothing is wrong
   */
  static Optional<String> problem(Map<String, String> entry, Map<String, String> shell) {
    Map<String, String> all = new HashMap<>(shell);
    all.keySet().removeIf(name -> name.matches(OURS));
    all.putAll(entry);
    try {
      read(all).close();
      return Optional.empty();
    } catch (SettingsException e) {
      return Optional.of(e.getMessage());
    }
  }
}
