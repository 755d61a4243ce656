package dev.invoices.server.check;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.check.CheckLine;
import dev.invoices.check.CheckLine.Mark;
import dev.invoices.launch.JvmOptions;
import dev.invoices.server.desktop.ClaudeDesktopConfig;
import dev.invoices.server.desktop.TemporalEnvironment;
import dev.invoices.server.desktop.Wsl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
@EnabledOnOs({OS.LINUX, OS.MAC}) // where a script can stand for Java
class DesktopCheckTest {

  @TempDir Path folder;

  private Path config;
  private Path java;
  private Path jar;

  @BeforeEach
  void install() throws IOException {
    config = folder.resolve("claude_desktop_config.json");
    java = script("exit 0");
    jar = jarOf("dev.invoices.server.McpServer");
    Files.createFile(JvmOptions.archive(jar));
  }

  @Test
  void entryThatWorks_isGood() throws Exception {
    printConfig(Map.of(), Optional.empty());

    assertThat(lines(Map.of()))
        .containsExactly(
            CheckLine.good(
                "Claude Desktop",
                "%s has the entry. It starts %s with %s.".formatted(config, jar, java)));
  }

  @Test
  void entryForWsl_isCheckedInItsLinux_andNotOnWindows() throws Exception {
    printConfig(Map.of(), Optional.of(new Wsl(Optional.of("Ubuntu"))));

    assertThat(lines(Map.of())).extracting(CheckLine::mark).containsExactly(Mark.GOOD);
    assertThat(new DesktopCheck(Map.of(), true).look(List.of(config)))
        .extracting(CheckLine::mark)
        .containsExactly(Mark.NOTE);
  }

  @Test
  void noConfiguration_isANoteWithTheCommand() throws Exception {
    List<CheckLine> lines = new DesktopCheck(Map.of(), false).look(List.of());

    assertThat(lines).extracting(CheckLine::mark).containsExactly(Mark.NOTE);
    assertThat(lines.get(0).text()).contains("--print-config");
  }

