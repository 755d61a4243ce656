package dev.invoices.server.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.json.ExactJson;
import dev.invoices.server.card.CardConfirmation.Statement;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The card as a person sees it, in a real browser and in front of the packaged server. Every run
 * puts its pictures into {@code target/card}; {@code mvn verify -Dit.test=CardIT -Drecord=true}
 * puts those that the documents show where they show them.
 */
@Tag("real-server")
@Timeout(120)
class CardIT {

  private static final int MAX_HEIGHT = 500;

  /** Longer than the card takes two presses for one. */
  private static final int BETWEEN_PRESSES_MS = 600;

  /** Those that documents show. */
  private static final Set<String> DOCUMENTED =
      Set.of("card-waiting.png", "card-duplicate.png", "card-paid.png", "card-dark.png");

  /** The least contrast of a text with what is behind it, as WCAG 2 defines it. */
  private static final String CONTRAST =
      """
      (() => {
        const channels = color => color.match(/[\\d.]+/g).map(Number);
        const linear = c => c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4;
        const light = color => {
          const [r, g, b] = channels(color).map(linear);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const style = element => card.defaultView.getComputedStyle(element);
        const behind = element => {
          const [, , , alpha = 1] = channels(style(element).backgroundColor);
          return alpha === 0 ? behind(element.parentElement) : style(element).backgroundColor;
        };
        const texts = [...card.querySelectorAll('main *')].filter(
          element => element.offsetHeight > 0 && element.innerText && !element.children.length);
        return Math.min(...texts.map(element => {
          const [dark, bright] =
            [light(style(element).color), light(behind(element))].sort((a, b) => a - b);
          return (bright + 0.05) / (dark + 0.05);
        }));
      })()""";

  private static TemporalFixture temporal;
  private static WorkerProcess worker;
  private static CardHost host;
  private static McpTools bob;
  private static Chromium browser;

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

  @Test
  void waitingInvoice_showsWhatIsDecidedAbout() throws Exception {
    submit("CARD-1", 20, "{}");

    String text =
        host.awaitText(
            "Acme Studio",
            "Awaiting approval",
            "Invoice CARD-1",
            "USD 2,000.29",
            "Due",
            "2099-12-31",
            "Decide by",
            "1.\nItem 1\nUSD 100.01",
            "and 12 more",
            "Approve USD 2,000.29",
            "Reject");
    assertThat(text).doesNotContain("Item 9", "This is no duplicate");
    assertFits(600);
    save("card-waiting.png");
  }

  @Test
  void approval_isConfirmedByASecondPressAndThePaymentsAreFollowed() throws Exception {
    submit("CARD-2", 2, "{}");
    host.awaitText("Approve USD 200.11");

    // a double click is one press
    host.click("approve");
    host.click("approve");
    host.awaitText("Press again to approve USD 200.11");
    assertThat(host.calls("approve_invoice")).isZero();

    pressAgain("approve");
    host.awaitText("Approved. The payments follow.", "Approved by anna");
    JsonNode call = host.awaitCall("approve_invoice");
    assertThat(call.has("note")).isFalse();
    assertConfirmed(call, true, false);
    assertThat(focused()).isEqualTo("outcome");

    host.awaitText("Completed", "2 of 2 lines", "paid, receipt");
    assertThat(bob.status("CARD-2").status()).isEqualTo("Completed");
    assertThat(host.evaluate("modelContext.content[0].text").asText()).contains("CARD-2");
    assertThat(hidden("form")).isTrue();
    assertFits(600);
    save("card-paid.png");

    // and then it asks no more
    int asked = host.calls("get_invoice_status");
    Thread.sleep(2_000);
    assertThat(host.calls("get_invoice_status")).isEqualTo(asked);
  }

  @Test
  void rejectionWithANote_isRecordedWithIt() throws Exception {
    submit("CARD-3", 1, "{}");
    host.awaitText("Approve USD 100.01");
    type("note", "Not ordered – 'bitte prüfen'");

    host.click("reject");
    host.awaitText("Press again to reject", "Back");
    pressAgain("reject");

    host.awaitText("Rejected.", "Rejected by anna", "'bitte prüfen'");
    assertConfirmed(host.awaitCall("reject_invoice"), false, false);
    assertThat(bob.status("CARD-3").content().at("/decision/note").asText())
        .isEqualTo("Not ordered – 'bitte prüfen'");
  }

