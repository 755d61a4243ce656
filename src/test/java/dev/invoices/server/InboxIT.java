package dev.invoices.server;

import static dev.invoices.testkit.EveryTool.invoice;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionMethod;
import dev.invoices.testkit.CommandOnPath;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.ToolReply;
import dev.invoices.testkit.WorkerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code --inbox} of the packaged server, beside the tools, on the real server. */
@Tag("real-server")
@Tag("patient")
@Timeout(180)
class InboxIT {

  private static TemporalFixture temporal;
  private static WorkerProcess worker;
  private static McpTools tools;

  @BeforeAll
  static void start() throws Exception {
    temporal = TemporalFixture.devServer();
    worker = temporal.startWorker(Map.of());
    tools = McpTools.start(temporal::serve, "claude-ai");
  }

  @AfterAll
  static void stop() throws Exception {
    // Where the command is missing, start() has ended before all of them were there.
    for (AutoCloseable part : Arrays.asList(tools, worker, temporal)) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  void withoutATerminal_whatWaitsIsListed() throws Exception {
    submit("PIPED");

    List<String> list =
        Eventually.see(
            "the list", () -> printed(), lines -> lines.stream().anyMatch(this::isPiped));

    assertThat(list.get(0)).contains(" for a decision, the soonest deadline first.");
  }

  private boolean isPiped(String line) {
    return line.matches("\\d+\\. PIPED: USD .*, Awaiting approval, decide by .* UTC.*");
  }

  @Test
  void withoutATerminal_anInvoiceIsShownWhole_byTheIdOfItsWorkflowToo() throws Exception {
    submit("WHOLE");

    assertThat(printed("invoice-WHOLE"))
        .startsWith("Invoice WHOLE", "Status: Awaiting approval")
        .isEqualTo(printed("WHOLE"));
  }

  @Test
  void withoutATerminal_everyLineOfALongInvoiceIsShown() throws Exception {
    String lines = "{\"item\": \"Pen\", \"amount\": 1},".repeat(150);
    tools.submit(
        "{\"id\": \"LONG\", \"lines\": [%s{\"item\": \"Ink\", \"amount\": 2}]}".formatted(lines));
    tools.awaitStatus("LONG", "Awaiting approval");

    assertThat(printed("LONG"))
        .filteredOn(line -> line.startsWith("Line "))
        .hasSize(151)
        .last()
        .isEqualTo("Line 151: USD 2.00: \"Ink\"");
  }

  @Test
  void possibleDuplicate_isShownWithWhatTheOtherInvoiceIsNow() throws Exception {
    submit("TWIN-1");
    submit("twin-1");
    tools.approve("TWIN-1");
    tools.awaitStatus("TWIN-1", "Completed");

    assertThat(printed("twin-1"))
        .filteredOn(line -> line.startsWith("Warning: It may be a duplicate"))
        .anyMatch(line -> line.contains(" It is now: Completed. Its id: TWIN-1"));
  }

  @Test
  void unknownId_isSaidInOneSentence() throws Exception {
    try (JarProcess inbox = inbox("NO-SUCH")) {
      assertThat(inbox.exitStatus()).isEqualTo(1);
      assertThat(inbox.stdout()).isEmpty();
      assertThat(inbox.stderr())
          .singleElement()
          .asString()
          .startsWith("Temporal knows no invoice NO-SUCH.");
    }
  }

  @Test
  void idThatCanBeNone_isAWrongUsage() throws Exception {
    try (JarProcess inbox = inbox("\u001b[31mRED")) {
      assertThat(inbox.exitStatus()).isEqualTo(2);
      assertThat(inbox.stderr())
          .singleElement()
          .asString()
          .startsWith("invoice-server: the id must ")
          .doesNotContain("\u001b");
    }
  }

  @Test
  void temporalThatDoesNotAnswer_isSaidInOneLine() throws Exception {
    try (JarProcess inbox = JarProcess.startAlone(PackagedJar.server(), Map.of(), "--inbox")) {
      assertThat(inbox.exitStatus()).isEqualTo(1);
      assertThat(inbox.stdout()).isEmpty();
      assertThat(inbox.stderr())
          .singleElement()
          .asString()
          .startsWith("Temporal at %s does not answer.".formatted(JarProcess.NOBODY));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // where script takes a command this way
  void decisionAtATerminal_isOnRecordAsMadeThere() throws Exception {
    submit("AT-HAND");
    String script = CommandOnPath.require("bsdutils has it", "script").toString();
    String typed = "'%s'".formatted(String.join("' '", command("AT-HAND")));
    ProcessBuilder terminal = new ProcessBuilder(script, "-qefc", typed, "/dev/null");
    try (JarProcess inbox = JarProcess.start(temporal.serve(terminal))) {
      awaitLine(inbox, "Status: Awaiting approval");

      inbox.send("a\nas agreed with Zoë\nyes\nq\n".getBytes(UTF_8));

      assertThat(inbox.exitStatus()).as("%s", inbox.stdout()).isZero();
      assertThat(inbox.stdout())
          .anyMatch(line -> line.contains("Sent approval signal for invoice AT-HAND"));
    }

    ToolReply reply = tools.awaitStatus("AT-HAND", "Completed");
    assertThat(reply.text())
        .contains("Decision: approved at the terminal at ", "with the note \"as agreed with Zoë\"");
    Decision decision = reply.invoice().orElseThrow().decision().orElseThrow();
    assertThat(decision.how()).contains(DecisionMethod.TERMINAL);
    assertThat(decision.through()).isEqualTo("terminal");
    assertThat(decision.by()).isEqualTo(System.getProperty("user.name"));
  }

  private static void awaitLine(JarProcess process, String text) throws Exception {
    Eventually.see(
        text, process::stdout, lines -> lines.stream().anyMatch(line -> line.contains(text)));
  }

  private static void submit(String id) throws Exception {
    tools.submit(invoice(id));
    tools.awaitStatus(id, "Awaiting approval");
  }

  private static List<String> printed(String... id) throws Exception {
    try (JarProcess inbox = inbox(id)) {
      assertThat(inbox.exitStatus()).as("%s", inbox.stderr()).isZero();
      assertThat(inbox.stderr()).isEmpty();
      return inbox.stdout();
    }
  }

  private static JarProcess inbox(String... id) throws IOException {
    return JarProcess.start(temporal.serve(new ProcessBuilder(command(id))));
  }

  private static List<String> command(String... id) throws IOException {
    List<String> command = new ArrayList<>(PackagedJar.server().command(JarProcess.jvmOptions()));
    command.add("--inbox");
    command.addAll(List.of(id));
    return command;
  }
}
