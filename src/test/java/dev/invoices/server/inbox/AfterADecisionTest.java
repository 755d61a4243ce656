package dev.invoices.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.client.DecisionOutcome;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.server.inbox.ListOfInvoices.Sent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person at a terminal reads once they have decided, and what is before them then. */
class AfterADecisionTest {

  private static final WaitingInvoice DESK = WaitingInvoice.of("INV-001", 7000);
  private static final WaitingInvoice LAMP = WaitingInvoice.of("INV-002", 30);
  private static final String COMMANDS = "a approve, r reject, b back, q quit:";
  private static final String ADDRESS = "127.0.0.1:7999";

  private final TypedTerminal terminal = new TypedTerminal();

  static Stream<Arguments> outcomesThatSettleNothing() {
    InvoiceView waiting = DESK.view();
    return Stream.of(
        Arguments.of(
            new DecisionOutcome.SignalLimit(waiting),
            "No approval was sent: Temporal takes no more signals for invoice INV-001"),
        Arguments.of(
            new DecisionOutcome.ContentUnknown(waiting),
            "then go back and open the invoice again."),
        Arguments.of(
            new DecisionOutcome.Uncertain(ADDRESS, Optional.of(waiting)),
            "It may have arrived, and then it counts. Go back and open the invoice again before you decide again."),
        Arguments.of(
            new DecisionOutcome.Uncertain(ADDRESS, Optional.empty()),
            "Temporal at 127.0.0.1:7999 did not confirm the approval of invoice INV-001 in time."),
        Arguments.of(
            new DecisionOutcome.Unread(waiting.run()),
            "To see what came of it, go back and open it again."),
        Arguments.of(
            new DecisionOutcome.NotFound(),
            "Nothing was sent: Temporal does not know invoice INV-001 any more."));
  }

