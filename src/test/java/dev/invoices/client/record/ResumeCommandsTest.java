package dev.invoices.client.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator enters, whatever the id holds. */
class ResumeCommandsTest {

  @Test
  void localTemporal_needsNoTarget() {
    ResumeCommands commands = new ResumeCommands("localhost:7233", "default");

    assertThat(commands.workflow("invoice-INV-1").text())
        .isEqualTo("temporal workflow unpause --workflow-id invoice-INV-1");
    assertThat(commands.payment("invoice-INV-1", "a-1").text())
        .isEqualTo("temporal activity unpause --workflow-id invoice-INV-1 --activity-id a-1");
  }

  @Test
  void otherTemporal_isNamed() {
    ResumeCommands commands = new ResumeCommands("temporal.example:7233", "my invoices");

    assertThat(commands.workflow("invoice-INV-1").text())
        .endsWith(" --address temporal.example:7233 --namespace \"my invoices\"");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "invoice-2024/0017, invoice-2024/0017",
        "invoice-Invoice number 114, \"invoice-Invoice number 114\"",
        "invoice-114 (Gärtnerei Grün) #2, \"invoice-114 (Gärtnerei Grün) #2\"",
        "invoice-請求書 7, \"invoice-請求書 7\"",
        "invoice-चालान 7, \"invoice-चालान 7\"",
        "`invoice-A,B`, `\"invoice-A,B\"`"
      })
  void harmlessId_isQuotedWhereItNeedsTo(String workflowId, String quoted) {
    ResumeCommand command = new ResumeCommands("localhost:7233", "default").workflow(workflowId);

    assertThat(command.text()).isEqualTo("temporal workflow unpause --workflow-id " + quoted);
    assertThat(command.placeholders()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invoice-50% off & more",
        "invoice-A$'; calc; '",
        "invoice-O'Neil 1",
        "invoice-1;rm -rf x",
        "invoice-$HOME",
        "invoice-\"1\"",
        "invoice-`id`",
        "invoice-a|b",
        "invoice-a\\",
        "invoice-wow!",
        "invoice-\u201cA\u201d",
        "invoice-A\u02ba",
        "invoice-A\u030e",
        "invoice-A\nB"
      })
  void idThatAShellMayRun_isLeftToTheOperator(String workflowId) {
    ResumeCommands commands = new ResumeCommands("localhost:7233", "default");

    assertThat(commands.workflow(workflowId))
        .isEqualTo(
            new ResumeCommand(
                "temporal workflow unpause --workflow-id WORKFLOW_ID", List.of("WORKFLOW_ID")));
    assertThat(commands.payment(workflowId, "a-1"))
        .isEqualTo(
            new ResumeCommand(
                "temporal activity unpause --workflow-id WORKFLOW_ID --activity-id a-1",
                List.of("WORKFLOW_ID")));
  }
}
