package dev.invoices.server.terminal;

import dev.invoices.server.desktop.TemporalEnvironment;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalProfile;
import dev.invoices.text.SafeText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has to be set at a person's terminal so that a program there reaches the same invoices as
 * this server, which a client starts with settings of its own.
 *
 * @param shown the settings that can be written into a command, by name
 * @param byHand the names of those that cannot: secrets, and certificates as data
 */
public record TerminalSettings(SortedMap<String, String> shown, List<String> byHand) {

  private static final int MAX_LENGTH = 300;

  /**
   * Picks them from the variables of the server. A variable without which the program finds the
   * same is left out, such as one that is set to its default.
   */
  static TerminalSettings of(Map<String, String> environment) {
    TemporalEnvironment set = TemporalEnvironment.from(environment);
    SortedSet<String> names = new TreeSet<>(set.shown().keySet());
    names.addAll(set.secrets());
    SortedMap<String, String> shown = new TreeMap<>();
    List<String> byHand = new ArrayList<>();
    Map<String, String> rest = new HashMap<>(environment);
    for (String name : names) {
      String value = rest.remove(name);
      if (findsTheSame(rest, environment)) {
        continue;
      }
      rest.put(name, value);
      String written = set.shown().getOrDefault(name, "");
      if (!written.isEmpty() && SafeText.problem(written, MAX_LENGTH).isEmpty()) {
        shown.put(name, written);
      } else {
        byHand.add(name);
      }
    }
    return new TerminalSettings(shown, List.copyOf(byHand));
  }

  private static boolean findsTheSame(Map<String, String> some, Map<String, String> all) {
    try {
      return TemporalProfile.fromEnvironment(some)
          .findsTheSameAs(TemporalProfile.fromEnvironment(all));
    } catch (SettingsException e) {
      return false;
    }
  }
}
