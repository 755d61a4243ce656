package dev.invoices.server.desktop;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where Claude Desktop may keep its configuration on a machine.
 *
 * @param system the name of the operating system, as Java has it
 * @param environment the variables of the shell
 * @param home the person's folder
 * @param windowsUsers the folders of the Windows around a WSL, seen from its Linux
 */
public record DesktopFiles(
    String system, Map<String, String> environment, Path home, Path windowsUsers) {

  private static final String NAME = "claude_desktop_config.json";
  private static final String FOLDER = "Claude";

  /** The folder of the app from Microsoft's store, which sees a copy of its own of others. */
  private static final String STORE = "Claude_*";

  /** Those of this machine and this person. */
  public static DesktopFiles ofThisMachine() {
    return new DesktopFiles(
        System.getProperty("os.name"),
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        Path.of("/mnt/c/Users"));
  }

  /** Whether this Java runs on Windows itself. */
  public boolean isWindows() {
    return system.toLowerCase(Locale.ROOT).startsWith("windows");
  }

  /** The files that exist, the likeliest first. */
  public List<Path> found() {
    return candidates().stream().filter(Files::isRegularFile).toList();
  }

  /**
   * The files that exist, or that Claude Desktop would read, because it has its folder already; the
   * likeliest first.
   */
  public List<Path> usable() {
    return candidates().stream().filter(file -> Files.isDirectory(file.getParent())).toList();
  }

  /** Whether a file belongs to the Windows around a WSL. */
  public boolean isOfWindowsAround(Path file) {
    return !isWindows() && file.startsWith(windowsUsers);
  }

  private List<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    if (isWindows()) {
      addWindows(folder("APPDATA", home.resolve("AppData/Roaming")), candidates);
      addStore(folder("LOCALAPPDATA", home.resolve("AppData/Local")), candidates);
    } else if (system.toLowerCase(Locale.ROOT).startsWith("mac")) {
      candidates.add(home.resolve("Library/Application Support").resolve(FOLDER).resolve(NAME));
    } else {
      addWindows(folder("XDG_CONFIG_HOME", home.resolve(".config")), candidates);
      for (Path person : children(windowsUsers, "*")) {
        addWindows(person.resolve("AppData/Roaming"), candidates);
        addStore(person.resolve("AppData/Local"), candidates);
      }
    }
    return candidates;
  }

  private static void addWindows(Path roaming, List<Path> candidates) {
    candidates.add(roaming.resolve(FOLDER).resolve(NAME));
  }

  private static void addStore(Path local, List<Path> candidates) {
    for (Path app : children(local.resolve("Packages"), STORE)) {
      addWindows(app.resolve("LocalCache/Roaming"), candidates);
    }
  }

  private Path folder(String variable, Path usual) {
    String value = environment.getOrDefault(variable, "");
    return value.isEmpty() ? usual : Path.of(value);
  }

  /** None where the folder does not exist, or belongs to another person. */
  private static List<Path> children(Path folder, String pattern) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      found.forEach(children::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    children.sort(null);
    return children;
  }
}
