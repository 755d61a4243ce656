package dev.invoices.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InboxCommandTest {

  private static final String JAR = "/opt/invoices/invoice-server.jar";
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
      assertThat(command(JAR, Map.of(), shell).about(id))
          .isEqualTo("java -jar /opt/invoices/invoice-server.jar --inbox" + word);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pathWithSpaces_isQuotedForEveryShell(Shell shell) {
    assertThat(command("/home/ann/my jars/invoice-server.jar", Map.of(), shell).about("INV-001"))
        .isEqualTo("java -jar \"/home/ann/my jars/invoice-server.jar\" --inbox INV-001");
  }

  @Test
  void pathWithMarksThatShellsRead_isQuotedForTheOneOfThisMachine() {
    assertThat(command(JAR_IN_FOLDER_OF_ANN, Map.of(), Shell.POSIX).about("INV-001"))
        .isEqualTo("java -jar '/home/o'\\''ann/my $jars/invoice-server.jar' --inbox INV-001");
    assertThat(command(JAR_IN_FOLDER_OF_ANN, Map.of(), Shell.POWERSHELL).about("INV-001"))
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
    assertThat(command(program, Map.of(), Shell.POSIX).about("INV-001"))
        .isEqualTo("java -jar target/invoice-server.jar --inbox INV-001");
  }

  @Test
  void settings_standBeforeTheCommand() {
    Map<String, String> settings =
        Map.of("TEMPORAL_ADDRESS", "temporal:7233", "TEMPORAL_CONFIG_FILE", "/a b/o'c.toml");

    assertThat(command(JAR, settings, Shell.POSIX).about("INV-001"))
        .isEqualTo(
            "TEMPORAL_ADDRESS=temporal:7233 TEMPORAL_CONFIG_FILE='/a b/o'\\''c.toml' java -jar %s --inbox INV-001"
                .formatted(JAR));
    assertThat(command(JAR, settings, Shell.POWERSHELL).about("INV-001"))
        .isEqualTo(
            "in PowerShell: $env:TEMPORAL_ADDRESS='temporal:7233'; $env:TEMPORAL_CONFIG_FILE='/a b/o''c.toml'; java -jar %s --inbox INV-001"
                .formatted(JAR));
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

  private static InboxCommand command(String program, Map<String, String> settings, Shell shell) {
    return new InboxCommand(
        Path.of(program), new TerminalSettings(new TreeMap<>(settings), List.of()), shell);
  }

  private static InboxCommand byHand(String... names) {
    return new InboxCommand(
        Path.of(JAR), new TerminalSettings(new TreeMap<>(), List.of(names)), Shell.POSIX);
  }
}
