package dev.invoices.server.conversation;

import dev.invoices.temporal.SettingsException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Who may decide about invoices: the setting {@value #NAME} of the server. */
public enum DecisionPolicy {
  /** An agent's call decides. */
  AGENT,
  /** A person is asked where the client can; elsewhere an agent's call decides. */
  ASK,
  /** Only a person decides. */
  PERSON;

  /** The variable that holds it. */
  public static final String NAME = "INVOICE_DECISIONS";

  /**
   * Reads it; {@link #ASK} when it is not set, or set to nothing.
   *
   * @throws SettingsException when it is not one of the three
   */
  public static DecisionPolicy read(Map<String, String> environment) throws SettingsException {
    String value = environment.getOrDefault(NAME, "");
    if (value.isBlank()) {
      return ASK;
    }
    return Stream.of(values())
        .filter(policy -> policy.wireName().equals(value.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingsException(
                    "%s is \"%s\" but must be agent, ask or person".formatted(NAME, value)));
  }

  /** Its value in the setting. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
