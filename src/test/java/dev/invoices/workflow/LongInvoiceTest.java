package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.AWAITING_APPROVAL;
import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.payment.sandbox.Hold;
import dev.invoices.temporal.JsonDataConverter;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An invoice with more lines than one run of its workflow pays. */
class LongInvoiceTest {

  private static final int LINES_PER_RUN = 3;

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.rules(Duration.ZERO, 1, LINES_PER_RUN));

  private final RecordingGateway gateway = environment.gateway();

  @Test
  void everyLine_paidOnceAndInOrderAcrossRuns() throws Exception {
    SubmittedInvoice invoice = approved(10);

    assertThat(invoice.result()).isEqualTo("COMPLETED");

    assertThat(gateway.attemptedLines()).isEqualTo(keys(1, 10));
    assertThat(invoice.currentRun()).isNotEqualTo(invoice.firstRun());
  }

  @Test
  void detailsAndMemo_tellTheWholeStoryInTheLastRun() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.ofLines(10));
    InvoiceSnapshot before = invoice.details();
    invoice.approve(new DecisionSignal("alice", "claude", "go", "r1", ""));

    invoice.result();

    InvoiceSnapshot details = invoice.details();
    assertThat(details.status().text()).isEqualTo("Completed");
    assertThat(details.linesPaid()).isEqualTo(10);
    assertThat(details.paid()).isEqualTo(details.total()).isEqualTo(before.total());
    assertThat(details.submittedAt()).isEqualTo(before.submittedAt());
    assertThat(details.digest()).isEqualTo(before.digest());
    assertThat(details.decision().map(Decision::by)).hasValue("alice");
    assertThat(details.lines())
        .hasSize(10)
        .allSatisfy(line -> assertThat(line.receipt()).hasValue("R-INV-7/" + line.line()));
    assertThat(invoice.memo().linesPaid()).isEqualTo(10);
  }

  @Test
  void lineDeclinedInAnEarlierRun_triedAgainOnlyAfterAnotherApproval() throws Exception {
    gateway.decline(2, "no");
    SubmittedInvoice invoice = approved(7);
    invoice.awaitStatus(PAYMENT_DECLINED);
    assertThat(gateway.attemptedLines()).isEqualTo(keys(1, 7));
    LineSnapshot declined = invoice.details().lines().get(1);
    assertThat(declined.state()).isEqualTo(LineState.DECLINED);
    assertThat(declined.lastError()).hasValue("no");

    gateway.accept(2);
    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(gateway.attemptedLines()).hasSize(8).endsWith("INV-7/2");
  }

  @Test
  void ignoredDecisions_carriedOver() throws Exception {
    Hold second = gateway.hold(2);
    SubmittedInvoice invoice = approved(7);
    second.awaitArrival();
    invoice.reject(new DecisionSignal("bob", "", "stop", "", ""));
    second.release();

    invoice.result();

    assertThat(invoice.details().ignoredDecisionCount()).isEqualTo(1);
    assertThat(invoice.details().ignoredDecisions())
        .extracting(Decision::by)
        .containsExactly("bob");
  }

  @Test
  void decisionsBeforeTheNextRunHasBegun_ignoredAndOnRecord() throws Exception {
    ProcessingRules rules = InvoiceEnvironment.rules(Duration.ZERO, 1, LINES_PER_RUN);
    try (InvoiceEnvironment parking = InvoiceEnvironment.withoutWorker()) {
      parking.startWorker(rules, InvoiceWorkflow.TASK_QUEUE, new ParkedRuns());
      SubmittedInvoice invoice = parking.awaitingApproval(InvoiceSamples.ofLines(5));
      invoice.approve(new DecisionSignal("alice", "", "go", "", ""));
      invoice.awaitNextRun();
      invoice.reject(new DecisionSignal("bob", "", "stop", "", ""));
      invoice.approve(new DecisionSignal("carol", "", "go on", "", ""));
      parking.stopWorker();

      parking.startWorker(rules, ParkedRuns.TASK_QUEUE);

      assertThat(invoice.result()).isEqualTo("COMPLETED");
      assertThat(invoice.details().decision().map(Decision::by)).hasValue("alice");
      assertThat(invoice.details().ignoredDecisionCount()).isEqualTo(2);
      assertThat(invoice.details().ignoredDecisions())
          .extracting(Decision::by)
          .containsExactly("bob", "carol");
    }
  }

  @Test
  void cancelledInALaterRun_keepsWhatWasPaidInAll() {
    Hold fifth = gateway.hold(5);
    SubmittedInvoice invoice = approved(9);
    fifth.awaitArrival();
    invoice.cancel();
    fifth.release();

    assertThatThrownBy(invoice::result).isInstanceOf(WorkflowFailedException.class);

    assertThat(gateway.paidLines()).isEqualTo(keys(1, 5));
    assertThat(invoice.memo().linesPaid()).isEqualTo(5);
    assertThat(invoice.details().status().text()).startsWith("Cancelled");
  }

  @Test
  void cancelledAtTheEndOfARun_beginsNoOther() {
    Hold third = gateway.hold(LINES_PER_RUN);
    SubmittedInvoice invoice = approved(9);
    third.awaitArrival();
    invoice.cancel();
    third.release();

    assertThatThrownBy(invoice::result).isInstanceOf(WorkflowFailedException.class);

    assertThat(gateway.attemptedLines()).isEqualTo(keys(1, LINES_PER_RUN));
    assertThat(invoice.currentRun()).isEqualTo(invoice.firstRun());
    assertThat(invoice.memo().status().text()).startsWith("Cancelled");
  }

  @Test
  void whatIsNoPartOfAnInvoice_notHandedOnToTheNextRun() throws Exception {
    String padded =
        InvoiceSamples.ofLines(5).replaceFirst("\\{", "{\"padding\": \"a long text\", ");
    SubmittedInvoice invoice = environment.awaitingApproval(padded);
    InvoiceSnapshot before = invoice.details();
    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");

    assertThat(input(invoice.history())).contains("padding");
    assertThat(input(invoice.lastHistory())).contains("INV-7").doesNotContain("padding");
    assertThat(invoice.details().digest()).isEqualTo(before.digest());
  }

  @Test
  void memo_handedOnToTheNextRun() throws Exception {
    SubmittedInvoice invoice = approved(5);

    assertThat(invoice.result()).isEqualTo("COMPLETED");

    // The real server gives the next run no other memo; the in-memory one would (1.38).
    assertThat(
            invoice
                .events(EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW)
                .get(0)
                .getWorkflowExecutionContinuedAsNewEventAttributes()
                .getMemo()
                .getFieldsMap())
        .containsKeys("id", "status", "paid", "digest");
  }

  @Test
  void stateFromAStranger_ignored() {
    ContinueAsNewState forged =
        new ContinueAsNewState(
            InvoiceEnvironment.WITHOUT_PAUSE,
            Instant.EPOCH,
            Optional.of(Decision.of(true, DecisionSignal.UNKNOWN, Instant.EPOCH)),
            List.of(),
            0,
            1,
            Optional.empty(),
            1,
            new byte[0],
            new byte[0],
            List.of(),
            List.of(),
            "");

    SubmittedInvoice invoice = environment.submit(InvoiceSamples.node(InvoiceSamples.BARE), forged);

    invoice.awaitStatus(AWAITING_APPROVAL);
    assertThat(gateway.attempts()).isEmpty();
  }

  @Test
  void unreadableState_isNone() {
    assertThat(JsonDataConverter.read(null, ContinueAsNewState.class)).isEmpty();
    assertThat(JsonDataConverter.read(RawPayloads.withoutEncoding(), ContinueAsNewState.class))
        .isEmpty();
  }

  @Test
  void pauses_keptAcrossRuns() throws Exception {
    try (InvoiceEnvironment paced =
        InvoiceEnvironment.under(
            InvoiceEnvironment.rules(Duration.ofMinutes(1), 1, LINES_PER_RUN))) {
      SubmittedInvoice invoice = paced.awaitingApproval(InvoiceSamples.ofLines(7));
      invoice.approve();

      assertThat(invoice.result()).isEqualTo("COMPLETED");

      assertThat(invoice.details().lines()).hasSize(7);
      assertThat(invoice.elapsed()).isBetween(Duration.ofMinutes(7), Duration.ofMinutes(8));
    }
  }

  private SubmittedInvoice approved(int lines) {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.ofLines(lines));
    invoice.approve();
    return invoice;
  }

  private static String input(List<HistoryEvent> run) {
    return run.get(0)
        .getWorkflowExecutionStartedEventAttributes()
        .getInput()
        .getPayloads(0)
        .getData()
        .toStringUtf8();
  }

  private static List<String> keys(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(line -> "INV-7/" + line).toList();
  }
}
