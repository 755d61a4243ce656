package dev.invoices.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.CommandOnPath;
import dev.invoices.testkit.JarProcess;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A bundle, unpacked and started as Claude Desktop does it.
 *
 * @param folder into which it was unpacked
 * @param manifest what it says of itself
 */
record InstalledBundle(Path folder, JsonNode manifest) {

  /** Which of the two: the one that asks for a Java, or the one that brings its own. */
  enum Kind {
    WITHOUT_JAVA("bundle"),
    WITH_JAVA("bundle.with.java");

    private final String property;

    Kind(String property) {
      this.property = property;
    }

    /** The file that the build made; without it the calling test is skipped. */
    Path packed() {
      String file = System.getProperty(property, "");
      return file.isEmpty()
          ? CommandOnPath.skip("The bundle was not built; build it with: mvn -Pbundle verify")
          : Path.of(file);
    }
  }

  static InstalledBundle in(Path folder, Kind kind) throws Exception {
    Map<String, Object> withModes = Map.of("enablePosixFileAttributes", true);
    try (FileSystem zip = FileSystems.newFileSystem(kind.packed(), withModes);
        Stream<Path> parts = Files.walk(zip.getPath("/"))) {
      for (Path part : parts.filter(Files::isRegularFile).toList()) {
        Path file = folder.resolve(part.toString().substring(1));
        Files.createDirectories(file.getParent());
        Files.copy(part, file);
        Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(part));
      }
    }
    return new InstalledBundle(
        folder, ExactJson.mapper().readTree(folder.resolve("manifest.json").toFile()));
  }

  /**
   * Exactly the command and the environment of the manifest.
   *
   * @param answers what the person entered; all else has its default
   */
  ProcessBuilder start(Map<String, String> answers) {
    Map<String, String> values = new HashMap<>();
    values.put("__dirname", folder.toString());
    values.put("/", folder.getFileSystem().getSeparator());
    manifest
        .get("user_config")
        .properties()
        .forEach(
            setting ->
                values.put(
                    "user_config." + setting.getKey(),
                    setting.getValue().path("default").asText()));
    values.put(
        "user_config.java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    answers.forEach((name, value) -> values.put("user_config." + name, value));

    JsonNode config = manifest.at("/server/mcp_config");
    List<String> command = new ArrayList<>(List.of(filled(config.get("command"), values)));
    config.get("args").forEach(argument -> command.add(filled(argument, values)));
    Map<String, String> environment = new HashMap<>();
    config
        .get("env")
        .properties()
        .forEach(
            variable -> environment.put(variable.getKey(), filled(variable.getValue(), values)));
    return JarProcess.alone(new ProcessBuilder(command), environment);
  }

  private static String filled(JsonNode template, Map<String, String> values) {
    String text = template.asText();
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue());
    }
    return text;
  }
}
