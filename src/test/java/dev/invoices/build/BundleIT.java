package dev.invoices.build;

import static dev.invoices.testkit.RawServer.callTool;
import static dev.invoices.testkit.RawServer.initialize;
import static dev.invoices.testkit.RawServer.initialized;
import static dev.invoices.testkit.RawServer.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.build.InstalledBundle.Kind;
import dev.invoices.json.ExactJson;
import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.InvoiceStack;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.RawServer;
import dev.invoices.text.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the profile {@code bundle} builds, installed in a folder whose path has spaces. */
@Tag("patient")
@Timeout(120)
class BundleIT {

  private static final String INVOICE =
      "{\"invoice_data\": {\"id\": \"INV-1\", \"lines\": [{\"item\": \"Desk\", \"amount\": 120.50}]}}";

  private final AtomicInteger ids = new AtomicInteger();
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void installed_playsAConversation(Kind kind) throws Exception {
    InstalledBundle bundle = install(kind);
    try (InvoiceStack stack = InvoiceStack.start()) {
      stack.startWorker(Map.of("INVOICE_PAYMENT_PACE", "PT0S"));
      Map<String, String> answers = Map.of("temporal_address", stack.temporal().address());
      try (RawServer server = RawServer.start(bundle.start(answers))) {
        greet(server);
        call(server, "process_invoice", INVOICE);
        awaitStatus(server, "Awaiting approval");
        call(server, "approve_invoice", "{\"invoice_id\": \"INV-1\"}");

        awaitStatus(server, "Completed");
      }
    }
  }

  @Test
  void nameOfTheBundleWithJava_saysForWhichSystemItIs() throws Exception {
    JsonNode systems = install(Kind.WITH_JAVA).manifest().at("/compatibility/platforms");

    assertThat(systems).hasSize(1);
    assertThat(Kind.WITH_JAVA.packed().getFileName().toString())
        .matches(
            "invoice-processor-.+-%s-\\w+\\.mcpb"
                .formatted(systems.get(0).asText().replace("win32", "windows")));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // where the command is for PowerShell
  void commandForATerminal_needsNoJavaButTheBundles() throws Exception {
    InstalledBundle bundle = install(Kind.WITH_JAVA);
    try (InvoiceStack stack = InvoiceStack.start()) {
      Map<String, String> answers =
          Map.of("temporal_address", stack.temporal().address(), "decisions", "person");
      String where;
      try (RawServer server = RawServer.start(bundle.start(answers))) {
        greet(server);
        where =
            call(server, "process_invoice", INVOICE)
                .at("/structuredContent/how_to_decide")
                .asText();
      }
      String command = where.replaceFirst(".*at a terminal \\((.*)\\), or .*", "$1");

      try (JarProcess inbox = enter(command)) {
        assertThat(inbox.exitStatus()).as("%s: %s", command, inbox.stderr()).isZero();
        assertThat(inbox.stdout())
            .startsWith("Invoice INV-1")
            .contains("Total: USD 120.50 in 1 line");
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // where the command is for PowerShell
  void checkThatAResultNames_needsNoJavaButTheBundles_andSeesTheSameFault() throws Exception {
    InstalledBundle bundle = install(Kind.WITH_JAVA);
    Map<String, String> answers = Map.of("temporal_address", JarProcess.NOBODY);
    String text;
    try (RawServer server = RawServer.start(bundle.start(answers))) {
      greet(server);
      server.send(callTool(ids.incrementAndGet(), "process_invoice", INVOICE));
      text = server.next().at("/result/content/0/text").asText();
    }
    String command = text.replaceFirst("(?s).*If it stays so, (.*) shows why.*", "$1");

    try (JarProcess check = enter(command)) {
      assertThat(check.exitStatus()).as("%s: %s", command, check.stderr()).isEqualTo(1);
      assertThat(check.stdout())
          .anyMatch(line -> line.contains("Temporal") && line.contains(JarProcess.NOBODY));
    }
  }

  @ParameterizedTest
  @EnumSource
  void toolsAndVersion_areThoseOfTheServer(Kind kind) throws Exception {
    InstalledBundle bundle = install(kind);
    try (RawServer server = RawServer.start(bundle.start(Map.of()))) {
      String version = greet(server).at("/result/serverInfo/version").asText();
      server.send(request(ids.incrementAndGet(), "tools/list", "{}"));
      List<String> tools = server.next().at("/result/tools").findValuesAsText("name");

      assertThat(bundle.manifest().get("version").asText()).isEqualTo(version);
      assertThat(bundle.manifest().get("tools").findValuesAsText("name"))
          .containsExactlyInAnyOrderElementsOf(tools);
    }
  }

  /** The one of a newer Java, which makes it, and whatever may be left of it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "not an archive"})
  void archiveThatIsNone_changesNothingButTime(String content) throws Exception {
    InstalledBundle bundle = install(Kind.WITHOUT_JAVA);
    Files.writeString(bundle.folder().resolve("server").resolve("invoice-server.jsa"), content);
    JarProcess process;
    try (RawServer server = RawServer.start(bundle.start(Map.of()))) {
      greet(server);
      process = server.process();
      process.endInput();
      assertThat(process.exitStatus()).isZero();
    }
    assertThat(process.stdout()).hasSize(1);
    assertThat(process.stderr()).isEmpty();
  }

  @Test
  void entryForTheRegistry_namesTheBundleForEveryPlatform() throws Exception {
    Path packed = Kind.WITHOUT_JAVA.packed();
    JsonNode entry = ExactJson.mapper().readTree(packed.resolveSibling("server.json").toFile());
    JsonNode offered = entry.at("/packages/0");

    assertThat(entry.get("version"))
        .isEqualTo(install(Kind.WITHOUT_JAVA).manifest().get("version"));
    assertThat(entry.get("description").asText()).hasSizeLessThanOrEqualTo(100);
    assertThat(offered.get("identifier").asText())
        .endsWith("/v%s/%s".formatted(entry.get("version").asText(), packed.getFileName()));
    assertThat(offered.get("fileSha256").asText())
        .isEqualTo(Sha256.hex(Files.readAllBytes(packed)));
  }

  private InstalledBundle install(Kind kind) throws Exception {
    return InstalledBundle.in(
        directory.resolve("My Extensions").resolve("invoice processor"), kind);
  }

  /** At a shell that finds no program, so no other Java. */
  private static JarProcess enter(String command) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", command);
    shell.environment().clear();
    shell.environment().put("PATH", "/no-such-folder");
    return JarProcess.start(shell);
  }

  private JsonNode greet(RawServer server) throws Exception {
    server.send(initialize(ids.incrementAndGet(), "2025-11-25"), initialized());
    return server.next();
  }

  private JsonNode call(RawServer server, String tool, String arguments) throws Exception {
    server.send(callTool(ids.incrementAndGet(), tool, arguments));
    JsonNode result = server.next().get("result");
    assertThat(result.path("isError").asBoolean()).as(result.toString()).isFalse();
    return result;
  }

  private void awaitStatus(RawServer server, String wanted) throws Exception {
    Eventually.see(
        wanted,
        () -> call(server, "get_invoice_status", "{\"invoice_id\": \"INV-1\"}"),
        result -> result.at("/structuredContent/status").asText().equals(wanted));
  }
}
