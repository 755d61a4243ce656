package dev.invoices.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as CI runs it: no terminal, no {@code temporal} command. */
@Tag("patient")
@Timeout(180)
class DemoIT {

  @TempDir Path directory;

  @Test
  void withoutADecision_approvesSaysSoAndPaysEveryLine() throws Exception {
    try (DemoProcess demo = DemoProcess.start(directory)) {
      int exitCode = demo.awaitExit();

      assertThat(demo.output())
          .contains("There is no terminal to ask at, so it is approved")
          .contains("Invoice INV-001 status: Completed")
          .contains("Paid: USD 7,000.00, 2 of 2 lines");
      assertThat(normal(demo.output())).contains(endShownInTheReadme());
      assertThat(exitCode).isZero();
      assertThat(demo.started()).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }
  }

  private static List<String> endShownInTheReadme() throws IOException {
    List<String> shown =
        Files.readAllLines(Path.of("README.md")).stream()
            .dropWhile(line -> !line.startsWith("   Completed: "))
            .takeWhile(line -> !line.equals("```"))
            .map(DemoIT::normal)
            .toList();
    assertThat(shown).hasSize(5);
    return shown;
  }

  /** Without what differs from run to run: times, receipts and the account's name. */
  private static String normal(String output) {
    return output
        .replaceAll("[0-9]{4}-[0-9-]{5} [0-9:]{8} UTC", "<time>")
        .replaceAll("SBX-[0-9a-f…-]+", "<receipt>")
        .replaceAll("for \"[^\"]+\" through", "for <account> through");
  }

  @Test
  void decisionReject_paysNothing() throws Exception {
    try (DemoProcess demo = DemoProcess.start(directory, "-Ddemo.decision=reject")) {
      int exitCode = demo.awaitExit();

      assertThat(demo.output())
          .contains("Invoice INV-001 status: Rejected by approver")
          .doesNotContain("Processing payment");
      assertThat(exitCode).isZero();
    }
  }

  @Test
  void invoiceFile_isPaidToTheCent() throws Exception {
    write("own.json", "{\"id\":\"OWN-1\",\"lines\":[{\"item\":\"Café\",\"amount\":100.10}]}");
    try (DemoProcess demo = DemoProcess.start(directory, "-Ddemo.invoice=own.json")) {
      int exitCode = demo.awaitExit();

      assertThat(demo.output())
          .contains("\"amount\":100.10")
          .contains("Processing payment for invoice OWN-1, line 1: USD 100.10 for \"Café\"")
          .contains("Paid: USD 100.10, 1 of 1 line");
      assertThat(exitCode).isZero();
    }
  }

  @Test
  void terminatedHalfWay_leavesNoProcessBehind() throws Exception {
    try (DemoProcess demo = DemoProcess.start(directory)) {
      demo.awaitOutput("Processing payment for invoice INV-001");

      demo.terminate();

      assertThat(demo.awaitExit()).isNotZero();
      assertThat(demo.started()).hasSize(2).noneMatch(ProcessHandle::isAlive);
      assertThat(demo.output()).contains("Stopping.").doesNotContain("Exception", "failed");
    }
  }

  @Test
  void invalidInvoice_namesFileAndField() throws Exception {
    write("own.json", "{\"id\":\"OWN-1\",\"lines\":[{\"item\":\"Paper\",\"amount\":\"$1\"}]}");

    assertFails(
        "own.json is not a valid invoice: lines[0].amount must be a plain number",
        "-Ddemo.invoice=own.json");
  }

  @Test
  void invoiceFileThatIsNotJson_namesFileAndLine() throws Exception {
    write("own.json", "{\n  \"id\": OWN-1\n}");

    assertFails("own.json is not valid JSON", "-Ddemo.invoice=own.json");
    assertFails("(line 2)", "-Ddemo.invoice=own.json");
  }

  @Test
  void missingInvoiceFile_isNamed() throws Exception {
    assertFails(
        "There is no invoice file " + directory.resolve("none.json"), "-Ddemo.invoice=none.json");
  }

  @Test
  void unknownDecision_isNamed() throws Exception {
    assertFails("must be approve or reject, not \"maybe\"", "-Ddemo.decision=maybe");
  }

  @Test
  void missingJar_saysHowToBuildIt() throws Exception {
    assertFails(
        "worker.jar; build it with: mvn", "-Dworker.jar=" + directory.resolve("worker.jar"));
  }

  private void assertFails(String message, String option) throws Exception {
    try (DemoProcess demo = DemoProcess.start(directory, option)) {
      assertThat(demo.awaitExit()).isEqualTo(1);
      assertThat(demo.output())
          .startsWith("\nThe demo failed. ")
          .contains(message)
          .doesNotContain("Exception", "\tat ");
      assertThat(demo.started()).isEmpty();
    }
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }
}
