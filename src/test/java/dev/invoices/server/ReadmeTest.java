package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.payment.sandbox.SandboxSettings;
import dev.invoices.server.desktop.ClaudeDesktopConfig;
import dev.invoices.server.desktop.TemporalEnvironment;
import dev.invoices.server.tools.ApproveInvoiceTool;
import dev.invoices.server.tools.GetInvoiceStatusTool;
import dev.invoices.server.tools.ProcessInvoiceTool;
import dev.invoices.server.tools.RejectInvoiceTool;
import dev.invoices.server.tools.ResultCode;
import dev.invoices.workflow.ProcessingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The README and the example configuration say what the product does. */
class ReadmeTest {

  private final List<String> lines = Files.readAllLines(Path.of("README.md"));
  private final String text = String.join("\n", lines);

  ReadmeTest() throws IOException {}

  @Test
  void readme_shortEnoughToBeRead() {
    assertThat(lines).hasSizeLessThanOrEqualTo(150);
  }

  @Test
  void everyStatus_explained() {
    assertThat(InvoiceStatus.values())
        .allSatisfy(status -> assertThat(text).contains("| `" + status.text() + "` |"));
  }

  @Test
  void everyErrorCode_explained() {
    assertThat(Arrays.stream(ResultCode.values()).filter(ResultCode::isError))
        .allSatisfy(code -> assertThat(text).contains("`" + code + "`"));
  }

  @Test
  void everySetting_explained() {
    assertThat(
            List.of(
                ProcessingRules.APPROVAL_TIMEOUT,
                ProcessingRules.PAYMENT_PACE,
                ProcessingRules.PAYMENTS_IN_FLIGHT,
                SandboxSettings.LEDGER,
                SandboxSettings.BALANCE))
        .allSatisfy(setting -> assertThat(text).contains("| `" + setting + "` |"));
    assertThat(text)
        .contains("`" + ProcessingRules.DEFAULT.paymentPace() + "`")
        .contains("| `INVOICE_APPROVAL_TIMEOUT` | `P5D` |");
  }

  @Test
  void everyTool_explained() {
    assertThat(
            List.of(
                new ProcessInvoiceTool(),
                new ApproveInvoiceTool(),
                new RejectInvoiceTool(),
                new GetInvoiceStatusTool()))
        .allSatisfy(tool -> assertThat(text).contains("| `" + tool.name() + "` |"));
  }

  @Test
  void everyPicture_there() {
    assertThat(Pattern.compile("!\\[.+?]\\((.+?)\\)").matcher(text).results())
        .hasSize(2)
        .allSatisfy(picture -> assertThat(Path.of(picture.group(1))).isRegularFile());
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_23) // for newer ones another is printed
  void exampleConfiguration_isWhatPrintConfigPrints() throws IOException {
    assertThat(Files.readString(Path.of("claude_desktop_config.json")).strip())
        .isEqualTo(
            ClaudeDesktopConfig.entry(
                Path.of("/absolute/path/to/java"),
                Path.of("/absolute/path/to/invoice-server.jar"),
                TemporalEnvironment.from(Map.of())));
  }
}
