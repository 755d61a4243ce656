package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where the books are kept by default, and where they cannot be kept. */
class SandboxSettingsTest {

  @Test
  void theDefaultLedger_isInTheUsersDataFolder() {
    assertThat(SandboxSettings.fromEnvironment(Map.of()).ledger())
        .isAbsolute()
        .startsWithRaw(Path.of(System.getProperty("user.home")))
        .endsWithRaw(Path.of("invoice-processor", "ledger.db"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no such names
  void aQuestionMarkInTheLedgersName_isRefused() {
    assertThatThrownBy(
            () -> SandboxSettings.fromEnvironment(Map.of("INVOICE_LEDGER", "a?mode=memory")))
        .hasMessageStartingWith("INVOICE_LEDGER is \"")
        .hasMessageEndingWith("must be the path of a file without a question mark");
  }

  @Test
  @EnabledOnOs(OS.LINUX) // elsewhere this variable says nothing
  void aQuestionMarkInTheDataFolder_isRefused() {
    assertThatThrownBy(() -> SandboxSettings.fromEnvironment(Map.of("XDG_DATA_HOME", "/data?")))
        .hasMessageContaining("INVOICE_LEDGER")
        .hasMessageContaining("without a question mark");
  }
}
