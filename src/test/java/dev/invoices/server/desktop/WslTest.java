package dev.invoices.server.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WslTest {

  private static final Wsl UBUNTU = new Wsl(Optional.of("Ubuntu-24.04"));
  private static final String KERNEL =
      "Linux version 5.15.153.1-microsoft-standard-WSL2 (root@941d701f84f1) (gcc (GCC) 11.2.0)\n";

  @TempDir Path folder;

  @Test
  void nameOfTheLinux_isThatOfTheShell() {
    assertThat(Wsl.detect(Map.of("WSL_DISTRO_NAME", "Ubuntu-24.04"), folder.resolve("none")))
        .contains(UBUNTU);
  }

  @Test
  void shellWithoutTheName_isRecognizedByItsKernel() throws IOException {
    assertThat(Wsl.detect(Map.of("WSL_DISTRO_NAME", ""), version(KERNEL)))
        .contains(new Wsl(Optional.empty()));
  }

  @Test
  void anyOtherMachine_isNone() throws IOException {
    assertThat(Wsl.detect(Map.of(), version("Linux version 6.8.0-45-generic (buildd@lcy02)")))
        .isEmpty();
    assertThat(Wsl.detect(Map.of(), folder.resolve("none"))).isEmpty();
  }

  @Test
  void entry_startsTheServerThroughWsl_withoutAShellThatWouldReadItsArguments() throws Exception {
    JsonNode entry = entry(Map.of(), Optional.of(UBUNTU));

    assertThat(entry.get("command").asText()).isEqualTo("wsl.exe");
    assertThat(arguments(entry))
        .startsWith("-d", "Ubuntu-24.04", "--exec", "/usr/bin/java")
        .endsWith("-jar", "/home/ann/my jars/invoice-server.jar");
    assertThat(arguments(entry).subList(4, arguments(entry).size()))
        .isEqualTo(arguments(entry(Map.of(), Optional.empty())));
  }

  @Test
  void entryForAnUnknownLinux_startsTheDefaultOne() throws Exception {
    assertThat(arguments(entry(Map.of(), Optional.of(new Wsl(Optional.empty())))))
        .startsWith("--exec", "/usr/bin/java");
  }

  @Test
  void settings_areHandedOver_andSoAreThoseThatAPersonAddsLater() throws Exception {
    Map<String, String> settings =
        Map.of(
            "TEMPORAL_NAMESPACE", "invoices",
            "TEMPORAL_GRPC_META_AUTHORIZATION", "s3cret");

    JsonNode environment = entry(settings, Optional.of(UBUNTU)).get("env");

    assertThat(environment.get("TEMPORAL_NAMESPACE").asText()).isEqualTo("invoices");
    assertThat(environment.get("WSLENV").asText().split(":"))
        .contains(
            "INVOICE_TASK_QUEUE/u",
            "TEMPORAL_NAMESPACE/u",
            "TEMPORAL_API_KEY/u",
            "TEMPORAL_TLS_CLIENT_KEY_PATH/u",
            "TEMPORAL_GRPC_META_AUTHORIZATION/u")
        .allMatch(name -> name.matches("[A-Z_]+/u"));
    assertThat(environment.toString()).doesNotContain("s3cret");
  }

  @Test
  void explanation_namesTheLinux_orSaysWhatToAdd() {
    assertThat(UBUNTU.explanation())
        .isEqualTo(
            "The entry is for Claude Desktop on Windows. It starts the server through wsl.exe in Ubuntu-24.04.");
    assertThat(new Wsl(Optional.empty()).explanation()).contains("default distribution", "\"-d\"");
  }

  private Path version(String text) throws IOException {
    return Files.writeString(folder.resolve("version"), text);
  }

  private static JsonNode entry(Map<String, String> settings, Optional<Wsl> wsl)
      throws IOException {
    String config =
        ClaudeDesktopConfig.entry(
            Path.of("/usr/bin/java"),
            Path.of("/home/ann/my jars/invoice-server.jar"),
            TemporalEnvironment.from(settings),
            wsl);
    return new ObjectMapper().readTree(config).at("/mcpServers/invoice-processor");
  }

  private static List<String> arguments(JsonNode entry) {
    List<String> arguments = new ArrayList<>();
    entry.get("args").forEach(argument -> arguments.add(argument.asText()));
    return arguments;
  }
}
