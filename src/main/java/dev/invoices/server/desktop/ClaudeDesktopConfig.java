package dev.invoices.server.desktop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.json.ExactJson;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The entry in {@code claude_desktop_config.json} with which Claude Desktop starts this server. */
public final class ClaudeDesktopConfig {

  /** The name of this server in its clients and in their configurations. */
  public static final String SERVER_NAME = "invoice-processor";

  private ClaudeDesktopConfig() {}

  /** The entry for this machine, with the absolute paths of the running Java and this jar. */
  public static String forThisMachine(TemporalEnvironment settings) {
    return entry(java(), jar(), settings);
  }

  /**
   * The entry as JSON.
   *
   * @param java the Java to start the server with
   * @param jar the jar of the server
   * @param settings go into {@code env}, except the secrets
   */
  public static String entry(Path java, Path jar, TemporalEnvironment settings) {
    ObjectNode config = ExactJson.mapper().createObjectNode();
    ObjectNode server = config.putObject("mcpServers").putObject(SERVER_NAME);
    server.put("command", java.toString());
    ArrayNode arguments = server.putArray("args");
    JvmOptions.quiet().forEach(arguments::add);
    arguments.add(JvmOptions.fromArchive(jar));
    JvmOptions.light().forEach(arguments::add);
    JvmOptions.smallHeap().forEach(arguments::add);
    arguments.add("-jar").add(jar.toString());
    if (!settings.shown().isEmpty()) {
      ObjectNode environment = server.putObject("env");
      settings.shown().forEach(environment::put);
    }
    try {
      return ExactJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings can always be written", e);
    }
  }

  private static Path java() {
    return ProcessHandle.current()
        .info()
        .command()
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  private static Path jar() {
    try {
      return Path.of(
              ClaudeDesktopConfig.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class is loaded from a proper location", e);
    }
  }
}
