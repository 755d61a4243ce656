package dev.invoices.client.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator enters, whatever the id holds. */
class ResumeCommandsTest {

  @Test
  void localTemporal_needsNoTarget() {
    ResumeCommands commands = new ResumeCommands("localhost:7233", "default");

    assertThat(commands.workflow("invoice-INV-1"))
        .isEqualTo("temporal workflow unpause --workflow-id invoice-INV-1");
    assertThat(commands.payment("invoice-INV-1", "a-1"))
        .isEqualTo("temporal activity unpause --workflow-id invoice-INV-1 --activity-id a-1");
  }

  @Test
  void otherTemporal_isNamed() {
    ResumeCommands commands = new ResumeCommands("temporal.example:7233", "my invoices");

    assertThat(commands.workflow("invoice-INV-1"))
        .endsWith(" --address temporal.example:7233 --namespace \"my invoices\"");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "invoice-2024/0017, invoice-2024/0017",
        "invoice-Invoice number 114, \"invoice-Invoice number 114\"",
        "invoice-O'Neil 1, \"invoice-O'Neil 1\"",
        "invoice-1;rm -rf x, \"invoice-1;rm -rf x\"",
        "invoice-$HOME, 'invoice-$HOME'",
        "invoice-\"1\", 'invoice-\"1\"'",
        "invoice-$(id)'s, 'invoice-$(id)'\\''s'",
        "invoice-№7, \"invoice-№7\""
      })
  void id_isQuotedForTheShell(String workflowId, String quoted) {
    assertThat(new ResumeCommands("localhost:7233", "default").workflow(workflowId))
        .isEqualTo("temporal workflow unpause --workflow-id " + quoted);
  }
}
