package dev.invoices.server.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.testkit.Eventually;
import dev.invoices.testkit.OperatorCli;
import dev.invoices.testkit.WorkerProcess;
import dev.invoices.workflow.InvoiceWorkflow;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the card shows while it waits: for a worker, for an answer, for its own next refresh. */
@Tag("real-server")
@Timeout(180)
@ResourceLock(CardScene.STAGE)
class CardOverTimeIT extends CardScene {

  @Test
  void withoutAWorker_nothingIsSaidToBePaidAndADecisionIsMadeOnce() throws Exception {
    try (CardHost idle = CardHost.start(browser, serverOf("idle"))) {
      idle.open("process_invoice", invoice("LATER-1", "Acme Studio", 1), "{}");
      awaitButtons(idle);
      idle.awaitText("Processing", "No worker answers.");
      assertThat(hidden("form")).isFalse();
      makeItLater(idle);
      assertThat(idle.awaitText("Refresh to see"))
          .contains("No worker has answered yet.")
          .doesNotContain("payments take long", "Paid");

      decide(idle, "approve");

      idle.awaitText(
          "Sent approval signal for invoice",
          "takes effect as soon as a worker takes it up.",
          "If the worker finds that the invoice may be a duplicate, the approval does not count.",
          "Approved in the card by anna");
      assertThat(hidden("form")).isTrue();
      int asked = idle.calls("get_invoice_status");
      Eventually.see(
          "two refreshes", () -> idle.calls("get_invoice_status"), now -> now >= asked + 2);
      assertThat(hidden("form")).isTrue();
      assertThat(idle.awaitText("Approved in the card by anna")).doesNotContain("Paid");
    } finally {
      host.show();
    }
  }

  @Test
  void submissionWhoseContentDidNotComeInTime_isFetched() throws Exception {
    submit("LATER-7", 1, "{drops: 'invoice'}");

    host.awaitText("Acme Studio", "Approve USD 100.01");
    assertThat(hidden("refresh")).isTrue();
  }

  @Test
  void decisionAboutAPausedWorkflow_isSaidToWaitForAnOperator() throws Exception {
    submit("LATER-2", 1, "{}");
    awaitButtons(host);
    awaitFreshness();
    temporal.pauseWorkflow(InvoiceWorkflow.workflowId("LATER-2"));

    decide("approve");

    assertThat(host.awaitText("takes effect when an operator resumes the workflow."))
        .doesNotContain("as soon as a worker takes it up");
    assertThat(hidden("form")).isTrue();
  }

  @Test
  void noteThatWasTyped_outlivesTheRefreshThatBringsTheQuestion() throws Exception {
    try (CardHost idle = CardHost.start(browser, serverOf("late"))) {
      idle.open("process_invoice", invoice("LATER-3", "Acme Studio", 1), "{}");
      awaitButtons(idle);
      type("note", "Ask Carla");

      WorkerProcess late = temporal.startWorker(Map.of("INVOICE_TASK_QUEUE", "late"));
      try (late) {
        idle.awaitText("Awaiting approval");
        assertThat(note()).isEqualTo("Ask Carla");

        decide(idle, "reject");
        idle.awaitText("Rejected in the card by anna", "note: Ask Carla");
        assertThat(note()).isEmpty();
      }
    } finally {
      host.show();
    }
  }

  @Test
  void resultThatArrivesWhileADecisionIsOnItsWay_doesNotHideTheOutcome() throws Exception {
    submit("LATER-4", 1, "{holds: 'reject_invoice'}");
    awaitButtons(host);
    awaitFreshness();
    decide("reject");
    host.awaitText("Rejecting…");
    host.awaitCall("reject_invoice");
    int asked = host.calls("get_invoice_status");

    host.evaluate("void resend()");
    Eventually.see("a refresh", () -> host.calls("get_invoice_status"), now -> now > asked);
    Thread.sleep(BETWEEN_PRESSES_MS);
    host.evaluate("void release()");

    assertThat(host.awaitText("Rejected.", "Rejected in the card by anna"))
        .doesNotContain("Rejecting…");
    assertThat(focused()).isEqualTo("outcome");
  }