  @Test
  void configurationThatIsNoJson_isBad_withThePlace() throws Exception {
    Files.writeString(config, "{\n  \"mcpServers\": {},\n  oops\n}");
    assertBad("is not valid JSON: line 3, column");

    Files.writeString(config, "{} {}");
    assertBad("is not valid JSON: line 1, column");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "[] ! has no JSON object in it. Correct it",
        "null ! has no JSON object in it. Correct it",
        "{\"mcpServers\": []} ! has no JSON object \"mcpServers\". Correct it",
        "{\"mcpServers\": null} ! has no JSON object \"mcpServers\". Correct it",
        "{\"mcpServers\": {}, \"mcpServers\": {}} ! is not valid JSON: line 1, column",
        "{\"mcpServers\": {\"invoice-processor\": {\"args\": []}}} ! has an entry without a \"command\"",
      })
  void configurationThatInstallRefuses_isBad(String content, String problem) throws Exception {
    Files.writeString(config, content);

    assertBad(problem);
  }

  @Test
  void configurationThatCannotBeRead_isBad() throws Exception {
    Files.createDirectory(config); // not even root can read a folder as a file

    assertBad("cannot be read. Correct its permissions.");
  }

  @Test
  void configurationWithoutOurEntry_isANoteWithTheCommand_becauseABundleNeedsNone()
      throws Exception {
    for (String text : List.of("", "{}", "{\"mcpServers\": {\"other\": {}}}")) {
      Files.writeString(config, text);
      List<CheckLine> lines = lines(Map.of());

      assertThat(lines).extracting(CheckLine::mark).containsExactly(Mark.NOTE);
      assertThat(lines.get(0).text())
          .contains("has no entry \"invoice-processor\"", "--print-config");
    }
  }

  @Test
  void entryOfAnotherProgram_isNotStarted() throws Exception {
    Path mark = config.resolveSibling("started");
    Path other =
        Files.move(script("touch '%s'".formatted(mark)), folder.resolve("another-program"));
    Files.writeString(
        config,
        "{\"mcpServers\": {\"invoice-processor\": {\"command\": \"%s\", \"args\": [\"-jar\", \"%s\"]}}}"
            .formatted(other, jar));

    assertThat(lines(Map.of())).extracting(CheckLine::mark).containsExactly(Mark.NOTE);
    assertThat(mark).doesNotExist();
  }

  @Test
  void entryThatNamesNoJava_isLeftToThePerson() throws Exception {
    Files.writeString(
        config,
        "{\"mcpServers\": {\"invoice-processor\": {\"command\": \"docker\", \"args\": [\"run\"]}}}");

    assertThat(lines(Map.of())).extracting(CheckLine::mark).containsExactly(Mark.NOTE);
  }

  @Test
  void missingJar_isBad() throws Exception {
    printConfig(Map.of(), Optional.empty());
    Files.delete(jar);

    assertBad("There is no jar " + jar, "--print-config");
  }

  @Test
  void jarWhosePathIsNotAbsolute_isBad() throws Exception {
    jar = Path.of("target", "invoice-server.jar");
    printConfig(Map.of(), Optional.empty());

    assertBad("The path of its jar is not absolute: " + jar);
  }

  @Test
  void jarOfAnotherProgram_isBad() throws Exception {
    printConfig(Map.of(), Optional.empty());
    jarOf("dev.invoices.worker.Worker");
    assertBad(jar + " is not the jar of the server.", "--install");

    Files.writeString(jar, "Dear reader, this is no jar.");
    assertBad(jar + " is not the jar of the server.");
  }

  @Test
  void wrongSettingInTheEntry_isBad_andTheShellsDoNotMatter() throws Exception {
    printConfig(Map.of("INVOICE_DECISIONS", "persn"), Optional.empty());
    assertBad("INVOICE_DECISIONS is \"persn\" but must be agent, ask or person. Correct it in");

    printConfig(Map.of("INVOICE_WEB_UI", "nowhere"), Optional.empty());
    assertBad("with a wrong setting: INVOICE_WEB_UI must be an address");

    printConfig(Map.of("TEMPORAL_TLS", "yes"), Optional.empty());
    assertBad("TEMPORAL_TLS is \"yes\" but must be true or false.");

    printConfig(Map.of(), Optional.empty());
    assertThat(lines(Map.of("INVOICE_DECISIONS", "persn")).get(0).mark()).isEqualTo(Mark.GOOD);
  }

  @Test
  void nameInTheEntryThatNoProgramKnows_isAWarning() throws Exception {
    printConfig(Map.of("INVOICE_DECISIONS", "person"), Optional.empty());
    Files.writeString(
        config, Files.readString(config).replace("INVOICE_DECISIONS", "INVOICE_DECISION"));

    assertThat(lines(Map.of()))
        .extracting(CheckLine::text)
        .anyMatch(text -> text.contains("has a setting INVOICE_DECISION, so it is ignored"));
  }

  @Test
  void missingJava_isBad() throws Exception {
    printConfig(Map.of(), Optional.empty());
    Files.delete(java);

    assertBad("There is no Java " + java + ". To correct it, put there what ", "--print-config");
  }

  @Test
  void javaThatRefusesItsOptions_isBad() throws Exception {
    java = script("for word; do [ \"$word\" = -Xms24m ] && exit 1; done; exit 0");
    printConfig(Map.of(), Optional.empty());

    assertBad("Its Java %s does not start with its options.".formatted(java));
  }

  @Test
  void javaThatHangs_isBad_andIsEnded() throws Exception {
    java = script("kill -STOP $$");
    printConfig(Map.of(), Optional.empty());

    assertBad("did not start within 3 seconds");
    List<ProcessHandle> left =
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().commandLine().orElse("").contains(java.toString()))
            .toList();
    for (ProcessHandle child : left) {
      child.onExit().get(10, SECONDS); // it was killed, and the system takes a moment for that
    }
  }

  @Test
  void javaThatCannotBeExecuted_isBad() throws Exception {
    java = Files.createFile(folder.resolve("java.exe"));
    printConfig(Map.of(), Optional.empty());

    assertBad("Its Java %s cannot be started.".formatted(java));
  }

  @Test
  void missingArchive_costsSpeedOnly() throws Exception {
    printConfig(Map.of(), Optional.empty());
    Files.delete(JvmOptions.archive(jar));

    List<CheckLine> lines = lines(Map.of());

    assertThat(lines).extracting(CheckLine::mark).containsExactly(Mark.GOOD, Mark.WARNING);
    assertThat(lines.get(1).text()).contains("This costs speed only.");
  }

  @Test
  void settingsOfTheEntryThatAreNotThoseOfTheShell_areNamedWithoutTheirValues() throws Exception {
    printConfig(Map.of("TEMPORAL_ADDRESS", "here:1", "TEMPORAL_TLS", "true"), Optional.empty());

    List<CheckLine> lines =
        lines(Map.of("TEMPORAL_TLS", "true", "TEMPORAL_API_KEY", "hush", "INVOICE_LEDGER", "a.db"));

    assertThat(lines).extracting(CheckLine::mark).containsExactly(Mark.GOOD, Mark.WARNING);
    assertThat(lines.get(1).text())
        .contains("other values than this shell for TEMPORAL_ADDRESS, TEMPORAL_API_KEY.")
        .doesNotContain("here:1", "hush");
  }

  private void printConfig(Map<String, String> shell, Optional<Wsl> wsl) throws IOException {
    Files.writeString(
        config, ClaudeDesktopConfig.entry(java, jar, TemporalEnvironment.from(shell), wsl));
  }

  private Path jarOf(String mainClass) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
    Path file = folder.resolve("invoice-server.jar");
    new JarOutputStream(Files.newOutputStream(file), manifest).close();
    return file;
  }

  private Path script(String text) throws IOException {
    Path script = Files.writeString(folder.resolve("java"), "#!/bin/sh\n" + text + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private List<CheckLine> lines(Map<String, String> shell) throws InterruptedException {
    return new DesktopCheck(shell, false).look(List.of(config));
  }

  private void assertBad(String... words) throws InterruptedException {
    List<CheckLine> lines = lines(Map.of());
    assertThat(lines).extracting(CheckLine::mark).containsExactly(Mark.BAD);
    assertThat(lines.get(0).text()).startsWith(config.toString()).contains(words);
  }
}
