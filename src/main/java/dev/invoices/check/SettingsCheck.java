package dev.invoices.check;

import dev.invoices.temporal.SecretSettings;
import dev.invoices.temporal.SettingsException;
import dev.invoices.temporal.TemporalConnection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The settings: which are set, and whether they are accepted. Never shows a value of its own. */
public final class SettingsCheck {

  private static final String ITEM = "Settings";

  private SettingsCheck() {}

  /** Reads the settings of a program as the program itself does. */
  @FunctionalInterface
  public interface Reading {
    /**
     * Reads all of them.
     *
     * @return the connection that they describe
     * @throws SettingsException when one is wrong
     */
    TemporalConnection read() throws SettingsException;
  }

  /**
   * The check.
   *
   * @param environment all variables of this process
   * @param connection is completed with what was read; exceptionally when a setting is wrong
   */
  public static Check of(
      Map<String, String> environment,
      Reading reading,
      CompletableFuture<TemporalConnection> connection) {
    return Check.ofOne(
        ITEM,
        () -> {
          try {
            connection.complete(reading.read());
            return CheckLine.good(ITEM, names(environment));
          } catch (SettingsException e) {
            connection.completeExceptionally(e);
            return CheckLine.bad(ITEM, sentences(e.getMessage()));
          } catch (RuntimeException e) {
            connection.completeExceptionally(e);
            throw e;
          }
        });
  }

  /** Names that no program knows. */
  public static Check unknownNames(Map<String, String> environment) {
    return new Check(
        ITEM,
        () ->
            SettingNames.complaints(environment).stream()
                .map(complaint -> CheckLine.warning(ITEM, complaint))
                .toList());
  }

  /** Each wrong setting has a line of its own, without a full stop. */
  private static String sentences(String problems) {
    return problems.lines().map(line -> line + ".").collect(Collectors.joining(" "));
  }

  /** Names only: a value may hold what it should not. */
  private static String names(Map<String, String> environment) {
    SortedSet<String> plain = new TreeSet<>();
    SortedSet<String> secret = new TreeSet<>(SecretSettings.NAMES);
    environment.forEach(
        (name, value) -> {
          if (name.matches("(INVOICE|TEMPORAL|STRIPE)_.+") && !value.isEmpty()) {
            (SecretSettings.isSecret(name) ? secret : plain).add(name);
          }
        });
    String secrets =
        String.join(
            ", ",
            secret.stream()
                .map(name -> name + (isSet(environment, name) ? " set" : " not set"))
                .toList());
    return "%s Secrets in this shell: %s."
        .formatted(
            plain.isEmpty()
                ? "None is set in this shell, so the defaults and temporal.toml hold."
                : "Set in this shell: " + String.join(", ", plain) + ".",
            secrets);
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }
}
