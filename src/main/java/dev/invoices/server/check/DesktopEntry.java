package dev.invoices.server.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How Claude Desktop starts the server, as {@code --print-config} writes it.
 *
 * @param linux the arguments of {@code wsl.exe}; empty when Java is started directly
 * @param java the Java
 * @param options those of Java
 * @param jar the jar of the server
 * @param environment the settings in the entry
 */
record DesktopEntry(
    Optional<List<String>> linux,
    String java,
    List<String> options,
    String jar,
    Map<String, String> environment) {

  private static final String WSL = "wsl.exe";
  private static final Pattern JAVA = Pattern.compile("(?i)(.*[/\\\\])?java(\\.exe)?");
  private static final List<String> EXEC = List.of("--exec", "-e");
  private static final List<String> ARCHIVE = List.of("-XX:SharedArchiveFile=", "-XX:AOTCache=");

  /**
   * Reads an entry.
   *
   * @return empty when it is not one that starts Java with a jar
   */
  static Optional<DesktopEntry> of(JsonNode entry) {
    List<String> words = new ArrayList<>(List.of(entry.path("command").asText()));
    entry.path("args").forEach(argument -> words.add(argument.asText()));
    boolean throughLinux = words.get(0).toLowerCase(Locale.ROOT).endsWith(WSL);
    int java = throughLinux ? 1 + afterExec(words) : 0;
    int jar = 1 + words.indexOf("-jar");
    if (!isJava(words.get(java)) || jar <= java + 1 || jar == words.size()) {
      return Optional.empty();
    }
    Map<String, String> environment = new HashMap<>();
    entry
        .path("env")
        .properties()
        .forEach(setting -> environment.put(setting.getKey(), setting.getValue().asText()));
    return Optional.of(
        new DesktopEntry(
            throughLinux ? Optional.of(List.copyOf(words.subList(1, java))) : Optional.empty(),
            words.get(java),
            List.copyOf(words.subList(java + 1, jar - 1)),
            words.get(jar),
            environment));
  }

  /** The place of the word after which the program stands; that of {@code wsl.exe} if none. */
  private static int afterExec(List<String> words) {
    return EXEC.stream().mapToInt(words::indexOf).filter(place -> place > 0).findFirst().orElse(0);
  }

  /** Only a Java is started to be checked: another program may do anything. */
  private static boolean isJava(String command) {
    return JAVA.matcher(command).matches();
  }

  /** The archive of the jar's classes, if one is named. */
  Optional<String> archive() {
    return options.stream()
        .flatMap(
            option ->
                ARCHIVE.stream()
                    .filter(option::startsWith)
                    .map(name -> option.substring(name.length())))
        .findFirst();
  }

  /** The command that starts its Java with its options, to print the version of that Java. */
  List<String> versionCommand() {
    return Stream.of(List.of(java), options, List.of("-version")).flatMap(List::stream).toList();
  }
}