  @Test
  void listThatArrivesWhileADecisionIsOnItsWay_doesNotHideItsFailure() throws Exception {
    submit("LATER-6", 1, "{holds: 'reject_invoice'}");
    awaitButtons(host);
    awaitFreshness();
    decide("reject");
    host.awaitCall("reject_invoice");

    host.evaluate(
        "void bridge.sendToolResult({ content: [], structuredContent: { count: 0, invoices: [] } })");
    host.awaitText("Open invoices");
    host.evaluate("void fail(new Error('The client has lost the server.'))");

    host.awaitText("The client has lost the server.", "Refresh before you decide again.");
    assertThat(hidden("refresh")).isFalse();
  }

  @Test
  void refreshThatEmptiesTheOutcome_movesTheFocusToTheTitle() throws Exception {
    submit("LATER-5", 1, "{}");
    awaitButtons(host);
    awaitFreshness();
    decide("approve");
    host.awaitText("Approved. The payments follow.");
    assertThat(focused()).isEqualTo("outcome");

    assertThat(host.awaitText("Completed")).doesNotContain("The payments follow.");
    assertThat(focused()).isEqualTo("title");
  }

  @Test
  void declinedPayment_isShownWithItsReason_andTheButtonsAreAboutTheRest() throws Exception {
    // given an invoice of which the account has the money for the first line only
    host.open(
        "process_invoice",
        """
        {"invoice_data": {"id": "LATER-8", "vendor": "Acme Studio", "lines": [
          {"item": "Desk", "amount": 100}, {"item": "Car", "amount": 60000}]}}""",
        "{}");
    host.awaitText("Awaiting approval", "Approve USD 60,100.00");
    awaitFreshness();

    // when it is approved
    decide("approve");

    // then the card shows what was paid and what was not, and asks about the rest
    assertAsksAboutTheRest("Payment declined - awaiting decision", "declined, ");

    // and again once an operator has reset the workflow of the rejected rest
    decide("reject");
    host.awaitText("Partially paid - stopped", "paid, receipt ", "Rejected in the card by anna");
    new OperatorCli(temporal::serve)
        .reset(InvoiceWorkflow.workflowId("LATER-8"), "FirstWorkflowTask");
    Eventually.see(
        "the question after the reset",
        Duration.ofSeconds(70),
        () -> bob.status("LATER-8").status(),
        "Awaiting approval"::equals);
    host.open("get_invoice_status", "{\"invoice_id\": \"LATER-8\"}", "{}");
    assertAsksAboutTheRest("Awaiting approval", "not paid yet");
  }

  private static void assertAsksAboutTheRest(String status, String unpaid) throws Exception {
    String text =
        host.awaitText(
            status, "Desk", "paid, receipt ", unpaid, "Approve USD 60,000.00 more", "Reject");
    assertThat(text).doesNotContain("Approved. The payments follow.");
    assertThat(hidden("form")).isFalse();
    assertFits(600);
  }

  /** Presses Refresh where a Temporal that has just started did not send the content in time. */
  private static void awaitButtons(CardHost shown) throws Exception {
    Eventually.see(
        "a card with buttons",
        () ->
            shown
                .inCard(
                    "(offered => (offered && (offered.click(), offered.hidden = true),"
                        + " card?.body?.innerText ?? ''))"
                        + "(card?.querySelector('#refresh:not([hidden])'))")
                .asText(),
        text -> text.contains("Approve USD 100.01"));
  }

  /** Lets the card believe that it has refreshed for more than five minutes. */
  private static void makeItLater(CardHost shown) throws Exception {
    shown.inCard(
        "void (({ Date }) => { const now = Date.now; Date.now = () => now() + 301000; })"
            + "(card.defaultView)");
  }

  private static void decide(CardHost shown, String button) throws Exception {
    shown.click(button);
    shown.awaitText("Press again to " + button);
    pressAgain(button);
  }

  private static String note() throws Exception {
    return host.inCard("card.getElementById('note').value").asText();
  }
}
