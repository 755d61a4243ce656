package dev.invoices.server.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.json.ExactJson;
import dev.invoices.testkit.Chromium;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.McpTools;
import dev.invoices.testkit.PackagedJar;
import dev.invoices.testkit.TemporalFixture;
import dev.invoices.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * What the tests of the card stand on: a real browser, the packaged server behind it, and a real
 * Temporal. Every run puts the card's pictures into {@code target/card}; {@code mvn verify
 * -Dit.test=CardIT,CardLooksIT -Drecord=true} puts those that documents show where they show them.
 */
abstract class CardScene {

  /** What one class at a time stands on, where classes run side by side. */
  static final String STAGE = "card";

  private static final int MAX_HEIGHT = 500;

  /** Longer than the card takes two presses for one. */
  static final int BETWEEN_PRESSES_MS = 600;

  /** Those that documents show. */
  private static final Set<String> DOCUMENTED =
      Set.of("card-waiting.png", "card-duplicate.png", "card-paid.png", "card-dark.png");

  static TemporalFixture temporal;
  private static WorkerProcess worker;
  static CardHost host;
  static McpTools bob;
  static Chromium browser;

  @BeforeAll
  static void start() throws Exception {
    CardHost.requireLibraries();
    browser = Chromium.start(640, 700);
    temporal = TemporalFixture.devServer();
    worker =
        temporal.startWorker(
            Map.of("INVOICE_PAYMENT_PACE", "PT1S", "INVOICE_SANDBOX_BALANCE", "50000.00"));
    host = CardHost.start(browser, server("anna"));
    bob = McpTools.start(process -> settings(process, "bob"), "other-client");
  }

  @AfterAll
  static void stop() throws Exception {
    // Where a program is missing, start() has ended before all of them were there.
    for (AutoCloseable part : Arrays.asList(host, bob, worker, temporal, browser)) {
      if (part != null) {
        part.close();
      }
    }
  }

  static void submit(String id, int lines, String options) throws Exception {
    host.open("process_invoice", invoice(id, "Acme Studio", lines), options);
  }

  static String invoice(String id, String vendor, int lines) {
    String items =
        IntStream.rangeClosed(1, lines)
            .mapToObj(
                line ->
                    "{\"item\": \"%s\", \"amount\": %s}"
                        .formatted(
                            vendor.equals("Acme Studio") ? "Item " + line : vendor,
                            "100.%02d".formatted(line == lines && lines > 1 ? 10 : 1)))
            .collect(Collectors.joining(", "));
    return """
        {"invoice_data": {"id": "%s", "vendor": "%s", "due_date": "2099-12-31", "lines": [%s]}}"""
        .formatted(id, vendor, items);
  }

  /** The press that confirms, later than a double click. */
  static void pressAgain(String button) throws Exception {
    Thread.sleep(BETWEEN_PRESSES_MS);
    host.click(button);
  }

  static void decide(String button) throws Exception {
    host.click(button);
    host.awaitText("Press again to " + button);
    pressAgain(button);
  }

  /** Waits until the card has asked by itself whether what it shows is old. */
  static void awaitFreshness() throws Exception {
    host.awaitCall("get_invoice_status");
    Thread.sleep(BETWEEN_PRESSES_MS);
  }

  static void type(String field, String text) throws Exception {
    host.inCard(
        "void (card.getElementById('%s').value = %s)"
            .formatted(field, ExactJson.mapper().writeValueAsString(text)));
  }

  static boolean hidden(String id) throws Exception {
    return host.inCard("card.getElementById('%s').hidden".formatted(id)).asBoolean();
  }

  static String focused() throws Exception {
    return host.inCard("card.activeElement.id").asText();
  }

  static String style(String selector, String property) throws Exception {
    return host.inCard(
            "card.defaultView.getComputedStyle(card.querySelector('%s')).%s"
                .formatted(selector, property))
        .asText();
  }

  static void assertFits(int width) throws Exception {
    assertThat(host.inCard("Math.ceil(card.querySelector('main').scrollHeight)").asInt())
        .as("height")
        .isLessThanOrEqualTo(MAX_HEIGHT);
    assertThat(host.inCard("card.documentElement.scrollWidth").asInt())
        .as("width")
        .isLessThanOrEqualTo(width);
  }

  private static ProcessBuilder server(String person) throws IOException {
    return settings(
        new ProcessBuilder(PackagedJar.server().command(JarProcess.jvmOptions())), person);
  }

  /** A server under which only a person decides. */
  static ProcessBuilder strictServer(String person) throws IOException {
    ProcessBuilder server = server(person);
    server.environment().put("INVOICE_DECISIONS", "person");
    return server;
  }

  /** A server whose invoices no worker reads, unless one is started for this task queue. */
  static ProcessBuilder serverOf(String taskQueue) throws IOException {
    ProcessBuilder server = server("anna");
    server.environment().put("INVOICE_TASK_QUEUE", taskQueue);
    return server;
  }

  private static ProcessBuilder settings(ProcessBuilder process, String person) {
    temporal.serve(process);
    process.environment().put("JDK_JAVA_OPTIONS", "-Duser.name=" + person);
    process.environment().put("XDG_STATE_HOME", temporal.file("state").toString());
    return process;
  }

  static void save(String name) throws Exception {
    boolean documented = Boolean.getBoolean("record") && DOCUMENTED.contains(name);
    Path folder = Path.of(documented ? "docs/images" : "target/card");
    Files.createDirectories(folder);
    Files.write(folder.resolve(name), host.picture());
  }
}
