package dev.invoices.temporal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.GrpcCompression;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads Temporal's standard client settings and refuses what the library (temporal-envconfig 1.38)
 * would accept silently: misspelt keys, a missing configuration file, an address without a port,
 * and switches that are neither true nor false, which it reads as false, even where that turns TLS
 * off. An empty variable counts as not set.
 */
final class TemporalSettings {

  private static final String CONFIG_FILE = "TEMPORAL_CONFIG_FILE";
  private static final List<String> SWITCHES =
      List.of("TEMPORAL_TLS", "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION");

  private static final Pattern HOST_AND_PORT = Pattern.compile("(?!https?://).*[^:/]:([0-9]{1,5})");
  private static final int MAX_PORT = 65_535;

  private TemporalSettings() {}

  static ClientConfigProfile load(Map<String, String> environment) throws SettingsException {
    Map<String, String> set = new HashMap<>(environment);
    set.values().removeIf(String::isEmpty);
    checkSwitches(set);
    checkConfigFile(set);
    ClientConfigProfile profile = read(set);
    checkAddress(profile.getAddress());
    return profile;
  }

  private static ClientConfigProfile read(Map<String, String> set) throws SettingsException {
    try {
      return ClientConfigProfile.load(
          LoadClientConfigProfileOptions.newBuilder()
              .setConfigFileStrict(true)
              .setEnvOverrides(set)
              .build());
    } catch (UnrecognizedPropertyException e) {
      throw new SettingsException(
          "The Temporal configuration file has the unknown key \"%s\". Known keys: %s"
              .formatted(key(e), e.getKnownPropertyIds()));
    } catch (JsonMappingException e) {
      throw new SettingsException(
          "The Temporal configuration file has an invalid value for \"%s\"".formatted(key(e)));
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "The Temporal configuration file is not valid TOML: line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new SettingsException(
          "The Temporal configuration file cannot be read: " + FailureReason.of(e));
    } catch (IllegalArgumentException e) {
      throw new SettingsException("The Temporal settings are invalid: " + e.getMessage());
    } catch (NullPointerException e) {
      // temporal-envconfig 1.38 throws this for a file without a profile.
      throw new SettingsException(
          "The Temporal configuration file has no profile; add the line [profile.default] or remove the file");
    }
  }

  /** Builds the stubs, which reads certificates and parses the address. */
  static WorkflowServiceStubs open(ClientConfigProfile profile) throws SettingsException {
    try {
      return WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
              .setGrpcCompression(GrpcCompression.NONE)
              .addGrpcClientInterceptor(new MessageLimit())
              .build());
    } catch (RuntimeException e) {
      throw new SettingsException(
          "The Temporal settings (TEMPORAL_ADDRESS, TEMPORAL_TLS_* or temporal.toml) cannot be used: "
              + FailureReason.of(e));
    }
  }

  private static void checkSwitches(Map<String, String> set) throws SettingsException {
    for (String name : SWITCHES) {
      String value = set.getOrDefault(name, "false");
      if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
        throw new SettingsException(
            "%s is \"%s\" but must be true or false".formatted(name, value));
      }
    }
  }

  private static void checkConfigFile(Map<String, String> set) throws SettingsException {
    String file = set.get(CONFIG_FILE);
    if (file != null && (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file)))) {
      throw new SettingsException(
          "%s names %s, which is not a readable file".formatted(CONFIG_FILE, file));
    }
  }

  /** gRPC would silently use another port, and the later error message would name that one. */
  private static void checkAddress(String address) throws SettingsException {
    if (address == null) {
      return;
    }
    Matcher hostAndPort = HOST_AND_PORT.matcher(address);
    if (!hostAndPort.matches()
        || Integer.parseInt(hostAndPort.group(1)) == 0
        || Integer.parseInt(hostAndPort.group(1)) > MAX_PORT) {
      throw new SettingsException(
          "The Temporal address (TEMPORAL_ADDRESS or temporal.toml) is \"%s\" but must be host:port, such as localhost:7233"
              .formatted(address));
    }
  }

  /**
   * The whole key; the TOML parser (Jackson 2.22) keeps no line number of a key that it has read.
   */
  private static String key(JsonMappingException e) {
    return e.getPath().stream().map(Reference::getFieldName).collect(Collectors.joining("."));
  }
}
