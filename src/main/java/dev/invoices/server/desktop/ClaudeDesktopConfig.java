package dev.invoices.server.desktop;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.json.ExactJson;
import dev.invoices.launch.JvmOptions;
import dev.invoices.launch.ThisJar;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The entry in {@code claude_desktop_config.json} with which Claude Desktop starts this server. */
public final class ClaudeDesktopConfig {

  /** The name of this server in its clients and in their configurations. */
  public static final String SERVER_NAME = "invoice-processor";

  /** What holds the servers in a configuration. */
  public static final String SERVERS = "mcpServers";

  private ClaudeDesktopConfig() {}

  /**
   * Reads a configuration. What follows the JSON makes it invalid, as for Claude Desktop; and so
   * does a name that comes twice, because it is not known which one counts.
   */
  public static ObjectReader reader() {
    return ExactJson.mapper()
        .reader()
        .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  }

  /**
   * The entry for this machine, with the absolute paths of the running Java and this jar.
   *
   * @param wsl set if Claude Desktop runs on the Windows around this machine
   */
  public static String forThisMachine(TemporalEnvironment settings, Optional<Wsl> wsl) {
    return entry(JavaPath.ofThisProcess(), ThisJar.path(), settings, wsl);
  }

  /**
   * The entry as JSON.
   *
   * @param java the Java to start the server with
   * @param jar the jar of the server
   * @param settings go into {@code env}, except the secrets
   * @param wsl set if Claude Desktop runs on Windows and the server in its Linux
   */
  public static String entry(Path java, Path jar, TemporalEnvironment settings, Optional<Wsl> wsl) {
    ObjectNode config = ExactJson.mapper().createObjectNode();
    config.putObject(SERVERS).set(SERVER_NAME, server(java, jar, settings, wsl));
    try {
      return ExactJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings can always be written", e);
    }
  }

  /** What the entry has under the name of this server; the parameters are those of the entry. */
  public static ObjectNode server(
      Path java, Path jar, TemporalEnvironment settings, Optional<Wsl> wsl) {
    ObjectNode server = ExactJson.mapper().createObjectNode();
    server.put("command", wsl.isPresent() ? Wsl.COMMAND : java.toString());
    ArrayNode arguments = server.putArray("args");
    wsl.ifPresent(
        linux -> {
          linux.arguments().forEach(arguments::add);
          arguments.add(java.toString());
        });
    JvmOptions.quiet().forEach(arguments::add);
    arguments.add(JvmOptions.fromArchive(jar));
    JvmOptions.light().forEach(arguments::add);
    JvmOptions.smallHeap().forEach(arguments::add);
    arguments.add("-jar").add(jar.toString());
    SortedMap<String, String> environment = new TreeMap<>(settings.shown());
    wsl.ifPresent(linux -> environment.put(Wsl.HANDED_OVER, Wsl.handOver(settings.names())));
    if (!environment.isEmpty()) {
      environment.forEach(server.putObject("env")::put);
    }
    return server;
  }
}