  @ParameterizedTest
  @MethodSource("outcomesThatSettleNothing")
  void decisionThatMayNotCount_leavesTheInvoiceBeforeThePersonAndInTheList(
      DecisionOutcome outcome, String said) throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK, LAMP).answering(outcome);

    browse(invoices, "1", "a", "", "yes", "b", "q");

    assertThat(terminal.text())
        .contains(said, COMMANDS + " \n2 invoices wait for a decision")
        .doesNotContain("Invoice INV-002")
        .doesNotContain("show the person", "Ask for the status", "Check the id with");
  }

  @Test
  void invoiceThatIsStillBeforeThePerson_canBeDecidedAgain() throws Exception {
    ListOfInvoices invoices =
        new ListOfInvoices(DESK).answering(new DecisionOutcome.SignalLimit(DESK.view()));

    browse(invoices, "1", "a", "", "yes", "a", "", "yes");

    assertThat(invoices.sent())
        .extracting(sent -> sent.signal().digest())
        .containsExactly(DESK.snapshot().digest(), DESK.snapshot().digest());
    assertThat(terminal.text()).endsWith("\nNo invoice waits for a decision.\n");
  }

  @Test
  void otherContentThatWasNotPrinted_isNotWhatIsDecidedNext() throws Exception {
    InvoiceView other = WaitingInvoice.of("INV-001", 9000).view();
    ListOfInvoices invoices =
        new ListOfInvoices(DESK)
            .answering(new DecisionOutcome.Uncertain(ADDRESS, Optional.of(other)));

    browse(invoices, "1", "a", "", "yes", "a", "", "yes");

    assertThat(invoices.sent().get(1).signal().digest()).isEqualTo(DESK.snapshot().digest());
  }

  @Test
  void decisionThatNoWorkerHasConfirmed_isNotAskedForAgain_butStaysListed() throws Exception {
    InvoiceView recorded = DESK.decidedInTheRecord(approval(), Source.RECORD);
    ListOfInvoices invoices =
        new ListOfInvoices(DESK).answering(new DecisionOutcome.Unconfirmed(recorded));

    browse(invoices, "1", "a", "", "yes", "a", "b", "q");

    assertThat(invoices.sent()).hasSize(1);
    assertThat(terminal.text())
        .contains(
            "It is recorded and takes effect as soon as a worker takes it up. If one runs, check the status. If the worker finds that the invoice may be a duplicate, the approval does not count. To see what came of it, go back and open it again.\nStatus: ",
            "Decision: approved",
            "It awaits no decision.\nb back, q quit:",
            "\n1 invoice waits for a decision");
  }

  @Test
  void decisionByOneWhoSaidThatItIsNoDuplicate_isNotSaidToBeInDoubt() throws Exception {
    WaitingInvoice twin = DESK.possibleDuplicate();
    ListOfInvoices invoices =
        new ListOfInvoices(twin)
            .answering(
                new DecisionOutcome.Unconfirmed(
                    twin.decidedInTheRecord(approval(), Source.RECORD)));

    browse(invoices, "1", "a", "yes", "", "yes");

    assertThat(terminal.text())
        .contains(
            "takes effect as soon as a worker takes it up. If one runs, check the status. To see what");
  }

  @Test
  void workerOfAnother_isSaidToReportNoDecisions() throws Exception {
    ListOfInvoices invoices =
        new ListOfInvoices(DESK)
            .answering(
                new DecisionOutcome.Unconfirmed(
                    DESK.decidedInTheRecord(approval(), Source.FOREIGN_WORKER)));

    browse(invoices, "1", "a", "", "yes");

    assertThat(terminal.text())
        .contains(
            "The worker of this invoice does not report decisions. To see what came of it, go back and open it again.");
  }

  @Test
  void decisionThatIsNotAwaited_isSaid_andTheNextFollows() throws Exception {
    ListOfInvoices invoices =
        new ListOfInvoices(DESK, LAMP)
            .answering(new DecisionOutcome.NotAwaited(DESK.decided(approval())));

    browse(invoices, "1", "a", "", "yes", "b", "q");

    assertThat(invoices.sent()).extracting(Sent::id).containsExactly("INV-001");
    assertThat(terminal.text())
        .contains(
            "No approval was sent: invoice INV-001 is already decided.",
            "\nInvoice INV-002\n",
            "\n1 invoice waits for a decision");
  }

  @Test
  void otherContent_isShownWithWhatIsToBeKnownOfItNow() throws Exception {
    WaitingInvoice changed = WaitingInvoice.of("INV-001", 9000);
    WaitingInvoice late =
        changed.with(
            "warnings", List.of(Map.of("kind", "PAST_DUE", "text", "It was due on 2026-11-01.")));
    ListOfInvoices invoices =
        new ListOfInvoices(DESK)
            .answering(new DecisionOutcome.Changed(changed.view()))
            .seenNow(late);

    browse(invoices, "1", "a", "", "yes", "q");

    assertThat(terminal.text())
        .contains(
            "Nothing was decided: invoice INV-001 is not what you were shown.\nIt was shown before as: ")
        .contains(
            "Decide again.\n\nInvoice INV-001\n", "Warning: It was due on 2026-11-01.\nLine 1:");
  }

  @Test
  void longInvoice_isShownWhole() throws Exception {
    new Inbox(new ListOfInvoices(withLines(100)), terminal.typing()).print("INV-001");

    assertThat(terminal.lines())
        .filteredOn(line -> line.startsWith("Line "))
        .hasSize(100)
        .last()
        .asString()
        .startsWith("Line 100: ");
    assertThat(terminal.text()).doesNotContain("more line", "not the whole invoice");
  }

  @Test
  void longInvoiceWhoseLinesCannotBeRead_saysSo() throws Exception {
    new Inbox(new ListOfInvoices(withLines(150)), terminal.typing()).print("INV-001");

    assertThat(terminal.lines())
        .contains("and 130 more lines")
        .last()
        .isEqualTo(
            "This is not the whole invoice: 130 of its 150 lines cannot be shown here now. They stand in the input of its workflow, in Temporal's Web UI.");
  }

  @Test
  void linesThatNoWorkerReports_followAsSubmitted() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(withLines(150)).submittedWith(pens(150).lines());

    new Inbox(invoices, terminal.typing()).print("INV-001");

    assertThat(terminal.lines())
        .filteredOn(line -> line.startsWith("Line "))
        .hasSize(150)
        .startsWith("Line 1: USD 1.00, not paid yet: \"Pen\"")
        .endsWith("Line 149: USD 1.00: \"Pen\"", "Line 150: USD 1.00: \"Pen\"");
    assertThat(terminal.lines()).contains("As submitted, the invoice has 130 lines more:");
  }

  @Test
  void linesWithoutAWorker_followAsSubmitted() throws Exception {
    WaitingInvoice recorded = DESK.with("lines", List.of()).with("line_count", 150);

    new Inbox(new ListOfInvoices(recorded).submittedWith(pens(150).lines()), terminal.typing())
        .print("INV-001");

    assertThat(terminal.lines()).filteredOn(line -> line.startsWith("Line ")).hasSize(150);
  }

  private static Invoice pens(int count) {
    String lines = "{\"item\": \"Pen\", \"amount\": 1},".repeat(count);
    return InvoiceSamples.valid(
        "{\"id\": \"INV-001\", \"lines\": [%s]}".formatted(lines.substring(0, lines.length() - 1)));
  }

  private static WaitingInvoice withLines(int count) {
    InvoiceSnapshot submitted =
        InvoiceSnapshot.submitted(pens(count), Instant.parse("2026-11-23T12:00:00Z"));
    return DESK.with("lines", submitted.lines()).with("line_count", submitted.lineCount());
  }

  private static Decision approval() {
    DecisionSignal signal =
        new DecisionSignal(
            "eva",
            "",
            "",
            "terminal",
            "2026-11-24T12:00:00Z",
            "",
            1,
            "",
            Optional.empty(),
            "terminal");
    return Decision.of(true, signal, Instant.parse("2026-11-24T12:00:00Z"));
  }

  private void browse(ListOfInvoices invoices, String... typed) throws Exception {
    new Inbox(invoices, terminal.typing(typed)).browse();
  }
}
