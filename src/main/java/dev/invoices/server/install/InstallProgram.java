package dev.invoices.server.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.invoices.server.desktop.ClaudeDesktopConfig;
import dev.invoices.server.desktop.DesktopFiles;
import dev.invoices.server.desktop.TemporalEnvironment;
import dev.invoices.server.desktop.Wsl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * {@code --install} and {@code --uninstall}: shows a person how the entry in each configuration of
 * Claude Desktop would change, and changes it when the person says yes.
 */
public final class InstallProgram {

  private static final int FAILED = 1;
  private static final String ENVIRONMENT = "env";
  private static final Set<String> YES = Set.of("y", "yes");
  private static final String HIDDEN = "(set, not shown)";
  private static final String RESTART = "Restart Claude Desktop.";

  private final DesktopFiles files;
  private final BufferedReader answers;
  private final PrintStream out;
  private final Clock clock;

  /**
   * @param answers what the person types
   * @param out shown to the person
   * @param clock names the copies of changed files
   */
  public InstallProgram(DesktopFiles files, BufferedReader answers, PrintStream out, Clock clock) {
    this.files = files;
    this.answers = answers;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Adds the entry, or brings it up to date. What a person has added to it stays: their settings,
   * secrets among them, and whatever else Claude Desktop keeps there.
   *
   * @param java starts the server
   * @param jar of the server
   * @param settings of this shell, that the entry gets
   * @param wsl set if this is a Linux inside Windows
   * @return the exit status: 0 when every configuration has the entry now, else 1
   */
  public int install(Path java, Path jar, TemporalEnvironment settings, Optional<Wsl> wsl) {
    List<Path> places = files.usable();
    if (places.isEmpty()) {
      out.println(
          "Claude Desktop was not found: it has no folder on this machine. Install it and start it once; or put what --print-config prints into the configuration of another client.");
      return FAILED;
    }
    return change(
        places,
        config -> {
          Optional<Wsl> through = wsl.filter(linux -> files.isOfWindowsAround(config.file()));
          ObjectNode entry = ClaudeDesktopConfig.server(java, jar, settings, through);
          return config.with(merged(config.entry(), entry));
        });
  }

  /**
   * Takes the entry out.
   *
   * @return the exit status: 0 when no configuration has the entry any more, else 1
   */
  public int uninstall() {
    List<Path> places = files.found();
    if (places.isEmpty()) {
      out.println("Claude Desktop has no configuration on this machine: there is nothing to do.");
    }
    return change(places, DesktopConfig::without);
  }

  private static ObjectNode merged(Optional<JsonNode> before, ObjectNode entry) {
    if (before.isEmpty() || !(before.get() instanceof ObjectNode known)) {
      return entry;
    }
    ObjectNode merged = known.deepCopy();
    merged.setAll(entry);
    if (known.get(ENVIRONMENT) instanceof ObjectNode kept) {
      ObjectNode settings = kept.deepCopy();
      entry
          .path(ENVIRONMENT)
          .properties()
          .forEach(set -> settings.set(set.getKey(), set.getValue()));
      merged.set(ENVIRONMENT, settings);
    }
    return merged;
  }

  private int change(List<Path> places, UnaryOperator<DesktopConfig> change) {
    int status = 0;
    for (Path place : places) {
      try {
        DesktopConfig config = DesktopConfig.read(place);
        if (!change(config, change.apply(config))) {
          status = FAILED;
        }
      } catch (InstallException e) {
        out.println(e.getMessage());
        status = FAILED;
      }
    }
    return status;
  }

  private boolean change(DesktopConfig before, DesktopConfig after) throws InstallException {
    if (before.entry().equals(after.entry())) {
      out.println(
          before.entry().isPresent()
              ? "%s has this entry already.".formatted(before.file())
              : "%s has no entry \"%s\"."
                  .formatted(before.file(), ClaudeDesktopConfig.SERVER_NAME));
      return true;
    }
    out.println(
        "The entry \"%s\" in %s changes like this:"
            .formatted(ClaudeDesktopConfig.SERVER_NAME, before.file()));
    before.entry().ifPresent(entry -> print("- ", entry));
    after.entry().ifPresent(entry -> print("+ ", entry));
    out.print("Write it? Type yes or no: ");
    out.flush();
    if (!isYes()) {
      out.println("Nothing was written.");
      return false;
    }
    after
        .write(clock.instant())
        .ifPresent(backup -> out.println("What was there before is in %s.".formatted(backup)));
    out.println("Written. " + RESTART);
    return true;
  }

  private void print(String mark, JsonNode entry) {
    PrintedJson.of(withoutSecrets(entry)).lines().forEach(line -> out.println(mark + line));
  }

  /** A person may have added secrets to the entry; a terminal keeps what it shows. */
  private static JsonNode withoutSecrets(JsonNode entry) {
    JsonNode shown = entry.deepCopy();
    if (shown.get(ENVIRONMENT) instanceof ObjectNode settings) {
      settings
          .properties()
          .forEach(
              set -> {
                if (TemporalEnvironment.isSecret(set.getKey(), set.getValue().asText())) {
                  set.setValue(TextNode.valueOf(HIDDEN));
                }
              });
    }
    return shown;
  }

  /** The end of the input is a no. */
  private boolean isYes() {
    try {
      String answer = answers.readLine();
      return answer != null && YES.contains(answer.strip().toLowerCase());
    } catch (IOException e) {
      return false;
    }
  }
}