  @Test
  void pressTakenBack_decidesNothing() throws Exception {
    submit("CARD-4", 1, "{}");
    host.awaitText("Approve USD 100.01");

    host.click("approve");
    host.awaitText("Press again to approve");
    pressAgain("reject");

    host.awaitText("Approve USD 100.01");
    assertThat(host.calls("approve_invoice") + host.calls("reject_invoice")).isZero();
  }

  @Test
  void somebodyElseFirst_isShownAsWhoDecided() throws Exception {
    submit("CARD-5", 2, "{}");
    host.awaitText("Approve USD 200.11");
    awaitFreshness();
    bob.reject("CARD-5", "too late");

    decide("approve");

    host.awaitText(
        "Your decision does not count: the invoice was closed before.",
        "Rejected by bob",
        "too late");
    assertThat(hidden("form")).isTrue();
    save("card-too-late.png");
  }

  @Test
  void contentChangedSinceItWasShown_isShownAnewAndUndecided() throws Exception {
    submit("CARD-6", 1, "{}");
    host.awaitText("Approve USD 100.01");
    awaitFreshness();
    bob.reject("CARD-6");
    bob.submit(
        "{\"id\": \"CARD-6\", \"vendor\": \"Omega\", \"lines\": [{\"item\": \"Yacht\", \"amount\": 9000}]}");

    decide("approve");

    host.awaitText(
        "Nothing was decided: the invoice has changed",
        "Omega",
        "USD 9,000.00",
        "Approve USD 9,000.00");
    assertThat(bob.status("CARD-6").status()).isEqualTo("Awaiting approval");
    save("card-changed.png");
  }

  @Test
  void possibleDuplicate_isApprovedOnlyOnceItIsAcknowledged() throws Exception {
    for (String id : List.of("DUP-7", "dup-7")) {
      submit(id, 1, "{}");
      host.awaitText("Invoice " + id, "Approve USD 100.01");
    }
    host.awaitText("It may be a duplicate", "This is no duplicate");
    assertFits(600);
    save("card-duplicate.png");

    host.click("approve");
    host.awaitText("Read the warning. Tick");
    assertThat(focused()).isEqualTo("no-duplicate");

    host.click("no-duplicate");
    decide("approve");
    host.awaitText("Approved. The payments follow.");
    JsonNode call = host.awaitCall("approve_invoice");
    assertThat(call.get("acknowledge_duplicate").asBoolean()).isTrue();
    assertConfirmed(call, true, true);
  }

  @Test
  void hostThatAllowsNoCalls_getsNoButtonsAndIsToldHowToDecide() throws Exception {
    submit("CARD-8", 2, "{serverTools: false}");

    host.awaitText("USD 200.11", "This client does not let the card decide", "--inbox");
    assertThat(hidden("form")).isTrue();
    assertThat(host.evaluate("appCalls.length").asInt()).isZero();
    save("card-no-calls.png");
  }

