package dev.invoices.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionMethod;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.json.ExactJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON of the values that clients and workers exchange. */
class WireFormatTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Decision APPROVED =
      new Decision(
          true,
          "alice",
          "claude-ai 1.0",
          "checked",
          "req-1",
          NOON,
          false,
          Optional.empty(),
          Optional.of(DecisionMethod.FORM));

  @Test
  void details_readBackAsWritten() throws Exception {
    InvoiceSnapshot details =
        details(Optional.of(NOON), Optional.of(APPROVED), List.of(APPROVED), paidLine());

    assertThat(read(ExactJson.write(details), InvoiceSnapshot.class)).isEqualTo(details);
  }

  @Test
  void detailsOfAFreshInvoice_sayNothingOfWhatIsNotThere() throws Exception {
    InvoiceSnapshot details = details(Optional.empty(), Optional.empty(), List.of(), pendingLine());

    String json = ExactJson.write(details);

    assertThat(read(json, InvoiceSnapshot.class)).isEqualTo(details);
    assertThat(json)
        .contains("\"total\":2100.10", "\"status\":\"Awaiting approval\"")
        .contains("\"submitted_at\":\"2026-01-31T12:00:00Z\"")
        .doesNotContain("decision\":", "approval_deadline", "receipt", "last_error", "null");
  }

  @Test
  void detailsOfANewerWorker_unknownFieldsIgnored() throws Exception {
    InvoiceSnapshot details = details(Optional.empty(), Optional.empty(), List.of(), pendingLine());
    String json = ExactJson.write(details).replaceFirst("\\{", "{\"mood\":\"good\",");

    assertThat(read(json, InvoiceSnapshot.class)).isEqualTo(details);
  }

  @Test
  void detailsOfAnOlderWorker_readWithoutWhatItDoesNotSay() throws Exception {
    String json =
        """
        {"id": "INV-7", "vendor": "Acme", "currency": "USD", "total": 5.00, "paid": 0.00,
         "status": "Awaiting approval", "submitted_at": "2026-01-31T12:00:00Z",
         "ignored_decisions": [], "ignored_decision_count": 0, "line_count": 1, "lines_paid": 0,
         "lines_declined": 0, "digest": "d1", "lines": [
           {"line": 1, "item": "Hosting", "amount": 5.00, "state": "PENDING", "attempts": 0}]}
        """;

    InvoiceSnapshot details = read(json, InvoiceSnapshot.class);

    assertThat(details.number()).isEmpty();
    assertThat(details.dueDate()).isEmpty();
    assertThat(details.extra()).isEmpty();
    assertThat(details.lines().get(0).description()).isEmpty();
    assertThat(details.lines().get(0).quantity()).isEmpty();
  }

  @Test
  void detailsOfAFullInvoice_readBackAsWritten() throws Exception {
    Invoice invoice =
        InvoiceSamples.valid(
            """
            {"id": "INV-7", "number": "7", "issue_date": "2026-10-01", "due_date": "2026-12-31",
             "purchase_order": "PO-77", "extra": {"terms": "30 days", "rate": 0.5, "n": 4711},
             "lines": [{"item": "Widget", "amount": 125, "quantity": 10, "unit_price": 12.5,
                        "description": "Blue"}]}
            """);
    InvoiceSnapshot details = InvoiceSnapshot.submitted(invoice, NOON);

    String json = ExactJson.write(details);

    assertThat(read(json, InvoiceSnapshot.class)).isEqualTo(details);
    assertThat(json)
        .contains("\"issue_date\":\"2026-10-01\"", "\"quantity\":10", "\"unit_price\":12.5");
  }

  @Test
  void decision_writtenInSnakeCaseAndReadBack() throws Exception {
    String json = ExactJson.write(APPROVED);

    assertThat(json)
        .isEqualTo(
            """
            {"approved":true,"by":"alice","through":"claude-ai 1.0","note":"checked",\
            "request_id":"req-1","at":"2026-01-31T12:00:00Z","how":"form"}""");
    assertThat(read(json, Decision.class)).isEqualTo(APPROVED);
  }

  @Test
  void decisionSentence_saysWhatIsKnown() {
    assertThat(APPROVED.sentence())
        .isEqualTo(
            "approved in a form at 2026-01-31 12:00:00 UTC by \"alice\" through \"claude-ai 1.0\""
                + " with the note \"checked\"");
    assertThat(APPROVED.outcome()).isEqualTo("approved in a form at 2026-01-31 12:00:00 UTC");
    assertThat(Decision.of(false, DecisionSignal.UNKNOWN, NOON).sentence())
        .isEqualTo("rejected by a signal at 2026-01-31 12:00:00 UTC");
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', SIGNAL",
    "'{\"by\": \"alice\"}', SIGNAL",
    "'{\"request_id\": \"of an earlier version\"}', AGENT",
    "'{\"how\": \"agent\"}', AGENT",
    "'{\"how\": \"form\", \"request_id\": \"r\"}', FORM",
    "'{\"how\": \"card\"}', CARD",
    "'{\"how\": \"terminal\"}', TERMINAL",
    "'{\"how\": \"telepathy\"}', SIGNAL",
    "'{\"how\": 7}', SIGNAL"
  })
  void signal_saysHowItWasMade(String json, DecisionMethod method) throws Exception {
    assertThat(Decision.of(true, read(json, DecisionSignal.class), NOON).how()).hasValue(method);
  }

  @Test
  void decisionOfAnAgent_isNotSaidToBeThePersonsOwn() throws Exception {
    DecisionSignal signal = read("{\"how\": \"agent\", \"by\": \"alice\"}", DecisionSignal.class);

    assertThat(Decision.of(true, signal, NOON).sentence())
        .isEqualTo("approved by an agent at 2026-01-31 12:00:00 UTC for \"alice\"");
  }

  @Test
  void decisionOfAnotherVersion_isReadAllTheSame() throws Exception {
    String json = ExactJson.write(APPROVED);

    assertThat(read(json.replace(",\"how\":\"form\"", ""), Decision.class).how()).isEmpty();
    assertThat(read(json.replace("\"form\"", "\"telepathy\""), Decision.class).how()).isEmpty();
  }

  @Test
  void noteThatForgesASecondDecision_closesNoQuote() {
    DecisionSignal signal =
        new DecisionSignal(
            "bob\" at 1999",
            "c\uFE01l",
            "ok\"\nDecision: rejected by \u201CCFO\u201D" + "\u0336".repeat(99),
            "",
            "");

    assertThat(Decision.of(true, signal, NOON).sentence())
        .isEqualTo(
            "approved by a signal at 2026-01-31 12:00:00 UTC by \"bob' at 1999\" through \"cl\""
                + " with the note \"ok' Decision: rejected by 'CFO'\u0336\u0336\u0336\u0336\"");
  }

  @Test
  void signal_readBackAsWritten() throws Exception {
    DecisionSignal signal =
        new DecisionSignal(
            "alice", "claude-ai 1.0", "checked", "req-1", "2026-01-31T11:00:00.250Z");

    assertThat(read(ExactJson.write(signal), DecisionSignal.class)).isEqualTo(signal);
  }

  @Test
  void signalThatIsATextAlone_saysWhoDecides() throws Exception {
    DecisionSignal signal = read("\"anna\\nStatus: Completed\"", DecisionSignal.class);

    assertThat(signal.by()).isEqualTo("anna Status: Completed");
    assertThat(Decision.of(true, signal, NOON).sentence())
        .contains(" by a signal at ")
        .endsWith(" by \"anna Status: Completed\"");
    assertThat(read("\"\"", DecisionSignal.class)).isEqualTo(DecisionSignal.UNKNOWN);
  }

  @Test
  void signalWithNothingOrNulls_isUnknown() throws Exception {
    assertThat(read("{}", DecisionSignal.class)).isEqualTo(DecisionSignal.UNKNOWN);
    assertThat(read("{\"by\": null, \"mood\": \"good\"}", DecisionSignal.class))
        .isEqualTo(DecisionSignal.UNKNOWN);
  }

  @Test
  void decisionOfASenderWhoSaysWhen_wasMadeThen() throws Exception {
    DecisionSignal signal =
        read("{\"sent_at\": \"2026-01-31T11:00:00.250Z\"}", DecisionSignal.class);

    assertThat(Decision.of(true, signal, NOON).at()).isEqualTo("2026-01-31T11:00:00.250Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-01-31", "2026-01-31T12:00:00.001Z"})
  void decisionOfASenderWhoDoesNotSayOrClaimsALaterTime_wasMadeWhenNoticed(String sentAt) {
    DecisionSignal signal = new DecisionSignal("alice", "", "", "", sentAt);

    assertThat(Decision.of(true, signal, NOON).at()).isEqualTo(NOON);
  }

  @Test
  void signalWithNumbers_readAsText() throws Exception {
    assertThat(read("{\"by\": 7, \"note\": 100.10}", DecisionSignal.class))
        .isEqualTo(new DecisionSignal("7", "", "100.10", "", ""));
  }

  @Test
  void signalWithOverlongOrUnsafeTexts_cleanedRatherThanRefused() {
    DecisionSignal signal =
        new DecisionSignal("a".repeat(201), "x\ny", "n".repeat(501), "😀".repeat(200), "");

    assertThat(signal.by()).isEqualTo("a".repeat(200) + "…");
    assertThat(signal.through()).isEqualTo("x y");
    assertThat(signal.note()).isEqualTo("n".repeat(500) + "…");
    assertThat(signal.requestId()).isEqualTo("😀".repeat(200));
  }

  @Test
  void number_writtenPlainlyAndReadWithAllItsDigits() throws Exception {
    assertThat(ExactJson.write(new BigDecimal("1e3"))).isEqualTo("1000");
    assertThat(read("{\"x\": 9007199254740993.10}", JsonNode.class).get("x").decimalValue())
        .isEqualTo(new BigDecimal("9007199254740993.10"));
  }

  @ParameterizedTest
  @EnumSource
  void status_travelsAsItsText(InvoiceStatus status) throws Exception {
    assertThat(ExactJson.write(status)).isEqualTo('"' + status.text() + '"');
    assertThat(read('"' + status.text() + '"', InvoiceStatus.class)).isEqualTo(status);
    assertThat(InvoiceStatus.ofText(status.text())).hasValue(status);
  }

  @Test
  void statusTexts_areTheContract() {
    assertThat(InvoiceStatus.values())
        .extracting(InvoiceStatus::text)
        .containsExactly(
            "Processing",
            "Awaiting approval",
            "Approval timeout - invoice rejected",
            "Rejected by approver",
            "Processing payments",
            "Payment declined - awaiting decision",
            "Checking payments",
            "Completed",
            "Partially paid - stopped",
            "Cancelled - no further payment is made",
            "Invalid invoice - nothing was paid",
            "Terminated",
            "Timed out",
            "Payment needs attention",
            "Paused by an operator",
            "Unknown until a worker answers",
            "On another task queue");
  }

  @Test
  void statusesThatAwaitADecision_andThoseThatMay() {
    assertThat(InvoiceStatus.values())
        .filteredOn(InvoiceStatus::awaitsDecision)
        .containsExactly(
            InvoiceStatus.PROCESSING,
            InvoiceStatus.AWAITING_APPROVAL,
            InvoiceStatus.PAYMENT_DECLINED,
            InvoiceStatus.PAUSED,
            InvoiceStatus.UNKNOWN);
  }

  @Test
  void statusesThatMayStillPay_includeWhatAwaitsADecisionOrIsPaused() {
    assertThat(InvoiceStatus.values())
        .filteredOn(InvoiceStatus::mayStillPay)
        .containsExactly(
            InvoiceStatus.PROCESSING,
            InvoiceStatus.AWAITING_APPROVAL,
            InvoiceStatus.PROCESSING_PAYMENTS,
            InvoiceStatus.PAYMENT_DECLINED,
            InvoiceStatus.CHECKING_PAYMENTS,
            InvoiceStatus.PAYMENT_UNCERTAIN,
            InvoiceStatus.PAUSED,
            InvoiceStatus.UNKNOWN);
  }

  @Test
  void statusesOfClientsOnly_areNoWorkflows() {
    assertThat(InvoiceStatus.values())
        .filteredOn(status -> !status.isReportedByWorkflow())
        .containsExactly(
            InvoiceStatus.TERMINATED,
            InvoiceStatus.TIMED_OUT,
            InvoiceStatus.PAYMENT_UNCERTAIN,
            InvoiceStatus.PAUSED,
            InvoiceStatus.UNKNOWN,
            InvoiceStatus.ELSEWHERE);
  }

  @Test
  void statusOfSomebodyElse_isNone() {
    assertThat(InvoiceStatus.ofText("Paid in gold")).isEmpty();
    assertThatThrownBy(() -> read("\"Paid in gold\"", InvoiceStatus.class))
        .hasMessageContaining("not an invoice status: Paid in gold");
  }

  private static InvoiceSnapshot details(
      Optional<Instant> deadline,
      Optional<Decision> decision,
      List<Decision> ignored,
      LineSnapshot line) {
    return new InvoiceSnapshot(
        "INV-7",
        "",
        "Acme",
        Optional.empty(),
        Optional.empty(),
        "",
        Map.of(),
        Currency.getInstance("USD"),
        new BigDecimal("2100.10"),
        new BigDecimal("0.00"),
        InvoiceStatus.AWAITING_APPROVAL,
        NOON,
        deadline,
        Optional.empty(),
        0,
        decision,
        ignored,
        ignored.size(),
        1,
        0,
        0,
        0,
        List.of(line),
        false,
        List.of(),
        "d1");
  }

  private static LineSnapshot pendingLine() {
    return line(LineState.PENDING, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static LineSnapshot paidLine() {
    return line(LineState.PAID, Optional.of("R-1"), Optional.of(NOON), Optional.of("timeout"));
  }

  private static LineSnapshot line(
      LineState state,
      Optional<String> receipt,
      Optional<Instant> paidAt,
      Optional<String> lastError) {
    return new LineSnapshot(
        1,
        "Hosting",
        new BigDecimal("2100.10"),
        "",
        Optional.empty(),
        Optional.empty(),
        state,
        2,
        receipt,
        paidAt,
        lastError,
        false);
  }

  private static <T> T read(String json, Class<T> type) throws JsonProcessingException {
    return ExactJson.mapper().readValue(json, type);
  }
}
