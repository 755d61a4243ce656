package dev.invoices.server.tools.wording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.server.terminal.Shell;
import dev.invoices.server.terminal.TerminalCommand;
import dev.invoices.server.terminal.TerminalSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CommandsTest {

  @Test
  void checkThatShowsWhy_looksAtTheTemporalOfThisServer() {
    assertThat(Commands.checkShowsWhy(command(List.of())))
        .isEqualTo(
            "TEMPORAL_ADDRESS=temporal:7233 java -jar /opt/invoices/invoice-server.jar --check shows why.");
  }

  @Test
  void checkThatShowsWhy_namesTheSecretsThatItNeeds() {
    assertThat(Commands.checkShowsWhy(command(List.of("TEMPORAL_API_KEY"))))
        .endsWith(
            " --check shows why. At the terminal, first set TEMPORAL_API_KEY as for the server.");
  }

  private static TerminalCommand command(List<String> byHand) {
    return new TerminalCommand(
        Path.of("/opt/invoices/invoice-server.jar"),
        Path.of("/usr/lib/jvm/java-17"),
        new TerminalSettings(new TreeMap<>(Map.of("TEMPORAL_ADDRESS", "temporal:7233")), byHand),
        Shell.POSIX);
  }
}
