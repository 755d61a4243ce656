package dev.invoices.server.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.server.card.CardConfirmation.Statement;
import dev.invoices.testkit.Eventually;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a person decides in the card is what happens, and the card shows it. */
@Tag("real-server")
@Timeout(120)
@ResourceLock(CardScene.STAGE)
class CardIT extends CardScene {

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
    host.awaitText("Approved. The payments follow.", "Approved in the card by anna");
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

    host.awaitText("Rejected.", "Rejected in the card by anna", "'bitte prüfen'");
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
        "Rejected by an agent for bob",
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
  void contentChangedBetweenTheTwoPresses_takesTheFirstPressBack() throws Exception {
    submit("CARD-20", 1, "{}");
    host.awaitText("Approve USD 100.01");
    awaitFreshness();
    type("note", "as ordered");
    host.click("approve");
    host.awaitText("Press again to approve USD 100.01");
    bob.reject("CARD-20");
    bob.submit(
        "{\"id\": \"CARD-20\", \"vendor\": \"Omega\", \"lines\": [{\"item\": \"Yacht\", \"amount\": 9000}]}");

    host.evaluate("void resend()");
    host.awaitText("Omega", "Approve USD 9,000.00", "The invoice has changed");
    assertThat(host.inCard("card.getElementById('note').value").asText()).isEmpty();
    pressAgain("approve");

    host.awaitText("Press again to approve USD 9,000.00");
    assertThat(host.calls("approve_invoice")).isZero();
    assertThat(bob.status("CARD-20").status()).isEqualTo("Awaiting approval");
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
  void hostThatDropsStructuredContent_isServedByTheCardsOwnCall() throws Exception {
    submit("CARD-9", 2, "{drops: 'shown'}");
    host.awaitText("USD 200.11", "Approve USD 200.11");

    decide("reject");
    host.awaitText("Rejected in the card by anna");
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

    host.awaitText("Approved in the card by anna", "note: by keyboard");
    assertThat(focused()).isEqualTo("outcome");
  }

  @Test
  void keyThatIsHeldDown_isOnePress() throws Exception {
    submit("CARD-16", 1, "{}");
    host.awaitText("Approve USD 100.01");
    awaitFreshness();
    host.inCard(
        "void (card.clicks = 0, card.addEventListener('click', () => card.clicks++),"
            + " card.getElementById('approve').focus())");

    browser.hold("Enter");

    host.awaitText("Press again to approve USD 100.01");
    assertThat(host.inCard("card.clicks").asInt()).isEqualTo(1);
    assertThat(host.calls("approve_invoice")).isZero();
    browser.press("Enter");
    host.awaitText("Approved in the card by anna");
  }

  @Test
  void keyThatIsHeldDownAndDoesNotSaySo_isOnePress() throws Exception {
    submit("CARD-19", 1, "{}");
    host.awaitText("Approve USD 100.01");
    awaitFreshness();
    host.inCard(
        "void (card.addEventListener('keydown', e => Object.defineProperty(e, 'repeat', {value: false}), true),"
            + " card.getElementById('approve').focus())");

    browser.hold("Enter");

    host.awaitText("Press again to approve USD 100.01");
    assertThat(host.calls("approve_invoice")).isZero();
    browser.press("Enter");
    host.awaitText("Approved in the card by anna");
  }

  @Test
  void pressOfLongAgo_isForgotten() throws Exception {
    submit("CARD-17", 1, "{}");
    host.awaitText("Approve USD 100.01");
    host.inCard(
        "void (window => { const wait = window.setTimeout;"
            + " window.setTimeout = (task, ms) => wait.call(window, task, ms === 30000 ? 1000 : ms);"
            + " })(card.defaultView)");

    host.click("approve");
    host.awaitText("Press again to approve USD 100.01");
    Eventually.see("no press", CardIT::outcome, ""::equals);
    assertThat(host.inCard("card.getElementById('approve').textContent").asText())
        .isEqualTo("Approve USD 100.01");

    host.click("approve");
    host.awaitText("Press again to approve USD 100.01");
    assertThat(host.calls("approve_invoice")).isZero();
  }

  @Test
  void decisionOfAnAgent_isNotSaidToBeThePersons() throws Exception {
    submit("CARD-18", 1, "{}");
    host.awaitText("Approve USD 100.01");
    bob.approve("CARD-18");

    host.open("get_invoice_status", "{\"invoice_id\": \"CARD-18\"}", "{}");

    String text = host.awaitText("Approved by an agent for bob through other-client");
    assertThat(text).doesNotContain("by bob");
  }

  private static String outcome() throws Exception {
    return host.inCard("card.getElementById('outcome').textContent").asText();
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
}
