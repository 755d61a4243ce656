package dev.invoices.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.invoice.InvoiceJson;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** The entry in {@code claude_desktop_config.json} that makes Claude Desktop launch this server. */
final class ClaudeDesktopConfig {

  /**
   * Keep the JVM's own messages off stdout, which belongs to JSON-RPC, and say nothing of an
   * archive that does not fit: it costs time and nothing else.
   */
  private static final List<String> QUIET =
      List.of("-Xlog:disable", "-Xlog:all=warning,cds*=off:stderr", "-XX:+DisplayVMOutputToStderr");

  /**
   * A short start and a small footprint count for more than the last bit of speed. The heap starts
   * small and makes little garbage wait, which holds the process near 120 MB; its bound leaves room
   * for a dozen of the largest invoices at once.
   */
  private static final List<String> LIGHT =
      List.of(
          "-Xshare:auto",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xms24m",
          "-Xmn8m",
          "-Xmx256m");

  private ClaudeDesktopConfig() {}

  /** The entry for this machine: the Java that runs now and this jar, as absolute paths. */
  static String forThisMachine(CarriedSettings settings) {
    return entry(java(), jar(), settings);
  }

  static String entry(Path java, Path jar, CarriedSettings settings) {
    ObjectNode config = InvoiceJson.mapper().createObjectNode();
    ObjectNode server = config.putObject("mcpServers").putObject(InvoiceServer.NAME);
    server.put("command", java.toString());
    ArrayNode arguments = server.putArray("args");
    QUIET.forEach(arguments::add);
    arguments.add("-XX:SharedArchiveFile=" + archive(jar));
    LIGHT.forEach(arguments::add);
    arguments.add("-jar").add(jar.toString());
    if (!settings.shown().isEmpty()) {
      ObjectNode environment = server.putObject("env");
      settings.shown().forEach(environment::put);
    }
    try {
      return InvoiceJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings can always be written", e);
    }
  }

  /** Made beside the jar by the build, which may also come later. */
  private static Path archive(Path jar) {
    return jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", ".jsa"));
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
