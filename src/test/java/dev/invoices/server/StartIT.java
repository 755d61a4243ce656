package dev.invoices.server;

import static dev.invoices.testkit.RawServer.initialize;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.invoices.launch.JvmOptions;
import dev.invoices.testkit.CommandOnPath;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.RawServer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the server is started: the entry for Claude Desktop, its arguments and its settings. */
@Timeout(60)
class StartIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] CONTROL_D = {4};

  @Test
  void printedConfig_namesAJavaAndAJarThatExist_byAbsolutePaths() throws Exception {
    JsonNode entry = entry(printedConfig(PackagedJar.server()));

    Path java = Path.of(entry.get("command").asText());
    Path jar = Path.of(lastArgument(entry));
    assertThat(java).isAbsolute().isExecutable();
    assertThat(jar).isAbsolute().isEqualTo(PackagedJar.server().path());
  }

  @Test
  void printedConfig_isAllThatItTakesToLaunchTheServer() throws Exception {
    // given the command that Claude Desktop would run
    JsonNode entry = entry(printedConfig(PackagedJar.server()));
    List<String> command = new ArrayList<>();
    command.add(entry.get("command").asText());
    entry.get("args").forEach(argument -> command.add(argument.asText()));

    try (var server = JarProcess.start(JarProcess.alone(new ProcessBuilder(command), Map.of()))) {
      // when it is told to begin
      server.send((initialize(1, "2025-11-25") + "\n").getBytes(UTF_8));

      // then it does
      assertThat(JSON.readTree(server.stdoutLine(0)).at("/result/serverInfo/name").asText())
          .isEqualTo("invoice-processor");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // links need a privilege
  void printedConfig_ofAJarBehindSpacesAndAccents_namesItAsItIs(@TempDir Path directory)
      throws Exception {
    Assumptions.assumeTrue(
        Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode('é'),
        "the locale of this machine cannot name such a file");
    Path odd = Files.createDirectories(directory.resolve("my programs (1) é"));
    Path jar = Files.createLink(odd.resolve("server 1.jar"), PackagedJar.server().path());

    assertThat(lastArgument(entry(printedConfig(new PackagedJar(jar))))).isEqualTo(jar.toString());
  }

  @Test
  @EnabledOnOs(OS.LINUX) // which remembers what was typed
  void printedConfig_namesTheJavaThatWasTyped_notTheOneBehindTheLink(@TempDir Path directory)
      throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    Path current = Files.createSymbolicLink(directory.resolve("current"), home);
    Path java = current.resolve("bin").resolve("java");
    List<String> arguments = PackagedJar.server().command();
    arguments = arguments.subList(1, arguments.size());

    String throughThePath = "PATH='" + java.getParent() + "'; exec java \"$@\"";
    for (List<String> typed :
        List.of(List.of(java.toString()), List.of("sh", "-c", throughThePath, "sh"))) {
      List<String> command = new ArrayList<>(typed);
      command.addAll(arguments);
      command.add("--print-config");
      assertThat(entry(printed(new ProcessBuilder(command))).get("command").asText())
          .as("typed: %s", typed)
          .isEqualTo(java.toString());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // is what runs inside of Windows
  void printedConfigUnderWsl_startsTheServerThroughWslExe() throws Exception {
    Map<String, String> settings =
        Map.of("WSL_DISTRO_NAME", "Ubuntu-24.04", "TEMPORAL_NAMESPACE", "invoices");
    try (var server = JarProcess.startAlone(PackagedJar.server(), settings, "--print-config")) {
      assertThat(server.exitStatus()).isZero();
      JsonNode entry = entry(JSON.readTree(String.join("\n", server.stdout())));

      assertThat(entry.get("command").asText()).isEqualTo("wsl.exe");
      assertThat(arguments(entry)).startsWith("-d", "Ubuntu-24.04", "--exec");
      assertThat(Path.of(arguments(entry).get(3))).isAbsolute().isExecutable();
      assertThat(lastArgument(entry)).isEqualTo(PackagedJar.server().path().toString());
      assertThat(entry.at("/env/TEMPORAL_NAMESPACE").asText()).isEqualTo("invoices");
      assertThat(entry.at("/env/WSLENV").asText()).contains("TEMPORAL_NAMESPACE/u");
      assertThat(server.stderr()).singleElement().asString().contains("wsl.exe in Ubuntu-24.04.");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // where script takes a command this way
  void startedByHandInATerminal_saysWhatItIs_andEndsWithTheInput() throws Exception {
    String command = "'%s'".formatted(String.join("' '", PackagedJar.server().command()));
    String script = CommandOnPath.require("bsdutils has it", "script").toString();
    ProcessBuilder terminal = new ProcessBuilder(script, "-qefc", command, "/dev/null");
    try (var server = JarProcess.start(JarProcess.alone(terminal, Map.of()))) {
      assertThat(server.stdoutLine(0)).startsWith("invoice-processor is an MCP server");
      assertThat(server.stdoutLine(1)).contains("java -jar target/invoice-server.jar --install");

      server.send(CONTROL_D);

      assertThat(server.exitStatus()).isZero();
    }
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_23) // for newer ones another is printed
  void exampleConfigInTheRepository_hasTheShapeOfThePrintedOne() throws Exception {
    JsonNode example = entry(JSON.readTree(Path.of("claude_desktop_config.json").toFile()));
    JsonNode printed = entry(printedConfig(PackagedJar.server()));

    assertThat(example.fieldNames()).toIterable().containsExactly("command", "args");
    assertThat(example.get("args").toString()).contains("/absolute/path/to/invoice-server.jsa");
    assertThat(example.get("command").asText()).startsWith("/").endsWith("/java");
    assertThat(lastArgument(example)).startsWith("/").endsWith("/invoice-server.jar");
    assertThat(withoutPaths(example)).isEqualTo(withoutPaths(printed));
  }

  @Test
  void unknownArgument_isRefusedWithTheUsage() throws Exception {
    try (var server = JarProcess.startAlone(PackagedJar.server(), Map.of(), "--verbose")) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.stdout()).isEmpty();
      assertThat(server.stderr().get(0)).isEqualTo("Unknown arguments: --verbose");
      assertThat(String.join("\n", server.stderr())).contains("--print-config");
    }
  }

  @Test
  void nameThatNoProgramKnows_isAWarningOnStderr() throws Exception {
    Map<String, String> settings = Map.of("INVOICE_DECISION", "person", "TEMPORAL_TLS", "yes");
    try (var server = JarProcess.startAlone(PackagedJar.server(), settings)) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.stdout()).isEmpty();
      assertThat(server.stderr())
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).startsWith("invoice-server: "));
      assertThat(server.stderr().get(0)).contains("has a setting INVOICE_DECISION, so it");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--print-config", "--install"})
  void entryWithASettingThatIsNone_isRefused(String argument) throws Exception {
    Map<String, String> settings = Map.of("INVOICE_DECISIONS", "persn");
    try (var server = JarProcess.startAlone(PackagedJar.server(), settings, argument)) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.stdout()).isEmpty();
      assertThat(server.stderr()).singleElement().asString().contains("INVOICE_DECISIONS", "persn");
    }
  }

  @Test
  void entryBesideASettingThatNoProgramKnows_isPrintedWithAWarning() throws Exception {
    Map<String, String> settings = Map.of("INVOICE_DECISION", "person");
    try (var server = JarProcess.startAlone(PackagedJar.server(), settings, "--print-config")) {
      assertThat(server.exitStatus()).isZero();
      assertThat(server.stderr())
          .singleElement()
          .asString()
          .contains("has a setting INVOICE_DECISION, so it");
    }
  }

  @Test
  void help_saysWhatItIsAndHowToRegisterIt() throws Exception {
    try (var server = JarProcess.startAlone(PackagedJar.server(), Map.of(), "--help")) {
      assertThat(server.exitStatus()).isZero();
      assertThat(server.stderr()).isEmpty();
      assertThat(String.join("\n", server.stdout()))
          .contains("MCP server", "--install", "--print-config", "--inbox");
    }
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "TEMPORAL_TLS, 1, TEMPORAL_TLS is \"1\" but must be true or false",
    "TEMPORAL_CONFIG_FILE, /no/such.toml, 'TEMPORAL_CONFIG_FILE names /no/such.toml'",
    "TEMPORAL_ADDRESS, not an address, TEMPORAL_ADDRESS",
    "TEMPORAL_ADDRESS, localhost:port, localhost:port",
    "INVOICE_WEB_UI, localhost:8233, INVOICE_WEB_UI must be an address that begins with http",
    "TEMPORAL_TLS_CLIENT_CERT_PATH, /no/such.pem, no file /no/such.pem"
  })
  void wrongSetting_isToldInOneLineOnStderr_andExitsWith2(String name, String value, String message)
      throws Exception {
    try (var server = JarProcess.startAlone(PackagedJar.server(), Map.of(name, value))) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.stdout()).isEmpty();
      assertThat(server.stderr())
          .singleElement()
          .asString()
          .startsWith("invoice-server: ")
          .contains(message);
    }
  }

  @Test
  void wrongSettingAfterInitialize_stillEndsItWith2() throws Exception {
    try (var server = RawServer.start(Map.of("TEMPORAL_TLS", "1"))) {
      server.send(initialize(1, "2025-11-25"));

      assertThat(server.process().exitStatus()).isEqualTo(2);
    }
  }

  @Test
  void printedConfig_hasTheOptionsThatTheTestsUse() throws Exception {
    List<String> arguments = arguments(entry(printedConfig(PackagedJar.server())));

    List<String> ours = new ArrayList<>(List.of(JarProcess.jvmOptions()));
    ours.remove("-Duser.home=/no-such-home");
    assertThat(arguments)
        .containsAll(ours)
        .contains(JvmOptions.fromArchive(PackagedJar.server().path()))
        .hasSize(ours.size() + "archive -jar jar".split(" ").length);
  }

  @Test
  void printedConfig_carriesTemporalSettingsOver_butNamesSecretsOnly() throws Exception {
    Map<String, String> settings =
        Map.of("TEMPORAL_NAMESPACE", "invoices", "TEMPORAL_API_KEY", "s3cret");
    try (var server = JarProcess.startAlone(PackagedJar.server(), settings, "--print-config")) {
      assertThat(server.exitStatus()).isZero();
      assertThat(entry(JSON.readTree(String.join("\n", server.stdout()))).get("env").toString())
          .isEqualTo("{\"TEMPORAL_ADDRESS\":\"127.0.0.1:1\",\"TEMPORAL_NAMESPACE\":\"invoices\"}");
      assertThat(server.stderr()).singleElement().asString().contains("TEMPORAL_API_KEY");
      assertThat(server.stdout().toString() + server.stderr()).doesNotContain("s3cret");
    }
  }

  private static JsonNode printedConfig(PackagedJar jar) throws Exception {
    List<String> command = new ArrayList<>(jar.command(JarProcess.jvmOptions()));
    command.add("--print-config");
    return printed(new ProcessBuilder(command));
  }

  private static JsonNode printed(ProcessBuilder command) throws Exception {
    try (var server = JarProcess.start(JarProcess.alone(command, Map.of()))) {
      assertThat(server.exitStatus()).isZero();
      assertThat(server.stderr()).isEmpty();
      return JSON.readTree(String.join("\n", server.stdout()));
    }
  }

  private static JsonNode entry(JsonNode config) {
    assertThat(config.fieldNames()).toIterable().containsExactly("mcpServers");
    assertThat(config.get("mcpServers").fieldNames())
        .toIterable()
        .containsExactly("invoice-processor");
    return config.at("/mcpServers/invoice-processor");
  }

  private static String lastArgument(JsonNode entry) {
    return entry.get("args").get(entry.get("args").size() - 1).asText();
  }

  private static List<String> withoutPaths(JsonNode entry) {
    return arguments(entry).stream().map(argument -> argument.replaceAll("/.*/", "/")).toList();
  }

  private static List<String> arguments(JsonNode entry) {
    List<String> arguments = new ArrayList<>();
    entry.get("args").forEach(argument -> arguments.add(argument.asText()));
    return arguments;
  }
}
