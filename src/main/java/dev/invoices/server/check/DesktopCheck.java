package dev.invoices.server.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.check.CheckLine;
import dev.invoices.check.JavaStart;
import dev.invoices.check.SettingNames;
import dev.invoices.server.desktop.ClaudeDesktopConfig;
import dev.invoices.server.desktop.TemporalEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whether Claude Desktop's configuration has an entry that starts the server. Reads only. */
final class DesktopCheck {

  static final String ITEM = "Claude Desktop";

  private static final String PRINT =
      "put there what java -jar target/invoice-server.jar --print-config prints, or run it with --install. Then restart Claude Desktop.";

  private final Map<String, String> shell;
  private final boolean onWindows;

  /**
   * A check.
   *
   * @param shell the variables of this process
   * @param onWindows whether paths of a Linux mean nothing here
   */
  DesktopCheck(Map<String, String> shell, boolean onWindows) {
    this.shell = shell;
    this.onWindows = onWindows;
  }

  /** Looks at each configuration; a person may have several. */
  List<CheckLine> look(List<Path> files) throws InterruptedException {
    if (files.isEmpty()) {
      return List.of(
          CheckLine.note(
              ITEM,
              "No configuration found. Other clients and an installed bundle need none. To use Claude Desktop without the bundle, open Settings, Developer, Edit Config, and "
                  + PRINT));
    }
    List<CheckLine> lines = new ArrayList<>();
    for (Path file : files) {
      lines.addAll(look(file));
    }
    return lines;
  }

  private List<CheckLine> look(Path file) throws InterruptedException {
    JsonNode config;
    try {
      config = ClaudeDesktopConfig.reader().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      return bad(
          "%s is not valid JSON: line %d, column %d. Correct it, or Claude Desktop starts no server."
              .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      return bad("%s cannot be read. Correct its permissions.".formatted(file));
    }
    JsonNode servers = config.path(ClaudeDesktopConfig.SERVERS);
    boolean isEmpty = config.isMissingNode() || servers.isMissingNode() && config.isObject();
    if (!isEmpty && !servers.isObject()) {
      return bad(
          "%s has no JSON object %s. Correct it, or Claude Desktop starts no server."
              .formatted(
                  file,
                  config.isObject() ? "\"%s\"".formatted(ClaudeDesktopConfig.SERVERS) : "in it"));
    }
    JsonNode entry = servers.path(ClaudeDesktopConfig.SERVER_NAME);
    if (entry.isObject() && entry.path("command").asText().isBlank()) {
      return bad(
          "%s has an entry without a \"command\", so that nothing starts. To correct it, %s"
              .formatted(file, PRINT));
    }
    return entry.isObject()
        ? lookAt(file, DesktopEntry.of(entry))
        : List.of(
            CheckLine.note(
                ITEM,
                "%s has no entry \"%s\" in \"mcpServers\". For an installed bundle, and for other clients, that is right. Else %s"
                    .formatted(file, ClaudeDesktopConfig.SERVER_NAME, PRINT)));
  }

  private List<CheckLine> lookAt(Path file, Optional<DesktopEntry> read)
      throws InterruptedException {
    if (read.isEmpty()) {
      return List.of(
          CheckLine.note(
              ITEM,
              "%s starts the server otherwise than --print-config does, so the entry is not checked."
                  .formatted(file)));
    }
    DesktopEntry entry = read.get();
    if (entry.linux().isPresent() && onWindows) {
      return List.of(
          CheckLine.note(
              ITEM,
              "%s starts the server in a Linux. Run --check there, too, to check the entry."
                  .formatted(file)));
    }
    Optional<String> problem = pathProblem(entry);
    if (problem.isEmpty()) {
      problem = startProblem(entry);
    }
    if (problem.isPresent()) {
      return bad(
          "%s has an entry that does not work. %s To correct it, %s"
              .formatted(file, problem.get(), PRINT));
    }
    Optional<String> setting = ServerSettings.problem(entry.environment(), shell);
    if (setting.isPresent()) {
      return bad(
          "%s has an entry with a wrong setting: %s. Correct it in the \"env\" of the entry. Then restart Claude Desktop."
              .formatted(file, setting.get()));
    }
    List<CheckLine> lines = new ArrayList<>();
    lines.add(
        CheckLine.good(
            ITEM,
            "%s has the entry. It starts %s with %s.".formatted(file, entry.jar(), entry.java())));
    warnings(entry).forEach(text -> lines.add(CheckLine.warning(ITEM, text)));
    return lines;
  }

  private static Optional<String> pathProblem(DesktopEntry entry) {
    String java = entry.java();
    boolean isPath = java.contains("/") || java.contains("\\");
    if (isPath && !isFile(java)) {
      return Optional.of("There is no Java %s.".formatted(java));
    }
    if (!isAbsolute(entry.jar())) {
      return Optional.of("The path of its jar is not absolute: %s.".formatted(entry.jar()));
    }
    if (!isFile(entry.jar())) {
      return Optional.of("There is no jar %s.".formatted(entry.jar()));
    }
    return ServerJar.isOne(Path.of(entry.jar()))
        ? Optional.empty()
        : Optional.of("%s is not the jar of the server.".formatted(entry.jar()));
  }

  private static Optional<String> startProblem(DesktopEntry entry) throws InterruptedException {
    String java = entry.java();
    return switch (JavaStart.of(entry.versionCommand())) {
      case GOOD -> Optional.empty();
      case NOT_STARTED -> Optional.of("Its Java %s cannot be started.".formatted(java));
      case LATE ->
          Optional.of(
              "Its Java %s did not start within %d seconds."
                  .formatted(java, JavaStart.LIMIT.toSeconds()));
      case REFUSED -> Optional.of("Its Java %s does not start with its options.".formatted(java));
    };
  }

  private List<String> warnings(DesktopEntry entry) {
    List<String> warnings = new ArrayList<>();
    entry
        .archive()
        .filter(archive -> !isFile(archive))
        .ifPresent(
            archive ->
                warnings.add(
                    "Its entry names the class archive %s, which does not exist. This costs speed only. Build again."
                        .formatted(archive)));
    SettingNames.complaints(entry.environment())
        .forEach(complaint -> warnings.add("Its entry has a wrong name. " + complaint));
    SortedSet<String> different = settingsThatDiffer(entry.environment());
    if (!different.isEmpty()) {
      warnings.add(
          "Its entry has other values than this shell for %s. The lines above are about those of the shell."
              .formatted(String.join(", ", different)));
    }
    return warnings;
  }

  private SortedSet<String> settingsThatDiffer(Map<String, String> inEntry) {
    Map<String, String> ofEntry = settings(inEntry);
    Map<String, String> ofShell = settings(shell);
    SortedSet<String> different = new TreeSet<>(ofEntry.keySet());
    different.addAll(ofShell.keySet());
    different.removeIf(
        name -> ofEntry.getOrDefault(name, "").equals(ofShell.getOrDefault(name, "")));
    return different;
  }

  /** Those of the server alone, as the entry would have them. */
  private static Map<String, String> settings(Map<String, String> environment) {
    TemporalEnvironment read = TemporalEnvironment.from(environment);
    Map<String, String> settings = new HashMap<>(read.shown());
    read.secrets().forEach(name -> settings.put(name, environment.get(name)));
    return settings;
  }

  private static boolean isFile(String path) {
    try {
      return Files.isRegularFile(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isAbsolute(String path) {
    try {
      return Path.of(path).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static List<CheckLine> bad(String text) {
    return List.of(CheckLine.bad(ITEM, text));
  }
}
