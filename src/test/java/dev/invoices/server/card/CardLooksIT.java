package dev.invoices.server.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.PackagedJar;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the card shows, to whom and in which host. */
@Tag("real-server")
@Timeout(120)
@ResourceLock(CardScene.STAGE)
class CardLooksIT extends CardScene {

  private static final String CARD_OR_CHAT =
      "Where the invoice's card shows buttons, decide there. Or say in the chat whether to approve or reject.";

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
  void hostThatAllowsNoCalls_getsNoButtonsAndIsToldHowToDecide() throws Exception {
    submit("CARD-8", 2, "{serverTools: false}");

    host.awaitText("USD 200.11", "This client does not let the card decide. " + CARD_OR_CHAT);
    assertThat(hidden("form")).isTrue();
    assertThat(host.evaluate("appCalls.length").asInt()).isZero();
    save("card-no-calls.png");
  }

  /** Of a run that an operator ended, paused in part or cancelled. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "payments_in_flight: [2] | A payment of line 2 was in flight then and may have been made. Look for it in the ledger.",
        "payments_in_flight: [0] | A payment was in flight then and may have been made.",
        "cancel_requested: true | Cancellation requested. Payments in progress will finish; no new ones will start.",
        "partial: true | Temporal did not give all that it has of this invoice in time",
        "paused_payments: [{line: 2, resume_command: 'temporal …'}] | The payment of line 2 is paused. To resume: temporal …"
      })
  void whatAnOperatorDid_isSaid(String field, String sentence) throws Exception {
    String id = "CARD-21-" + field.hashCode();
    submit(id, 2, "{serverTools: false}");
    assertThat(host.awaitText("USD 200.11", id)).doesNotContain(sentence);

    host.evaluate("void resend({%s})".formatted(field));

    host.awaitText(id, sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "{drops: 'all'}, This client keeps from the card what its buttons need.",
    "'{drops: ''shown'', serverTools: false}', This client does not let the card decide."
  })
  void noStructuredContentAtAll_theTextIsShownAndTheReason(String options, String reason)
      throws Exception {
    String id = "CARD-10-" + options.length();
    submit(id, 2, options);

    host.awaitText("Total: USD 200.11 in 2 lines", reason + " " + CARD_OR_CHAT);
    assertThat(hidden("form")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{drops: 'all'}", "{drops: 'shown', serverTools: false}", "{serverTools: false}"})
  void invoiceThatAwaitsNothing_isShownWithoutAWordOfHowToDecide(String options) throws Exception {
    String id = "CARD-19-" + options.length();
    bob.submit("{\"id\": \"%s\", \"lines\": [{\"item\": \"Desk\", \"amount\": 7}]}".formatted(id));
    bob.reject(id);
    bob.awaitClosed(id);

    host.open("get_invoice_status", "{\"invoice_id\": \"%s\"}".formatted(id), options);

    assertThat(host.awaitText(id, "USD 7.00").toLowerCase(Locale.ROOT))
        .doesNotContain("this client", "whether to approve", "how to decide");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{drops: 'all'}", "{drops: 'shown', serverTools: false}", "{serverTools: false}"})
  void cardWithoutButtons_sendsThePersonElsewhereWhereTheChatCannotDecide(String options)
      throws Exception {
    String id = "CARD 20-" + options.length();
    try (CardHost strict = CardHost.start(browser, strictServer("anna"))) {
      strict.open("process_invoice", invoice(id, "Acme Studio", 8), options);

      String text =
          strict.awaitText(
              "USD 800.17",
              "a person decides at a terminal (TEMPORAL_ADDRESS=",
              " java -jar " + PackagedJar.server().path(),
              "--inbox \"%s\")".formatted(id),
              "or in the Temporal Web UI");
      assertThat(text).doesNotContain("in the chat");
      assertThat(hidden("form")).isTrue();
      assertFits(600);
      save("card-no-buttons.png");
    } finally {
      host.show();
    }
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

    host.awaitText("Rejected in the card by anna", "note: <iframe src=//evil.example></iframe>");
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

  @ParameterizedTest
  @CsvSource({"600, 5", "320, 5", "320, 90"})
  void manyWarnings_leaveRoomForAllElse(int width, int idLength) throws Exception {
    String start = "MANY-" + width + "-".repeat(idLength);
    String number = "2026-%d-%d".formatted(width, idLength);
    for (int earlier = 1; earlier <= 5; earlier++) {
      bob.call("process_invoice", overdue(start + earlier, number));
      bob.awaitStatus(start + earlier, "Awaiting approval");
    }

    host.open("process_invoice", overdue(start + 6, number), "{width: %d}".formatted(width));
    host.awaitText(
        "Awaiting approval", "Approve USD 2,000.29", "It may be a duplicate", "It was due on");

    save("card-many-warnings-%d-%d.png".formatted(width, idLength));
    assertFits(width);
    String text = host.awaitText("more possible duplicates: ");
    for (int earlier = 1; earlier <= 5; earlier++) {
      assertThat(text).contains(start + earlier);
    }
  }

  private static String overdue(String id, String number) {
    return invoice(id, "Acme Studio", 20)
        .replace("2099-12-31", "2020-12-31")
        .replace("\"vendor\"", "\"number\": \"%s\", \"vendor\"".formatted(number));
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
}
