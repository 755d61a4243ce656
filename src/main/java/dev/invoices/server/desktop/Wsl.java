package dev.invoices.server.desktop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Windows Subsystem for Linux. Claude Desktop runs on Windows there and reaches the server only
 * through {@code wsl.exe}.
 *
 * @param distribution the name of this Linux for {@code wsl.exe}; empty when it is not known, and
 *     the default one starts
 */
public record Wsl(Optional<String> distribution) {

  /** The command that starts a program of a Linux from Windows. */
  static final String COMMAND = "wsl.exe";

  /** Names the variables that {@code wsl.exe} hands over; it keeps all others to itself. */
  static final String HANDED_OVER = "WSLENV";

  private static final Path VERSION = Path.of("/proc/version");

  /** This machine, if it is one. */
  public static Optional<Wsl> detect() {
    return detect(System.getenv(), VERSION);
  }

  /**
   * A machine.
   *
   * @param environment has the name of the Linux, except after {@code sudo}
   * @param version the file that describes a Linux's kernel
   * @return empty when it is none
   */
  static Optional<Wsl> detect(Map<String, String> environment, Path version) {
    Optional<String> name =
        Optional.ofNullable(environment.get("WSL_DISTRO_NAME")).filter(text -> !text.isEmpty());
    return name.isPresent() || isMicrosofts(version)
        ? Optional.of(new Wsl(name))
        : Optional.empty();
  }

  private static boolean isMicrosofts(Path version) {
    try {
      return Files.readString(version).toLowerCase(Locale.ROOT).contains("microsoft");
    } catch (IOException e) {
      return false;
    }
  }

  /** The arguments of {@code wsl.exe} before the program's own; no shell reads what follows. */
  List<String> arguments() {
    return Stream.concat(
            distribution.stream().flatMap(name -> Stream.of("-d", name)), Stream.of("--exec"))
        .toList();
  }

  /** The value of {@link #HANDED_OVER} for variables; {@code /u} is the way from Windows. */
  static String handOver(Collection<String> names) {
    return names.stream().map(name -> name + "/u").collect(Collectors.joining(":"));
  }

  /** What a person has to know about the entry. */
  public String explanation() {
    return "The entry is for Claude Desktop on Windows. It starts the server through wsl.exe"
        + distribution
            .map(name -> " in %s.".formatted(name))
            .orElse(
                ", in the default distribution. If this is another one, add \"-d\" and its name to the arguments of wsl.exe.");
  }
}
