package dev.invoices.server.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS) // links need a privilege
class JavaPathTest {

  private static final Optional<String> UNKNOWN = Optional.empty();

  @TempDir Path temporary;
  private Path folder;
  private Path running;
  private Path current;

  /** A Java with a version in its path, another one, and a link to the first. */
  @BeforeEach
  void installJava() throws IOException {
    folder = temporary.toRealPath();
    running = executable("jdk-17.0.9");
    executable("jdk-21.0.1");
    current = Files.createSymbolicLink(folder.resolve("current"), folder.resolve("jdk-17.0.9"));
  }

  @Test
  void linkThatWasTyped_isKept_evenIfThePathHasAnother() throws IOException {
    Path onPath = Files.createSymbolicLink(folder.resolve("java"), running);

    assertThat(stable(Optional.of(current + "/bin/java"), Map.of("PATH", onPath.getParent() + "")))
        .isEqualTo(current.resolve("bin/java"));
  }

  @Test
  void realPathThatWasTyped_isKept_ifThereIsNoLink() {
    assertThat(stable(Optional.of(running.toString()), Map.of("JAVA_HOME", folder + "/gone")))
        .isEqualTo(running);
  }

  @Test
  void link_goesBeforeTheRealPath_whereverEachIs() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("usr/bin"));
    Path link = Files.createSymbolicLink(bin.resolve("java"), running);
    Path versioned = running.getParent();

    assertThat(stable(Optional.of(running.toString()), Map.of("JAVA_HOME", current.toString())))
        .isEqualTo(current.resolve("bin/java"));
    assertThat(
            stable(UNKNOWN, Map.of("PATH", versioned.toString(), "JAVA_HOME", current.toString())))
        .isEqualTo(current.resolve("bin/java"));
    assertThat(stable(Optional.of("java"), Map.of("PATH", versioned + File.pathSeparator + bin)))
        .isEqualTo(link);
  }

  @Test
  void plainCommand_isTheOneOnThePath() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("usr/bin"));
    Path link = Files.createSymbolicLink(bin.resolve("java"), running);
    String path = String.join(File.pathSeparator, "", "/no/such/folder", bin.toString());

    assertThat(stable(Optional.of("java"), Map.of("PATH", path))).isEqualTo(link);
    assertThat(stable(UNKNOWN, Map.of("PATH", path))).isEqualTo(link);
  }

  @Test
  void javaOnThePathThatIsAnother_isPassedOver() {
    Map<String, String> environment =
        Map.of("PATH", folder + "/jdk-21.0.1/bin", "JAVA_HOME", current.toString());

    assertThat(stable(Optional.of("java"), environment)).isEqualTo(current.resolve("bin/java"));
  }

  @Test
  void javaHome_isUsed_ifItIsTheSameJava() {
    assertThat(stable(UNKNOWN, Map.of("JAVA_HOME", current.toString())))
        .isEqualTo(current.resolve("bin/java"));
    assertThat(stable(UNKNOWN, Map.of("JAVA_HOME", folder + "/jdk-21.0.1"))).isEqualTo(running);
    assertThat(stable(UNKNOWN, Map.of("JAVA_HOME", ""))).isEqualTo(running);
    assertThat(stable(UNKNOWN, Map.of("JAVA_HOME", folder + "/gone"))).isEqualTo(running);
  }

  @Test
  void scriptThatStartsJava_isNotJava() throws IOException {
    Path script = Files.writeString(executable("shims"), "#!/bin/sh");

    assertThat(stable(Optional.of("java"), Map.of("PATH", script.getParent().toString())))
        .isEqualTo(running);
  }

  @Test
  void nothingKnown_isTheRealPath() {
    assertThat(stable(UNKNOWN, Map.of())).isEqualTo(running);
  }

  @Test
  void relativePathThatWasTyped_isMadeAbsolute() {
    Path here = Path.of("").toAbsolutePath();

    assertThat(stable(Optional.of(here.relativize(current) + "/bin/java"), Map.of()))
        .isEqualTo(current.resolve("bin/java"));
  }

  @Test
  void commandLine_isReadUpToTheFirstWord() throws IOException {
    Path file =
        Files.writeString(folder.resolve("cmdline"), "/opt/my java/bin/java\0-jar\0x.jar\0");

    assertThat(JavaPath.typed(file)).contains("/opt/my java/bin/java");
    assertThat(JavaPath.typed(folder.resolve("none"))).isEmpty();
  }

  private Path stable(Optional<String> typed, Map<String, String> environment) {
    return JavaPath.stable(running, typed, environment);
  }

  private Path executable(String home) throws IOException {
    Path java = folder.resolve(home).resolve("bin").resolve("java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, home);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return java;
  }
}