  @Test
  void hostThatDropsStructuredContent_isServedByTheCardsOwnCall() throws Exception {
    submit("CARD-9", 2, "{drops: 'shown'}");
    host.awaitText("USD 200.11", "Approve USD 200.11");

    decide("reject");
    host.awaitText("Rejected by anna");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{drops: 'all'}", "{drops: 'shown', serverTools: false}"})
  void noStructuredContentAtAll_theTextIsShown(String options) throws Exception {
    String id = "CARD-10-" + options.length();
    submit(id, 2, options);

    host.awaitText("Total: USD 200.11 in 2 lines", "Say in the chat whether to approve");
    assertThat(hidden("form")).isTrue();
  }

  @Test
  void frameWithoutAnOrigin_showsTheCard() throws Exception {
    submit("CARD-11", 2, "{origin: false}");

    assertThat(host.awaitCall("get_invoice_status").get("invoice_id").asText())
        .isEqualTo("CARD-11");
    save("card-no-origin.png");
  }

  @Test
  void hostileTexts_areShownAsTheyAreAndDoNothing() throws Exception {
    String hostile =
        """
        {"invoice_data": {"id": "HOSTILE-<b>1</b>", "number": "<svg/onload=top.hacked=1>",
          "vendor": "<img src=x onerror=top.hacked=1>", "purchase_order": "<i>",
          "extra": {"<b>": "<script>top.hacked=1</script>"}, "lines": [
          {"item": "<script>top.hacked=1</script>", "amount": 8000},
          {"item": "</script><script>top.hacked=1</script>", "amount": 8000},
          {"item": "'\\" onfocus=top.hacked=1 autofocus", "amount": 8000},
          {"item": "javascript:top.hacked=1", "description": "<iframe src=//evil.example>", "amount": 8000},
          {"item": "Total: USD 1.00 in 1 line", "amount": 8000}]}}""";
    host.open("process_invoice", hostile, "{}");
    host.awaitText(
        "<img src=x onerror=top.hacked=1>",
        "Invoice HOSTILE-<b>1</b> · number <svg/onload=top.hacked=1>",
        "<script>top.hacked=1</script>",
        "</script><script>top.hacked=1</script>",
        "Total: USD 1.00 in 1 line",
        "Approve USD 40,000.00");
    type("note", "<iframe src=//evil.example></iframe>");

    decide("reject");

    host.awaitText("Rejected by anna", "note: <iframe src=//evil.example></iframe>");
    assertThat(browser.count("main img, main svg, main script, main iframe, main b")).isZero();
    assertThat(browser.evaluate("typeof top.hacked").asText()).isEqualTo("undefined");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "dark, dark, 600, ",
    "narrow, light, 320, ",
    "german, light, 600, Grundstücksverkehrsgenehmigungszuständigkeitsverordnung ",
    "arabic, light, 600, شركة الاستشارات الهندسية المحدودة (2024) - ",
    "arabic-narrow, dark, 320, شركة الاستشارات الهندسية المحدودة (2024) - ",
    "long-narrow, light, 320, Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ",
  })
  void everyLook_fits(String name, String theme, int width, String text) throws Exception {
    String words = text == null ? "Acme Studio" : text.repeat(3).strip();
    for (String id : List.of("LOOK-" + name, "look-" + name)) {
      host.open(
          "process_invoice",
          invoice(id, words, 20),
          "{theme: '%s', width: %d}".formatted(theme, width));
      host.awaitText("Invoice " + id, "Approve USD 2,000.29");
    }
    host.awaitText("It may be a duplicate", "USD 2,000.29");
    save("card-%s.png".formatted(name));

    assertFits(width);
    assertThat(
            host.inCard(
                    "[...card.querySelectorAll('button, input[type=text], label')].filter(e => e.offsetHeight > 0 && e.offsetHeight < 44).length")
                .asInt())
        .as("targets below 44 px")
        .isZero();
    assertThat(host.inCard("card.documentElement.dataset.theme").asText()).isEqualTo(theme);
    assertThat(host.inCard(CONTRAST).asDouble()).as("contrast").isGreaterThanOrEqualTo(4.5);
  }

  @Test
  void keyboardAlone_decides() throws Exception {
    submit("CARD-14", 1, "{}");
    host.awaitText("Approve USD 100.01");
    awaitFreshness();

    host.inCard("void card.getElementById('note').focus()");
    browser.type("by keyboard");
    browser.press("Tab");
    assertThat(focused()).isEqualTo("reject");
    browser.press("Enter");
    host.awaitText("Press again to reject");
    browser.press("Escape");
    host.awaitText("Approve USD 100.01");
    browser.press("Tab");
    assertThat(focused()).isEqualTo("approve");
    browser.press("Enter");
    host.awaitText("Press again to approve");
    Thread.sleep(BETWEEN_PRESSES_MS);
    browser.press("Enter");

    host.awaitText("Approved by anna", "note: by keyboard");
    assertThat(focused()).isEqualTo("outcome");
  }

