package dev.invoices.server.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "temporal:7233",
        "/etc/my certs/ca.pem",
        "it's",
        "''",
        "\"$(touch x)\" `id` \\ $HOME ~ *",
        "a;b&c|d>e<f#!g%PATH%",
        "Müller – ü"
      })
  @DisabledOnOs(OS.WINDOWS) // which has no sh
  void sh_takesEveryTextAsItIs(String text) throws Exception {
    String command = Shell.POSIX.with(Map.of("SHOWN", text), "sh -c 'printf %s \"$SHOWN\"'");

    Process sh = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();

    assertThat(new String(sh.getInputStream().readAllBytes(), UTF_8)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "C:/my certs/ca.pem | $env:SHOWN='C:/my certs/ca.pem'",
        "it's | $env:SHOWN='it''s'",
        "it’s ‘x‛ ‚y | $env:SHOWN='it’’s ‘‘x‛‛ ‚‚y'",
        "$(x) `n $env:PATH | $env:SHOWN='$(x) `n $env:PATH'"
      })
  void powerShell_isGivenEveryTextInSingleQuotes(String text, String assignment) {
    assertThat(Shell.POWERSHELL.with(Map.of("SHOWN", text), "java"))
        .isEqualTo("in PowerShell: %s; java".formatted(assignment));
  }
}
