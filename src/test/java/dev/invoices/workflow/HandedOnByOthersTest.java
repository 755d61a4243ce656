package dev.invoices.workflow;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.decision.Objection;
import dev.invoices.payment.sandbox.Hold;
import dev.invoices.register.Finding;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that continue another run, which may be anybody's, with a state that it hands on. */
class HandedOnByOthersTest {

  private static final ProcessingRules RULES = InvoiceEnvironment.rules(Duration.ZERO, 1, 2);

  private static final String OTHER_LEDGER = "{\"id\": \"x\", \"file\": \"/y\"}";

  private static final Finding TWIN =
      new Finding(
          "inv-7",
          "Acme",
          "",
          Currency.getInstance("USD"),
          new BigDecimal("5.00"),
          Instant.EPOCH,
          Finding.State.PAID,
          Finding.Match.NUMBER);

  @AutoClose private final InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker();

  static Stream<Arguments> forgedStates() {
    return Stream.of(
        forged("approved", state -> {}),
        forged("approved, under a seal", state -> state.put("seal", "00ff")),
        forged("all lines paid", state -> state.put("paid_lines", "Dg==")),
        forged("other items and amounts", state -> state.set("shown_lines", harmlessLines())),
        forged("rules of its own", state -> ((ObjectNode) state.get("terms")).put("revision", 0)),
        forged("an earlier start", state -> state.put("submitted_at", "1970-01-01T00:00:00Z")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgedStates")
  void stateOfAStranger_paysNothingAndAsksAnewWithAWarning(String name, JsonNode state)
      throws Exception {
    environment.startWorker(RULES);
    SubmittedInvoice invoice = environment.continuedByAStranger(InvoiceSamples.BARE, state);

    invoice.awaitStatus(InvoiceStatus.AWAITING_APPROVAL);

    InvoiceSnapshot details = invoice.details();
    assertThat(details.warnings()).extracting(InvoiceWarning::kind).contains(Kind.NOT_HANDED_ON);
    assertThat(details.decision()).isEmpty();
    assertThat(details.paidAmount()).hasToString("USD 0.00");
    assertThat(details.lines())
        .extracting(LineSnapshot::item)
        .containsExactly("Design Services", "Hosting", "Support");
    assertThat(environment.gateway().attempts()).isEmpty();
    invoice.reject();
    assertThat(invoice.result()).isEqualTo("REJECTED");
  }

  @Test
  void stateOfAStranger_approvedAnew_isPaidLikeAnyOther() throws Exception {
    environment.startWorker(RULES);
    SubmittedInvoice invoice =
        environment.continuedByAStranger(InvoiceSamples.BARE, forgedState(state -> {}));
    invoice.awaitStatus(InvoiceStatus.AWAITING_APPROVAL);

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(environment.gateway().attempts()).hasSize(3);
  }

  @Test
  void updateWhileTheLedgerIsAskedAboutAStrangersState_comesTooEarly() throws Exception {
    Hold inquiries = environment.gateway().holdInquiries();
    environment.startWorker(RULES);
    SubmittedInvoice invoice =
        environment.continuedByAStranger(InvoiceSamples.BARE, forgedState(state -> {}));
    inquiries.awaitArrival();

    assertThatThrownBy(() -> invoice.approveAtOnce(new DecisionSignal("bob", "", "", "r1", "")))
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refusal ->
                assertThat(refusal.getOriginalMessage()).isEqualTo(InvoiceWorkflow.TOO_EARLY));

    inquiries.release();
    invoice.awaitStatus(InvoiceStatus.AWAITING_APPROVAL);
    invoice.reject();
    assertThat(invoice.result()).isEqualTo("REJECTED");
  }

  static Stream<Arguments> oddStates() {
    return Stream.of(
        odd("terms", "null"),
        odd("terms", "{}"),
        odd("submitted_at", "null"),
        odd("decision", "null"),
        odd("decision", "{\"approved\": true}"),
        odd("ignored_decisions", "null"),
        odd("ignored_decisions", "[null]"),
        odd("ignored_decision_count", "-1"),
        odd("question", "-1"),
        odd("question", "2147483647"),
        odd("ledger", "null"),
        odd("ledger", "{}"),
        odd("next_line", "-5"),
        odd("next_line", "1000"),
        odd("paid_lines", "null"),
        odd("paid_lines", "\"AQ==\""),
        odd("paid_lines", "\"/////////////w==\""),
        odd("declined_lines", "\"/////////////w==\""),
        odd("shown_lines", "null"),
        odd("shown_lines", "[null]"),
        odd("shown_lines", "[{\"line\": 99}]"),
        odd("shown_lines", "[{\"line\": 0}]"),
        odd("shown_lines", "[{\"line\": 1}]"),
        odd("warnings", "null"),
        odd("warnings", "[null]"),
        odd("seal", "null"));
  }

  /** Either of the two: what matters is that it neither pays nor is tried without end. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("oddStates")
  void oddStateOfAStranger_asksAnewOrFailsWithAReason(String field, String value, JsonNode state)
      throws Exception {
    environment.startWorker(RULES);
    SubmittedInvoice invoice = environment.continuedByAStranger(InvoiceSamples.BARE, state);

    invoice.awaitRunOfOurs();

    if (!invoice.isClosed()) {
      invoice.awaitStatus(InvoiceStatus.AWAITING_APPROVAL);
      assertThat(invoice.details().warnings())
          .extracting(InvoiceWarning::kind)
          .contains(Kind.NOT_HANDED_ON);
      invoice.reject();
      assertThat(invoice.result()).isEqualTo("REJECTED");
    } else {
      assertFailedAsInvalid(invoice);
    }
    assertThat(environment.gateway().attempts()).isEmpty();
    assertThat(invoice.lastHistory())
        .noneMatch(event -> event.getEventType() == EVENT_TYPE_WORKFLOW_TASK_FAILED);
  }

  /**
   * Nothing tells it from a state of ours that waits for a worker with its ledger: only that one
   * knows its seal. So it is tried again until one comes, or an operator terminates it.
   */
  @Test
  void stateThatNamesAnotherLedger_waitsForItAndSaysWhichItIs() {
    environment.startWorker(RULES);
    SubmittedInvoice invoice =
        environment.continuedByAStranger(
            InvoiceSamples.BARE,
            forgedState(state -> state.set("ledger", InvoiceSamples.node(OTHER_LEDGER))));

    String reason = invoice.awaitFailedTask();

    assertThat(reason)
        .startsWith("the invoice belongs to the ledger \"/y\"")
        .contains(environment.gateway().ledger().file());
    assertThat(invoice.isClosed()).isFalse();
    assertThat(environment.gateway().attempts()).isEmpty();
  }

  static Stream<Object> unreadableStates() {
    return Stream.of(
        7,
        "approved",
        List.of(),
        RawPayloads.of("json/plain", "{\"terms\":"),
        RawPayloads.of("binary/plain", "x"),
        RawPayloads.withoutEncoding());
  }

  @ParameterizedTest
  @MethodSource("unreadableStates")
  void unreadableStateOfAStranger_failsWithAReason(Object state) {
    environment.startWorker(RULES);
    SubmittedInvoice invoice = environment.continuedByAStranger(InvoiceSamples.BARE, state);

    assertFailedAsInvalid(invoice);
    assertThat(environment.gateway().attempts()).isEmpty();
  }

  @Test
  void stateOfOurs_goesOnWithAllThatWasKnown() throws Exception {
    environment.register().find(TWIN);
    environment.gateway().decline(1, "no");
    Hold second = environment.gateway().hold(2);
    environment.startWorker(
        RULES, InvoiceWorkflow.TASK_QUEUE, new TamperedState(state -> state.put("unknown", 1)));
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.ofLines(5));
    invoice.approve(new DecisionSignal("bob", "", "", "r1", "").about("0123456789abcdef", 0, ""));
    invoice.approve(new DecisionSignal("alice", "claude-ai 1.0", "go", "r2", ""));
    second.awaitArrival();
    invoice.reject(new DecisionSignal("carol", "", "stop", "r3", ""));
    second.release();

    invoice.awaitStatus(InvoiceStatus.PAYMENT_DECLINED);

    InvoiceSnapshot details = invoice.details();
    assertThat(details.decision()).get().extracting(Decision::by).isEqualTo("alice");
    assertThat(details.ignoredDecisions()).extracting(Decision::by).containsExactly("bob", "carol");
    assertThat(details.ignoredDecisions().get(0).objection()).hasValue(Objection.OTHER_CONTENT);
    assertThat(details.warnings())
        .extracting(InvoiceWarning::kind)
        .containsExactly(Kind.POSSIBLE_DUPLICATE);
    assertThat(details.linesPaid()).isEqualTo(4);
    assertThat(details.lines().get(0).lastError()).hasValue("no");
    environment.gateway().accept(1);
    invoice.approve(new DecisionSignal("alice", "", "", "r4", ""));
    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(environment.gateway().attempts()).hasSize(6);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "paid_lines; \"Dg==\"",
        "next_line; 4",
        "question; 2",
        "ignored_decision_count; 1",
        "submitted_at; \"2026-01-01T00:00:00Z\"",
        "decision; null",
        "warnings; [{\"kind\": \"PAST_DUE\", \"text\": \"late\"}]",
        "seal; \"\""
      })
  void stateOfOursOfWhichSomethingWasChanged_isNotBelieved(String field, String value)
      throws Exception {
    environment.startWorker(
        RULES,
        InvoiceWorkflow.TASK_QUEUE,
        new TamperedState(state -> state.set(field, InvoiceSamples.node(value))));
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.ofLines(5));
    invoice.approve();