  @Test
  void everyField_isNamedForScreenReaders() throws Exception {
    submit("CARD-15", 1, "{}");
    host.awaitText("Approve USD 100.01");

    assertThat(host.inCard("card.documentElement.lang").asText()).isEqualTo("en");
    assertThat(host.inCard("card.getElementById('note').labels[0].innerText").asText())
        .isEqualTo("Note");
    assertThat(host.inCard("card.getElementById('no-duplicate').labels[0].textContent").asText())
        .isEqualTo("This is no duplicate");
    assertThat(
            host.inCard("[...card.querySelectorAll('[role=status]')].map(e => e.id).join()")
                .asText())
        .isEqualTo("status,outcome");
    assertThat(host.inCard("card.querySelector('main').ariaBusy").asText()).isEqualTo("false");
  }

  @Test
  void hostColours_areUsed() throws Exception {
    submit(
        "CARD-12",
        1,
        "{variables: {'--color-background-primary': '#fdf6e3', '--color-text-primary': '#073642'}}");
    host.awaitText("Approve USD 100.01");

    assertThat(style("main", "backgroundColor")).isEqualTo("rgb(253, 246, 227)");
    assertThat(style("main", "color")).isEqualTo("rgb(7, 54, 66)");
  }

  @Test
  void listOfOpenInvoices_opensTheOneThatIsPressed() throws Exception {
    submit("CARD-13", 1, "{}");
    host.awaitText("Approve USD 100.01");

    host.open("get_invoice_status", "{}", "{}");
    host.awaitText("Open invoices", "Acme Studio, ");
    assertFits(600);
    String id =
        host.inCard("card.querySelector('#open-invoices bdi').textContent.split(', ')[1]").asText();
    host.inCard("void card.querySelector('#open-invoices button').click()");
    host.awaitText("Invoice " + id, "Approve USD");
    assertThat(focused()).isEqualTo("title");
  }

  private static void submit(String id, int lines, String options) throws Exception {
    host.open("process_invoice", invoice(id, "Acme Studio", lines), options);
  }

  private static String invoice(String id, String vendor, int lines) {
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
  private static void pressAgain(String button) throws Exception {
    Thread.sleep(BETWEEN_PRESSES_MS);
    host.click(button);
  }

  private static void decide(String button) throws Exception {
    host.click(button);
    host.awaitText("Press again to " + button);
    pressAgain(button);
  }

  /** Waits until the card has asked by itself whether what it shows is old. */
  private static void awaitFreshness() throws Exception {
    host.awaitCall("get_invoice_status");
    Thread.sleep(BETWEEN_PRESSES_MS);
  }

  private static void type(String field, String text) throws Exception {
    host.inCard(
        "void (card.getElementById('%s').value = %s)"
            .formatted(field, ExactJson.mapper().writeValueAsString(text)));
  }

  private static boolean hidden(String id) throws Exception {
    return host.inCard("card.getElementById('%s').hidden".formatted(id)).asBoolean();
  }

  private static String focused() throws Exception {
    return host.inCard("card.activeElement.id").asText();
  }

  private static String style(String selector, String property) throws Exception {
    return host.inCard(
            "card.defaultView.getComputedStyle(card.querySelector('%s')).%s"
                .formatted(selector, property))
        .asText();
  }

  private static void assertConfirmed(JsonNode call, boolean approved, boolean acknowledged) {
    CardSeed seed = new CardSeed(temporal.file("state").resolve("invoice-processor"));
    String confirmation = call.get("confirmation").asText();
    String id = call.get("invoice_id").asText();
    assertThat(CardConfirmation.read(confirmation, new Statement(id, approved, acknowledged), seed))
        .hasValueSatisfying(confirmed -> assertThat(confirmed.digest()).matches("[0-9a-f]{64}"));
    assertThat(
            CardConfirmation.read(confirmation, new Statement(id, !approved, acknowledged), seed))
        .isEmpty();
  }

  private static void assertFits(int width) throws Exception {
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

  private static ProcessBuilder settings(ProcessBuilder process, String person) {
    temporal.serve(process);
    process.environment().put("JDK_JAVA_OPTIONS", "-Duser.name=" + person);
    process.environment().put("XDG_STATE_HOME", temporal.file("state").toString());
    return process;
  }

  private static void save(String name) throws Exception {
    boolean documented = Boolean.getBoolean("record") && DOCUMENTED.contains(name);
    Path folder = Path.of(documented ? "docs/images" : "target/card");
    Files.createDirectories(folder);
    Files.write(folder.resolve(name), host.picture());
  }
}
