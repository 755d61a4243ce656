package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged worker as it prints the payments of a ledger. */
@Timeout(120)
class PaymentsIT {

  @Test
  void payments_listedWhileTheWorkerRuns_andNothingElseOnStdout() throws Exception {
    try (var stack = InvoiceStack.start()) {
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
      McpTools tools = stack.connect("claude-ai");
      tools.submit(
          """
          {"id": "INV-1", "vendor": "Alpha Ltd", "lines": [
            {"item": "Desk", "amount": 1000.5}, {"item": "=Chair", "amount": 5}]}""");
      tools.awaitStatus("INV-1", "Awaiting approval");
      tools.approve("INV-1");
      tools.awaitStatus("INV-1", "Completed");

      assertThat(printed(stack.temporal().ledger(), "--payments"))
          .hasSize(4)
          .anyMatch(row -> row.contains("  INV-1    Alpha Ltd  1     Desk    USD 1,000.50  "))
          .anyMatch(row -> row.contains("  INV-1    Alpha Ltd  2     =Chair      USD 5.00  "))
          .endsWith("2 payments: USD 1,005.50");
      assertThat(printed(stack.temporal().ledger(), "--payments", "inv-1", "--csv"))
          .hasSize(3)
          .anyMatch(row -> row.contains(",INV-1,Alpha Ltd,2,'=Chair,5.00,USD,"));
    }
  }

  @Test
  void noSuchLedger_refusedInOneLine_andExitsWith2_andNothingIsCreated(@TempDir Path folder)
      throws Exception {
    Path ledger = folder.resolve("books").resolve("ledger.db");
    try (var worker = print(ledger, "--payments")) {
      assertThat(worker.exitStatus()).isEqualTo(2);
      assertThat(worker.stdout()).isEmpty();
      assertThat(worker.stderr())
          .containsExactly(
              "invoice-worker: The payment ledger %s cannot be used: there is no such file; a worker creates it when it starts. Set INVOICE_LEDGER if it is elsewhere"
                  .formatted(ledger));
    }
    assertThat(Files.exists(ledger.getParent())).isFalse();
  }

  @Test
  void unknownArgument_refusedWithTheUsage_andExitsWith2(@TempDir Path folder) throws Exception {
    try (var worker = print(folder.resolve("ledger.db"), "--payments", "--json")) {
      assertThat(worker.exitStatus()).isEqualTo(2);
      assertThat(worker.stdout()).isEmpty();
      assertThat(worker.stderr())
          .containsExactly(
              "invoice-worker: To print the payments of the ledger, or of one invoice, use: java -jar invoice-worker.jar --payments [INVOICE] [--csv]");
    }
  }

  private static List<String> printed(Path ledger, String... arguments) throws Exception {
    try (var worker = print(ledger, arguments)) {
      assertThat(worker.exitStatus()).isZero();
      assertThat(worker.stderr()).isEmpty();
      return worker.stdout();
    }
  }

  private static JarProcess print(Path ledger, String... arguments) throws Exception {
    return JarProcess.startAlone(
        PackagedJar.worker(), Map.of("INVOICE_LEDGER", ledger.toString()), arguments);
  }
}