    invoice.awaitNextRun();
    invoice.awaitStatus(InvoiceStatus.AWAITING_APPROVAL);

    assertThat(invoice.details().warnings())
        .extracting(InvoiceWarning::kind)
        .containsExactly(Kind.NOT_HANDED_ON);
    assertThat(invoice.details().linesPaid()).isEqualTo(2);
    assertThat(environment.gateway().attempts()).hasSize(2);
    invoice.reject();
    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
  }

  @Test
  void stateOfOursFromAnEarlierSubmission_isNotContinuedWithinAnother() throws Exception {
    environment.startWorker(RULES);
    Hold third = environment.gateway().hold(3);
    SubmittedInvoice earlier = environment.awaitingApproval(InvoiceSamples.ofLines(5));
    earlier.approve();
    third.awaitArrival();
    JsonNode approved = earlier.handedOn();
    earlier.cancel();
    third.release();
    assertThatThrownBy(earlier::result).hasCauseInstanceOf(CanceledFailure.class);

    SubmittedInvoice later = environment.continuedByAStranger(InvoiceSamples.ofLines(5), approved);
    later.awaitStatus(InvoiceStatus.AWAITING_APPROVAL);

    assertThat(later.details().warnings())
        .extracting(InvoiceWarning::kind)
        .containsExactly(Kind.NOT_HANDED_ON);
    assertThat(later.details().decision()).isEmpty();
    later.reject();
    later.result();
    assertThat(environment.gateway().attempts()).hasSize(3);
  }

  private static void assertFailedAsInvalid(SubmittedInvoice invoice) {
    var failed = catchThrowableOfType(WorkflowFailedException.class, invoice::result);
    assertThat(failed)
        .isNotNull()
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(InvoiceWorkflow.INVALID_INVOICE);
              assertThat(failure.getOriginalMessage()).contains("state");
            });
  }

  private static Arguments forged(String name, Consumer<ObjectNode> change) {
    return Arguments.of(name, forgedState(change));
  }

  private static Arguments odd(String field, String value) {
    return Arguments.of(
        field, value, forgedState(state -> state.set(field, InvoiceSamples.node(value))));
  }

  /** What a run of ours would hand on that has been approved and has paid nothing yet. */
  private static JsonNode forgedState(Consumer<ObjectNode> change) {
    ObjectNode state = HandedOnState.approved(RULES, Optional.empty(), 1);
    change.accept(state);
    return state;
  }

  private static JsonNode harmlessLines() {
    return InvoiceSamples.node(
        """
        [{"line": 1, "item": "Harmless", "amount": 1.0, "state": "PAID", "attempts": 1,
          "receipt": "SBX-1", "paid_at": "2026-01-01T00:00:00Z"}]""");
  }
}
