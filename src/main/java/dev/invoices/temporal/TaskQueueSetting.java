package dev.invoices.temporal;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The task queue on which server and worker find each other. With one of its own each, two
 * installations can use one namespace.
 */
public final class TaskQueueSetting {

  /** The variable that names it. */
  public static final String NAME = "INVOICE_TASK_QUEUE";

  /** Narrower than Temporal, which takes up to 1,000 bytes of anything (1.32). */
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}");

  private TaskQueueSetting() {}

  /**
   * Reads it; spaces around it do not count.
   *
   * @return empty when it is not set, or set to nothing
   * @throws SettingsException when it is no name of a task queue
   */
  static Optional<String> read(Map<String, String> environment) throws SettingsException {
    String value = environment.getOrDefault(NAME, "");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String name = value.strip();
    if (!VALID.matcher(name).matches()) {
      throw new SettingsException(
          "%s is \"%s\" but must be 1 to 200 letters (A-Z, a-z), digits, dots, dashes, underscores, colons or slashes, and begin with a letter or digit"
              .formatted(NAME, value));
    }
    return Optional.of(name);
  }
}
