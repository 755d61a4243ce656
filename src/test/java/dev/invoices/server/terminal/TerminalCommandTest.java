package dev.invoices.server.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TerminalCommandTest {

  private static final String JAR = "/opt/invoices/invoice-server.jar";
  private static final String JAVA_HOME = "/usr/lib/jvm/java-17";
  private static final String JAR_IN_FOLDER_OF_ANN = "/home/o'ann/my $jars/invoice-server.jar";

  @ParameterizedTest
  @CsvSource({
    "INV-001, ' INV-001'",
    "2024/0017, ' 2024/0017'",
    "RE 2024-17, ' \"RE 2024-17\"'",
    "Rechnung Müller, ' \"Rechnung Müller\"'",
    // no quoting keeps these harmless in every shell
    "'$(reboot)', ''",
    "a\"b, ''",
    "%PATH%, ''"
  })
  void id_isOneWordOfTheCommandOrLeftOut(String id, String word) {
    for (Shell shell : Shell.values()) {
      assertThat(command(JAR, Map.of(), shell).inbox(id))
          .isEqualTo("java -jar /opt/invoices/invoice-server.jar --inbox" + word);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pathWithSpaces_isQuotedForEveryShell(Shell shell) {
    assertThat(command("/home/ann/my jars/invoice-server.jar", Map.of(), shell).inbox("INV-001"))
        .isEqualTo("java -jar \"/home/ann/my jars/invoice-server.jar\" --inbox INV-001");
  }

  @Test
  void pathWithMarksThatShellsRead_isQuotedForTheOneOfThisMachine() {
    assertThat(command(JAR_IN_FOLDER_OF_ANN, Map.of(), Shell.POSIX).inbox("INV-001"))
        .isEqualTo("java -jar '/home/o'\\''ann/my $jars/invoice-server.jar' --inbox INV-001");
    assertThat(command(JAR_IN_FOLDER_OF_ANN, Map.of(), Shell.POWERSHELL).inbox("INV-001"))
        .isEqualTo(
            "in PowerShell: java -jar '/home/o''ann/my $jars/invoice-server.jar' --inbox INV-001");
  }

  @ParameterizedTest
  @CsvSource({
    "/home/ann/invoices/target/classes",
    "'/home/\u202eann/invoice-server.jar'",
    "'/home/\nann/invoice-server.jar'"
  })
  void programThatIsNoJarOrCannotBeShown_isWhereTheBuildPutsIt(String program) {
    assertThat(command(program, Map.of(), Shell.POSIX).inbox("INV-001"))
        .isEqualTo("java -jar target/invoice-server.jar --inbox INV-001");
  }

  @Test
  void settings_standBeforeTheCommand() {
    Map<String, String> settings =
        Map.of("TEMPORAL_ADDRESS", "temporal:7233", "TEMPORAL_CONFIG_FILE", "/a b/o'c.toml");

    assertThat(command(JAR, settings, Shell.POSIX).inbox("INV-001"))
        .isEqualTo(
            "TEMPORAL_ADDRESS=temporal:7233 TEMPORAL_CONFIG_FILE='/a b/o'\\''c.toml' java -jar %s --inbox INV-001"
                .formatted(JAR));
    assertThat(command(JAR, settings, Shell.POWERSHELL).inbox("INV-001"))
        .isEqualTo(
            "in PowerShell: $env:TEMPORAL_ADDRESS='temporal:7233'; $env:TEMPORAL_CONFIG_FILE='/a b/o''c.toml'; java -jar %s --inbox INV-001"
                .formatted(JAR));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "POSIX | /opt/it | /opt/it/java/bin/java -jar /opt/it/server/invoice-server.jar",
        "POSIX | /my it | \"/my it/java/bin/java\" -jar \"/my it/server/invoice-server.jar\"",
        "POSIX | /o'it | '/o'\\''it/java/bin/java' -jar '/o'\\''it/server/invoice-server.jar'",
        "POWERSHELL | /opt/it | in PowerShell: & '/opt/it/java/bin/java' -jar /opt/it/server/invoice-server.jar",
        "POWERSHELL | /my it | in PowerShell: & '/my it/java/bin/java' -jar \"/my it/server/invoice-server.jar\"",
        "POWERSHELL | /o'it | in PowerShell: & '/o''it/java/bin/java' -jar '/o''it/server/invoice-server.jar'"
      })
  void javaOfTheBundle_isNamedByItsPath_quotedForTheShell(
      Shell shell, String bundle, String command) {
    assertThat(bundled(bundle, Map.of(), shell)).isEqualTo(command + " --inbox INV-001");
  }

  @Test
  void settings_standBeforeTheBundlesJava() {
    Map<String, String> settings = Map.of("TEMPORAL_ADDRESS", "temporal:7233");

    assertThat(bundled("/opt/invoices", settings, Shell.POSIX))
        .startsWith("TEMPORAL_ADDRESS=temporal:7233 /opt/invoices/java/bin/java -jar ");
    assertThat(bundled("/opt/invoices", settings, Shell.POWERSHELL))
        .startsWith(
            "in PowerShell: $env:TEMPORAL_ADDRESS='temporal:7233'; & '/opt/invoices/java/bin/java' -jar ");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // where only an administrator may make a link
  void javaOfTheBundle_isFoundThroughALink(@TempDir Path folder) throws Exception {
    Path bundle = folder.resolve("bundle");
    Files.createDirectories(bundle.resolve("java"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), bundle);

    assertThat(
            command(
                    link.resolve("server/invoice-server.jar").toString(),
                    bundle.resolve("java").toString(),
                    Map.of(),
                    Shell.POSIX)
                .inbox("INV-001"))
        .startsWith(link.resolve("java/bin/java") + " -jar " + link);
  }

  @Test
  void anotherJavaThanTheBundles_isTheOneOfThePath() {
    String jar = "/opt/invoices/server/invoice-server.jar";
    for (String home : List.of(JAVA_HOME, "/opt/java", "/opt/invoices/server/java")) {
      assertThat(command(jar, home, Map.of(), Shell.POWERSHELL).inbox("INV-001"))
          .isEqualTo("java -jar %s --inbox INV-001".formatted(jar));
    }
  }

  @Test
  void check_isStartedAsTheInboxIs() {
    Map<String, String> settings = Map.of("TEMPORAL_ADDRESS", "temporal:7233");
    String bundle = "/opt/invoices";

    for (Shell shell : Shell.values()) {
      assertThat(bundleOf(bundle, settings, shell).check())
          .endsWith(" --check")
          .isEqualTo(bundled(bundle, settings, shell).replace("--inbox INV-001", "--check"));
    }
    assertThat(command(JAR, Map.of(), Shell.POSIX).check())
        .isEqualTo("java -jar /opt/invoices/invoice-server.jar --check");
  }

  @Test
  void whatHasToBeSetByHand_isNamedInASentence() {
    assertThat(byHand().before()).isEmpty();
    assertThat(byHand("TEMPORAL_API_KEY").before())
        .contains("At the terminal, first set TEMPORAL_API_KEY as for the server.");
    assertThat(byHand("TEMPORAL_API_KEY", "TEMPORAL_TLS_CLIENT_CERT_DATA").before())
        .contains(
            "At the terminal, first set TEMPORAL_API_KEY and TEMPORAL_TLS_CLIENT_CERT_DATA as for the server.");
  }

  private static String bundled(String bundle, Map<String, String> settings, Shell shell) {
    return bundleOf(bundle, settings, shell).inbox("INV-001");
  }

  private static TerminalCommand bundleOf(
      String bundle, Map<String, String> settings, Shell shell) {
    return command(bundle + "/server/invoice-server.jar", bundle + "/java", settings, shell);
  }

  private static TerminalCommand command(
      String program, Map<String, String> settings, Shell shell) {
    return command(program, JAVA_HOME, settings, shell);
  }

  private static TerminalCommand command(
      String program, String javaHome, Map<String, String> settings, Shell shell) {
    return new TerminalCommand(
        Path.of(program),
        Path.of(javaHome),
        new TerminalSettings(new TreeMap<>(settings), List.of()),
        shell);
  }

  private static TerminalCommand byHand(String... names) {
    return new TerminalCommand(
        Path.of(JAR),
        Path.of(JAVA_HOME),
        new TerminalSettings(new TreeMap<>(), List.of(names)),
        Shell.POSIX);
  }
}
