package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.workflow.activity.PaymentResult;
import dev.invoices.workflow.decision.DecisionGate;
import dev.invoices.workflow.display.WebUiTexts;
import io.temporal.api.sdk.v1.WorkflowInteractionDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUiTextsTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  /** What Temporal takes; it refuses to start a workflow or an activity with more. */
  private static final int MAX_SUMMARY_BYTES = 400;

  private static final int MAX_DETAILS_BYTES = 20_000;

  @Test
  void summary_saysWhoWhatAndHowMuch() {
    assertThat(WebUiTexts.summary(InvoiceSamples.valid(InvoiceSamples.with("vendor", "\"Acme\""))))
        .isEqualTo("Invoice INV-7: USD 2,100.11 in 3 lines to \"Acme\"");
    assertThat(WebUiTexts.summary(InvoiceSamples.valid(InvoiceSamples.ofLines(1))))
        .isEqualTo("Invoice INV-7: USD 1.00 in 1 line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "*", "\u0800", "😀"})
  void summariesOfIdsThatDifferAtTheirEnd_differ(String character) {
    Function<String, String> summary =
        end ->
            WebUiTexts.summary(
                InvoiceSamples.valid(
                    InvoiceSamples.with("id", '"' + character.repeat(99) + end + '"')));

    assertThat(summary.apply("1")).isNotEqualTo(summary.apply("2"));
  }

  @Test
  void vendorThatPosesAsTheSummary_inQuotes() {
    assertThat(
            WebUiTexts.summary(
                InvoiceSamples.valid(
                    InvoiceSamples.with("vendor", "\"ACME\\\", 1 line, USD 1.00\""))))
        .isEqualTo("Invoice INV-7: USD 2,100.11 in 3 lines to \"ACME', 1 line, USD 1.00\"");
  }

  @Test
  void details_listTheLinesAndTheDigest() {
    Invoice invoice = InvoiceSamples.valid(InvoiceSamples.BARE);

    assertThat(WebUiTexts.details(invoice))
        .isEqualTo(
            """
            Submitted for approval. Nothing is paid until a person approves the invoice. Its lines:

            1. USD 2,000.00: "Design Services", description: "Logo and web design"
            1. USD 100.10: "Hosting", description: "One year"
            1. USD 0.01: "Support"

            SHA-256 of the invoice: %s"""
                .formatted(invoice.digest()));
  }

  @Test
  void detailsOfALongInvoice_firstTwentyLinesAndTheRestCounted() {
    assertThat(WebUiTexts.details(InvoiceSamples.valid(InvoiceSamples.ofLines(25))))
        .contains("USD 1.00: \"Item 20\"\n\nNot listed here: 5 lines.")
        .doesNotContain("Item 21");
  }

  @Test
  void longTextsForWhichThereIsRoom_shownWhole() {
    String item = "item ".repeat(100).strip();
    String description = "word ".repeat(400).strip();
    Invoice invoice = InvoiceSamples.valid(of(3, item, description));

    assertThat(WebUiTexts.details(invoice))
        .contains("1. USD 1.00: \"%s\", description: \"%s\"\n".formatted(item, description))
        .doesNotContain("…", "Not listed here");
  }

  @Test
  void longTextsForWhichThereIsNoRoom_cutNoFurtherThanItTakesToListAllLines() {
    String item = "item ".repeat(100).strip();
    String description = "word ".repeat(400).strip();

    assertThat(WebUiTexts.details(InvoiceSamples.valid(of(5, item, description))))
        .contains("1. USD 1.00: \"%s\", description: \"word ".formatted(item))
        .contains("word ".repeat(190), "…")
        .doesNotContain("word ".repeat(201), "Not listed here");
    assertThat(WebUiTexts.details(InvoiceSamples.valid(of(20, item, description))))
        .contains("word ".repeat(39) + "word", "…")
        .doesNotContain("word ".repeat(41), "Not listed here");
  }

  private static String of(int lines, String item, String description) {
    return "{\"id\": \"A\", \"lines\": [%s]}"
        .formatted(
            String.join(
                ",",
                Collections.nCopies(
                    lines,
                    "{\"item\": \"%s\", \"amount\": 1, \"description\": \"%s\"}"
                        .formatted(item, description))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"😀", "*", "\u0800", "_"})
  void longestHostileTexts_withinTemporalsLimits(String character) {
    Invoice invoice = longest(character);

    assertThat(bytes(WebUiTexts.summary(invoice))).isLessThanOrEqualTo(MAX_SUMMARY_BYTES);
    assertThat(bytes(WebUiTexts.payment(invoice, 900))).isLessThanOrEqualTo(MAX_SUMMARY_BYTES);
    assertThat(bytes(WebUiTexts.details(invoice))).isLessThanOrEqualTo(MAX_DETAILS_BYTES);
    InvoiceProgress progress = InvoiceProgress.of(invoice, false, NOON);
    progress.enterAndWaitUntil(InvoiceStatus.PAYMENT_DECLINED, NOON);
    IntStream.rangeClosed(1, 100)
        .forEach(i -> progress.declined(new int[] {i}, 1, character.repeat(300)));
    DecisionGate decisions = new DecisionGate();
    String text = character.repeat(500);
    decisions.record(Decision.of(true, new DecisionSignal(text, text, text, text, ""), NOON));
    assertThat(bytes(WebUiTexts.currentDetails(progress.details(decisions, true))))
        .isLessThanOrEqualTo(MAX_DETAILS_BYTES);
  }

  @Test
  void decisionAboutTheRest_saysWhatAnApprovalDoes() {
    Invoice invoice = InvoiceSamples.valid(InvoiceSamples.with("id", "\"REST-1\""));
    InvoiceProgress progress = InvoiceProgress.of(invoice, false, NOON);
    progress.enterAndWaitUntil(InvoiceStatus.PAYMENT_DECLINED, NOON);
    assertThat(WebUiTexts.currentDetails(progress.details(new DecisionGate(), true)))
        .contains("approve to pay the unpaid lines, or reject to stop");

    progress.declined(new int[] {1}, 1, "no funds");
    assertThat(WebUiTexts.currentDetails(progress.details(new DecisionGate(), true)))
        .contains("approve to retry the declined lines, or reject to stop");
  }

  @Test
  void hostileItem_escapedWhereverItIsShown() {
    Invoice invoice =
        InvoiceSamples.valid(InvoiceSamples.withLine("item", "\"[ok](http://x) **paid**\""));
    String escaped = "\\[ok\\](http\\://x) \\*\\*paid\\*\\*";

    assertThat(WebUiTexts.payment(invoice, 1))
        .isEqualTo("line 1 of 1, USD 100.00: \"" + escaped + '"');
    assertThat(WebUiTexts.details(invoice)).contains("1. USD 100.00: \"" + escaped + '"');
    InvoiceProgress progress = InvoiceProgress.of(invoice, false, NOON);
    progress.declined(new int[] {1}, 1, "<b>no</b>");
    assertThat(WebUiTexts.currentDetails(progress.details(new DecisionGate(), true)))
        .endsWith("\n\nLine 1 was declined: \"" + escaped + "\", reason: \"\\<b\\>no\\</b\\>\"");
  }

  @Test
  void awaitingApproval_saysWhoMustDoWhatUntilWhen() {
    InvoiceProgress progress =
        InvoiceProgress.of(InvoiceSamples.valid(InvoiceSamples.BARE), false, NOON);
    progress.enterAndWaitUntil(InvoiceStatus.AWAITING_APPROVAL, NOON);

    assertThat(WebUiTexts.currentDetails(progress.details(new DecisionGate(), true)))
        .isEqualTo(
            """
            **Awaiting approval**

            **A person must approve or reject it** by 2026-01-31 12:00:00 UTC. Otherwise it is \
            rejected and nothing is paid. Decide in your client or at a terminal, or send this workflow \
            the signal `approve_invoice` or `reject_invoice`.

            Paid USD 0.00 of USD 2,100.11, 0 of 3 lines""");
  }

  @Test
  void awaitingApprovalOfAnInvoiceThatIsPartlyPaid_neverSaysThatNothingIsPaid() {
    InvoiceProgress progress =
        InvoiceProgress.of(InvoiceSamples.valid(InvoiceSamples.BARE), false, NOON);
    progress.paid(new int[] {1}, new PaymentResult("R", NOON, 1, true, ""));
    progress.enterAndWaitUntil(InvoiceStatus.AWAITING_APPROVAL, NOON);

    assertThat(WebUiTexts.currentDetails(progress.details(new DecisionGate(), true)))
        .contains("by 2026-01-31 12:00:00 UTC. Otherwise nothing more is paid.")
        .contains("Paid USD 2,000.00 of USD 2,100.11, 1 of 3 lines");
  }

  @Test
  void decision_shownWithItsSenderAndNote() {
    DecisionGate decisions = new DecisionGate();
    decisions.record(
        Decision.of(false, new DecisionSignal("alice", "claude", "too *dear*", "", ""), NOON));
    InvoiceProgress progress =
        InvoiceProgress.of(InvoiceSamples.valid(InvoiceSamples.BARE), false, NOON);
    progress.enter(InvoiceStatus.REJECTED, Instant.EPOCH);

    assertThat(WebUiTexts.currentDetails(progress.details(decisions, true)))
        .endsWith(
            "Decision: rejected by a signal at 2026-01-31 12:00:00 UTC by \"alice\" through \"claude\""
                + " with the note \"too \\*dear\\*\"");
  }

  @ParameterizedTest
  @MethodSource("statusesOfAWorkflow")
  void everyStatus_namedFirstAndExplained(InvoiceStatus status) {
    InvoiceProgress progress =
        InvoiceProgress.of(InvoiceSamples.valid(InvoiceSamples.BARE), false, NOON);
    progress.enter(status, Instant.EPOCH);

    assertThat(WebUiTexts.currentDetails(progress.details(new DecisionGate(), true)))
        .startsWith("**" + status.text() + "**\n\n")
        .contains("\n\nPaid USD 0.00 of USD 2,100.11, 0 of 3 lines");
  }

  @ParameterizedTest
  @EnumSource(names = {"TERMINATED", "TIMED_OUT", "PAUSED", "UNKNOWN"})
  void statusThatNoWorkflowReports_refused(InvoiceStatus status) {
    InvoiceProgress progress =
        InvoiceProgress.of(InvoiceSamples.valid(InvoiceSamples.BARE), false, NOON);
    progress.enter(status, Instant.EPOCH);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebUiTexts.currentDetails(progress.details(new DecisionGate(), true)))
        .withMessage("no workflow reports the status " + status.text());
  }

  @Test
  void runningInvoice_webUiShowsDetailsAndDescriptions() {
    try (InvoiceEnvironment environment = InvoiceEnvironment.under(ProcessingRules.DEFAULT)) {
      SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

      var metadata = invoice.metadata();

      assertThat(metadata.getCurrentDetails())
          .startsWith("**Awaiting approval**\n\n**A person must approve or reject it** by 20");
      assertThat(metadata.getDefinition().getSignalDefinitionsList())
          .extracting(WorkflowInteractionDefinition::getName)
          .containsExactlyInAnyOrder("approve_invoice", "reject_invoice");
      assertThat(metadata.getDefinition().getSignalDefinitionsList())
          .extracting(WorkflowInteractionDefinition::getDescription)
          .allSatisfy(description -> assertThat(description).startsWith("A person "));
      assertThat(metadata.getDefinition().getQueryDefinitionsList())
          .extracting(WorkflowInteractionDefinition::getName)
          .contains("get_status", "get_details");
    }
  }

  static Stream<InvoiceStatus> statusesOfAWorkflow() {
    return Stream.of(InvoiceStatus.values()).filter(InvoiceStatus::isReportedByWorkflow);
  }

  @Test
  void everythingTheInvoiceStates_shown() {
    Invoice invoice =
        InvoiceSamples.valid(
            """
            {"id": "A", "number": "4711", "issue_date": "2026-10-01", "due_date": "2026-12-31",
             "purchase_order": "PO_7", "extra": {"terms": "30 days", "*b*": 7.50},
             "lines": [
               {"item": "Widget", "amount": 125, "quantity": 10, "unit_price": 12.5,
                "description": "blue, *large*"},
               {"item": "Discount", "amount": -5, "quantity": 1000},
               {"item": "Wire", "amount": 0, "unit_price": 0.123456789}]}
            """);

    assertThat(WebUiTexts.details(invoice))
        .isEqualTo(
            """
            Submitted for approval. Nothing is paid until a person approves the invoice. Its lines:

            1. USD 125.00 (10 x USD 12.50): "Widget", description: "blue, \\*large\\*"
            1. USD -5.00 (quantity 1,000): "Discount"
            1. USD 0.00 (unit price USD 0.123456789): "Wire"

            The invoice also states:

            - Number: "4711"
            - Issued: 2026-10-01
            - Due: 2026-12-31
            - Purchase order: "PO\\_7"
            - Extra "\\*b\\*": "7.50"
            - Extra "terms": "30 days"

            SHA-256 of the invoice: %s"""
                .formatted(invoice.digest()));
  }

  /** An invoice at every limit: id, texts, numbers, extra, number of lines. */
  private static Invoice longest(String character) {
    String line =
        "{\"item\": \"%s\", \"amount\": 999999999999.9999, \"quantity\": -999999999999.999999999999, \"unit_price\": -999999999999.999999999999}"
            .formatted(character.repeat(300));
    String described =
        line.replace("}", ", \"description\": \"%s\"}".formatted(character.repeat(2_000)));
    String lines =
        IntStream.range(0, 900)
            .mapToObj(i -> i < 20 ? described : line)
            .collect(Collectors.joining(","));
    String extra =
        IntStream.range(0, 20)
            .mapToObj(
                i -> "\"%s%d\": \"%s\"".formatted(character.repeat(58), i, character.repeat(200)))
            .collect(Collectors.joining(","));
    return InvoiceSamples.valid(
        """
        {"id": "A%s", "number": "%s", "vendor": "%s", "issue_date": "2026-10-01",
         "due_date": "2026-12-31", "purchase_order": "%s", "currency": "CLF", "extra": {%s},
         "lines": [%s]}
        """
            .formatted(
                character.repeat(99),
                character.repeat(100),
                character.repeat(200),
                character.repeat(100),
                extra,
                lines));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
