package dev.invoices.temporal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads Temporal's standard client settings and refuses what the library (temporal-envconfig 1.38)
 * would let pass in silence: misspelt keys, a configuration file that is not there, and switches
 * that are neither true nor false, which it takes for false, even where that turns TLS off.
 */
final class TemporalSettings {

  private static final String CONFIG_FILE = "TEMPORAL_CONFIG_FILE";
  private static final List<String> SWITCHES =
      List.of("TEMPORAL_TLS", "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION");

  private TemporalSettings() {}

  static ClientConfigProfile load(Map<String, String> environment) throws SettingsException {
    checkSwitches(environment);
    checkConfigFile(environment);
    try {
      return ClientConfigProfile.load(
          LoadClientConfigProfileOptions.newBuilder()
              .setConfigFileStrict(true)
              .setEnvOverrides(environment)
              .build());
    } catch (UnrecognizedPropertyException e) {
      throw new SettingsException(
          "The Temporal configuration file has the unknown key \"%s\"; known here are %s"
              .formatted(key(e), e.getKnownPropertyIds()));
    } catch (JsonMappingException e) {
      throw new SettingsException(
          "The Temporal configuration file has an unfit value for \"%s\"".formatted(key(e)));
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "The Temporal configuration file is not valid TOML: line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new SettingsException("The Temporal configuration file cannot be read: " + reason(e));
    } catch (IllegalArgumentException e) {
      throw new SettingsException("The Temporal settings are wrong: " + e.getMessage());
    } catch (NullPointerException e) {
      // How temporal-envconfig 1.38 takes a file without any profile.
      throw new SettingsException(
          "The Temporal configuration file has no profile; begin it with [profile.default] or remove it");
    }
  }

  /** Builds the stubs, which reads certificates and parses the address. */
  static WorkflowServiceStubs open(ClientConfigProfile profile) throws SettingsException {
    try {
      return WorkflowServiceStubs.newServiceStubs(profile.toWorkflowServiceStubsOptions());
    } catch (RuntimeException e) {
      throw new SettingsException(
          "The Temporal settings (TEMPORAL_ADDRESS, TEMPORAL_TLS_* or temporal.toml) cannot be used: "
              + reason(e));
    }
  }

  private static void checkSwitches(Map<String, String> environment) throws SettingsException {
    for (String name : SWITCHES) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty() && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
        throw new SettingsException(
            "%s is \"%s\" but must be true or false".formatted(name, value));
      }
    }
  }

  private static void checkConfigFile(Map<String, String> environment) throws SettingsException {
    String file = environment.getOrDefault(CONFIG_FILE, "");
    if (!file.isEmpty() && (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file)))) {
      throw new SettingsException(
          "%s names %s, which is not a readable file".formatted(CONFIG_FILE, file));
    }
  }

  /** The whole key; the TOML parser (Jackson 2.22) knows no line of a key that it could read. */
  private static String key(JsonMappingException e) {
    return e.getPath().stream().map(Reference::getFieldName).collect(Collectors.joining("."));
  }

  /** The innermost reason, which is the one that names the file or the value. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof NoSuchFileException
        ? "no file " + cause.getMessage()
        : cause.getMessage();
  }
}
