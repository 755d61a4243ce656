package dev.invoices.server.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.server.desktop.DesktopFiles;
import dev.invoices.server.desktop.TemporalEnvironment;
import dev.invoices.server.desktop.Wsl;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstallProgramTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path JAVA = Path.of("/opt/java/bin/java");
  private static final Path JAR = Path.of("/opt/invoices/invoice-server.jar");
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private static final String FULL =
      """
      {"theme":"dark","scale":1.10,"mcpServers":{"files":{"command":"npx","args":["-y","files","ü/ö"]},\
      "invoice-processor":{"command":"/old/java","args":["-jar","/old/server.jar"],"disabled":false,\
      "env":{"TEMPORAL_API_KEY":"secret","TEMPORAL_ADDRESS":"old:7233"}},"last":{"command":"x"}},"after":[1,2]}""";

  @TempDir Path folder;
  private Path config;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @BeforeEach
  void claudeDesktopIsThere() throws IOException {
    config = configIn("home/.config/Claude");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "{}", "{\"mcpServers\":{}}"})
  void emptyConfiguration_getsTheEntry(String text) throws IOException {
    Files.writeString(config, text);

    assertThat(install("yes")).isZero();

    assertThat(entry().path("command").asText()).isEqualTo(JAVA.toString());
    assertThat(entry().path("args").toString()).endsWith("\"-jar\",\"" + JAR + "\"]");
    assertThat(shown()).contains("Restart Claude Desktop.").contains("+   \"command\": ");
  }

  @Test
  void missingConfiguration_isCreated_andThereIsNothingToKeep() throws IOException {
    assertThat(install("yes")).isZero();

    assertThat(entry().path("command").asText()).isEqualTo(JAVA.toString());
    assertThat(filesBeside()).containsExactly(config);
  }

  @Test
  void fullConfiguration_keepsAllButTheEntry_andWhatThePersonAddedToIt() throws IOException {
    Files.writeString(config, FULL);

    assertThat(install("yes")).isZero();

    ObjectNode expected = (ObjectNode) JSON.readTree(FULL);
    ObjectNode ours = (ObjectNode) expected.path("mcpServers").path("invoice-processor");
    ours.put("command", JAVA.toString());
    ours.set("args", entry().path("args"));
    ((ObjectNode) ours.path("env")).put("TEMPORAL_ADDRESS", "new:7233");
    assertThat(JSON.readTree(config.toFile())).isEqualTo(expected);
    assertThat(Files.readString(config))
        .startsWith(FULL.substring(0, FULL.indexOf("{\"command\":\"/old/java\"")))
        .endsWith(FULL.substring(FULL.indexOf(",\"last\"")));
    assertThat(entry().path("args").toString()).contains(JAR.toString());
  }

  @Test
  void changedConfiguration_isKeptBesideIt() throws IOException {
    Files.writeString(config, FULL);

    install("yes");

    Path backup = config.resolveSibling("claude_desktop_config.json.backup-20260131-120000-000");
    assertThat(backup).hasContent(FULL);
    assertThat(shown()).contains("What was there before is in " + backup);
    assertThat(filesBeside()).containsExactlyInAnyOrder(config, backup);
  }

  @Test
  void secretInTheEntry_isKept_andNotShown() throws IOException {
    Files.writeString(config, FULL);

    install("yes");

    assertThat(shown())
        .contains("\"TEMPORAL_API_KEY\": \"(set, not shown)\"", "old:7233", "new:7233")
        .doesNotContain("secret");
    assertThat(entry().at("/env/TEMPORAL_API_KEY").asText()).isEqualTo("secret");
  }

  @Test
  void secondInstallation_changesNothing_andAsksNothing() throws IOException {
    install("yes");
    String first = Files.readString(config);

    assertThat(install("")).isZero();

    assertThat(shown()).contains("has this entry already");
    assertThat(config).hasContent(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "", "yes please", "n"})
  void answerThatIsNoYes_changesNothing(String answer) throws IOException {
    Files.writeString(config, FULL);

    assertThat(install(answer)).isEqualTo(1);

    assertThat(shown()).contains("- ", "+ ", "Nothing was written.");
    assertThat(config).hasContent(FULL);
    assertThat(filesBeside()).containsExactly(config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"mcpServers\": {|is not valid JSON: line 1, column 17",
        "{} trailing|is not valid JSON: line 1",
        "{\"a\": 1, \"a\": 2}|is not valid JSON: line 1",
        "[]|holds no JSON object",
        "{\"mcpServers\": []}|\"mcpServers\" in",
      })
  void brokenConfiguration_isRefused_andStaysAsItIs(String text, String reason) throws IOException {
    Files.writeString(config, text);

    assertThat(install("yes")).isEqualTo(1);
    assertThat(uninstall("yes")).isEqualTo(1);

    assertThat(shown()).contains(config.toString(), reason, "nothing was changed");
    assertThat(config).hasContent(text);
    assertThat(filesBeside()).containsExactly(config);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void readOnlyConfiguration_staysAsItIs() throws IOException {
    Files.writeString(config, "{}");
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("r--r--r--"));
    assumeThat(Files.isWritable(config)).as("an administrator may write to any file").isFalse();

    assertThat(install("yes")).isEqualTo(1);

    assertThat(shown()).contains(config + " cannot be written");
    assertThat(config).hasContent("{}");
  }

  @Test
  void folderThatTakesNoCopy_configurationStaysAsItIs() throws IOException {
    Files.writeString(config, "{}");
    Files.createDirectories(
        config.resolveSibling("claude_desktop_config.json.backup-20260131-120000-000/full"));

    assertThat(install("yes")).isEqualTo(1);

    assertThat(shown()).contains(config + " cannot be written");
    assertThat(config).hasContent("{}");
  }

  @Test
  void configurationThatChangesWhileThePersonThinks_isNotOverwritten() throws Exception {
    Files.writeString(config, "{}");
    DesktopConfig read = DesktopConfig.read(config);
    Files.writeString(config, FULL);

    assertThatThrownBy(() -> read.with(JSON.createObjectNode()).write(NOW))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("was changed by another program meanwhile");
    assertThat(config).hasContent(FULL);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void permissionsAndLinks_stay() throws IOException {
    Path real = Files.writeString(folder.resolve("dotfile.json"), "{}");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(config, real);

    assertThat(install("yes")).isZero();

    assertThat(Files.isSymbolicLink(config)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-------");
    assertThat(entry().path("command").asText()).isEqualTo(JAVA.toString());
  }

  @Test
  void uninstallation_takesOutTheEntryAlone() throws IOException {
    Files.writeString(config, FULL);

    assertThat(uninstall("y")).isZero();

    ObjectNode expected = (ObjectNode) JSON.readTree(FULL);
    ((ObjectNode) expected.path("mcpServers")).remove("invoice-processor");
    assertThat(JSON.readTree(config.toFile())).isEqualTo(expected);
    assertThat(uninstall("")).isZero();
    assertThat(shown()).contains("has no entry \"invoice-processor\"");
  }

  @Test
  void machineWithoutClaudeDesktop_isSaidSo() throws IOException {
    Files.delete(config.getParent());

    assertThat(install("yes")).isEqualTo(1);
    assertThat(uninstall("yes")).isZero();

    assertThat(shown()).contains("Claude Desktop was not found", "there is nothing to do");
    assertThat(config).doesNotExist();
  }

  @Test
  void windowsAroundALinux_getsAnEntryThatStartsTheLinux() throws IOException {
    Files.delete(config.getParent());
    config = configIn("users/Ann/AppData/Roaming/Claude");
    Optional<Wsl> wsl = Optional.of(new Wsl(Optional.of("Ubuntu")));

    assertThat(program("yes").install(JAVA, JAR, settings(), wsl)).isZero();

    assertThat(entry().path("command").asText()).isEqualTo("wsl.exe");
    assertThat(entry().path("args").toString()).contains("\"-d\",\"Ubuntu\",\"--exec\"");
  }

  private int install(String answer) {
    return program(answer).install(JAVA, JAR, settings(), Optional.empty());
  }

  private int uninstall(String answer) {
    return program(answer).uninstall();
  }

  private static TemporalEnvironment settings() {
    return TemporalEnvironment.from(Map.of("TEMPORAL_ADDRESS", "new:7233"));
  }

  private InstallProgram program(String answer) {
    return new InstallProgram(
        new DesktopFiles("Linux", Map.of(), folder.resolve("home"), folder.resolve("users")),
        new BufferedReader(new StringReader(answer)),
        new PrintStream(shown, true, UTF_8),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private String shown() {
    return shown.toString(UTF_8);
  }

  private JsonNode entry() throws IOException {
    return JSON.readTree(config.toFile()).path("mcpServers").path("invoice-processor");
  }

  private Path configIn(String place) throws IOException {
    return Files.createDirectories(folder.resolve(place)).resolve("claude_desktop_config.json");
  }

  private List<Path> filesBeside() throws IOException {
    try (Stream<Path> files = Files.list(config.getParent())) {
      return files.toList();
    }
  }
}
