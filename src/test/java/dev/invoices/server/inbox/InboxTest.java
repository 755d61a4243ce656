package dev.invoices.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.client.DecisionOutcome;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionMethod;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.decision.Objection;
import dev.invoices.server.inbox.ListOfInvoices.Sent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person at a terminal sees, types and so decides. */
class InboxTest {

  private static final WaitingInvoice DESK = WaitingInvoice.of("INV-001", 7000);
  private static final WaitingInvoice LAMP = WaitingInvoice.of("INV-002", 30);

  private static final String COMMANDS = "a approve, r reject, b back, q quit:";

  private final TypedTerminal terminal = new TypedTerminal();

  @Test
  void list_numbersThoseThatAwaitADecision() throws Exception {
    WaitingInvoice paying =
        WaitingInvoice.of("INV-003", 1)
            .with("status", InvoiceStatus.PROCESSING_PAYMENTS.text())
            .with("approval_deadline", null);

    browse(new ListOfInvoices(DESK, LAMP, paying), "q");

    assertThat(lines())
        .containsExactly(
            "",
            "2 invoices wait for a decision, the soonest deadline first.",
            "1. INV-001: USD 7,000.00, Awaiting approval, decide by 2026-11-28 12:00:00 UTC, vendor: \"Acme\"",
            "2. INV-002: USD 30.00, Awaiting approval, decide by 2026-11-28 12:00:00 UTC, vendor: \"Acme\"",
            "Type a number from 1 to 2 to open one, or q to quit: ");
  }

  @Test
  void noInvoice_saysSoAndAsksNothing() throws Exception {
    browse(new ListOfInvoices());

    assertThat(lines()).containsExactly("", "No invoice waits for a decision.");
  }

  @Test
  void longList_showsTheFirst_andSaysHowManyFollow() throws Exception {
    ListOfInvoices many =
        new ListOfInvoices(
            IntStream.rangeClosed(1, 25)
                .mapToObj(n -> WaitingInvoice.of("INV-" + n, n))
                .toArray(WaitingInvoice[]::new));

    browse(many, "21", "q");

    assertThat(lines())
        .contains(
            "25 invoices wait for a decision, the soonest deadline first.",
            "and 5 more, listed when these are decided")
        .anyMatch(line -> line.startsWith("20. INV-20:"))
        .noneMatch(line -> line.startsWith("21."))
        .noneMatch(line -> line.startsWith("Status:"));
  }

  @Test
  void listThatWasNotReadWhole_saysSo() throws Exception {
    browse(new ListOfInvoices(DESK).withoutTheOlderOnes(), "q");

    assertThat(lines())
        .contains(
            "At least 1 invoice waits for a decision, the soonest deadline first. Only the newest invoices were read.");
  }

  @Test
  void withoutATerminal_theWholeListIsPrinted_andNothingIsAsked() throws Exception {
    inbox(new ListOfInvoices(DESK, LAMP)).print();

    assertThat(lines()).hasSize(3).noneMatch(line -> line.contains("Type"));
  }

  @Test
  void withoutATerminal_anInvoiceIsPrintedWhole() throws Exception {
    inbox(new ListOfInvoices(DESK)).print("INV-001");

    assertThat(lines())
        .containsExactly(
            "Invoice INV-001",
            "Status: Awaiting approval",
            "Vendor: \"Acme\"",
            "Total: USD 7,000.00 in 1 line",
            "Line 1: USD 7,000.00, not paid yet: \"Desk\"",
            "A person must approve or reject it by 2026-11-28 12:00:00 UTC. Otherwise it is rejected and nothing is paid.");
  }

  @Test
  void temporalThatCannotList_isSaid() {
    Inbox inbox = inbox(new ListOfInvoices(DESK).withoutAList());

    assertThatThrownBy(inbox::print).isInstanceOf(InboxException.class);
    assertThatThrownBy(inbox::browse)
        .hasMessage("This Temporal cannot list invoices. Open one by its id: --inbox ID");
  }

  @Test
  void temporalThatCannotList_opensOneByItsId() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK).withoutAList();

    open(invoices, "INV-001", "r", "", "yes");

    assertThat(invoices.sent()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0", "3", "-1", "1.5", "99999999999", "１"})
  void nonsenseForANumber_isAskedAgain(String nonsense) throws Exception {
    browse(new ListOfInvoices(DESK, LAMP), nonsense, "2", "q");

    assertThat(text()).containsOnlyOnce("\nInvoice INV-002\n");
    assertThat(text().split("Type a number", -1)).hasSize(3);
  }

  @Test
  void approval_isConfirmedWithTheTotal_andSentAboutWhatWasShown() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK);

    browse(invoices, "1", "A", "as agreed – ü", "YES");

    Sent sent = onlySent(invoices);
    assertThat(sent.id()).isEqualTo("INV-001");
    assertThat(sent.approved()).isTrue();
    DecisionSignal signal = sent.signal();
    assertThat(signal.digest()).isNotEmpty().isEqualTo(DESK.snapshot().digest());
    assertThat(signal.question()).isEqualTo(1);
    assertThat(signal.how()).isEqualTo(DecisionMethod.TERMINAL.wireName());
    assertThat(signal.through()).isEqualTo("terminal");
    assertThat(signal.by()).isEqualTo(System.getProperty("user.name"));
    assertThat(signal.note()).isEqualTo("as agreed – ü");
    assertThat(signal.duplicateAcknowledged()).contains(false);
    assertThat(text())
        .contains(
            "Approve INV-001 over USD 7,000.00? yes/no",
            "Sent approval signal for invoice INV-001\nStatus: Processing payments\nDecision: approved at the terminal at ");
  }

  @Test
  void rejection_isConfirmedToo() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK);

    browse(invoices, "1", "r", "", "yes");

    assertThat(onlySent(invoices).approved()).isFalse();
    assertThat(onlySent(invoices).signal().note()).isEmpty();
    assertThat(text()).contains("Reject INV-001 over USD 7,000.00? yes/no");
  }

  @Test
  void confirmationAfterADecline_saysWhatIsPaid() throws Exception {
    WaitingInvoice declined =
        DESK.with("status", InvoiceStatus.PAYMENT_DECLINED.text())
            .with("paid", 5000)
            .with("lines_paid", 1);

    browse(new ListOfInvoices(declined), "1", "a", "");

    assertThat(text())
        .contains("Approve INV-001 over USD 7,000.00, of which USD 5,000 is paid already? yes/no");
  }

  @Test
  void onlyTheWordYes_confirms() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK);

    browse(invoices, "1", "a", "", "y", "", "ok", "no", "q");

    assertThat(invoices.sent()).isEmpty();
    assertThat(text())
        .contains("Please type the whole word yes, or no.")
        .contains("Nothing was sent. The invoice still waits.\n" + COMMANDS);
  }

  @Test
  void possibleDuplicate_isApprovedOnlyByOneWhoSaysThatItIsNone() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK.possibleDuplicate());

    browse(invoices, "1", "a", "no", "a", "yes", "", "yes");

    assertThat(onlySent(invoices).signal().duplicateAcknowledged()).contains(true);
    assertThat(text())
        .contains(
            "Warning: It may be a duplicate.",
            "Invoice INV-001 may be a duplicate, see its warning. Is it another invoice, to be paid as well? yes/no");
  }

  @Test
  void possibleDuplicate_isRejectedWithoutThatQuestion() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK.possibleDuplicate());

    browse(invoices, "1", "r", "", "yes");

    assertThat(onlySent(invoices).signal().duplicateAcknowledged()).contains(false);
  }

  @Test
  void duplicateThatWasFoundMeanwhile_isShownBeforeItCanBeApproved() throws Exception {
    WaitingInvoice found = DESK.possibleDuplicate();
    ListOfInvoices invoices =
        new ListOfInvoices(DESK).answering(new DecisionOutcome.PossibleDuplicate(found.view()));

    browse(invoices, "1", "a", "", "yes", "a", "yes", "", "yes");

    assertThat(invoices.sent())
        .extracting(sent -> sent.signal().duplicateAcknowledged().orElseThrow())
        .containsExactly(false, true);
    assertThat(text())
        .contains(
            "Invoice INV-001 was not approved: it may be a duplicate.\nThis is the invoice as it is now. Decide again.\n\nInvoice INV-001\n");
  }

  @Test
  void contentThatHasChanged_isShownAnew_andDecidedAnew() throws Exception {
    WaitingInvoice changed = WaitingInvoice.of("INV-001", 9000);
    ListOfInvoices invoices =
        new ListOfInvoices(DESK).answering(new DecisionOutcome.Changed(changed.view()));

    browse(invoices, "1", "a", "", "yes", "a", "", "yes");

    assertThat(invoices.sent())
        .extracting(sent -> sent.signal().digest())
        .containsExactly(DESK.snapshot().digest(), changed.snapshot().digest());
    assertThat(text())
        .contains("Approve INV-001 over USD 7,000.00?", "Approve INV-001 over USD 9,000.00?")
        .contains(
            "Nothing was decided: invoice INV-001 is not what you were shown.\nIt was shown before as: ")
        .contains("This is the invoice as it is now. Decide again.\n\nInvoice INV-001\n");
  }

  @Test
  void questionThatIsAskedAnew_isAnsweredAnew() throws Exception {
    ListOfInvoices invoices =
        new ListOfInvoices(DESK)
            .answering(
                new DecisionOutcome.AskedAnew(
                    DESK.with("question", 2).view(), Objection.OTHER_QUESTION));

    browse(invoices, "1", "r", "", "yes", "r", "", "yes");

    assertThat(invoices.sent()).extracting(sent -> sent.signal().question()).containsExactly(1, 2);
    assertThat(text()).doesNotContain("It was shown before as");
  }

  @Test
  void changedInvoiceThatAwaitsNothing_isNotDecidedAnew() throws Exception {
    ListOfInvoices invoices =
        new ListOfInvoices(DESK)
            .answering(
                new DecisionOutcome.AskedAnew(DESK.decided(byAnother()), Objection.OTHER_QUESTION));

    browse(invoices, "1", "a", "", "yes", "a", "r", "q");

    assertThat(invoices.sent()).hasSize(1);
    assertThat(text()).contains("It awaits no decision.\nb back, q quit: ");
  }

  @Test
  void decisionThatComesTooLate_saysWhoWasFirst() throws Exception {
    Decision first = byAnother();
    ListOfInvoices invoices =
        new ListOfInvoices(DESK, LAMP)
            .answering(new DecisionOutcome.Ignored(DESK.decided(first), Optional.of(first)));

    browse(invoices, "1", "a", "", "yes", "q");

    assertThat(text())
        .contains(
            "Your approval of invoice INV-001 came too late and was ignored: it was rejected in a form at 2026-11-24 12:00:00 UTC by \"bob\"")
        .contains("\nInvoice INV-002\n");
  }

  @Test
  void afterADecision_theNextFollows_andThenAListWithoutBoth() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK, LAMP, WaitingInvoice.of("INV-003", 5));

    browse(invoices, "1", "a", "", "yes", "a", "", "yes", "b", "q");

    assertThat(invoices.sent()).extracting(Sent::id).containsExactly("INV-001", "INV-002");
    assertThat(text())
        .endsWith(
            "\n1 invoice waits for a decision, the soonest deadline first.\n"
                + "1. INV-003: USD 5.00, Awaiting approval, decide by 2026-11-28 12:00:00 UTC, vendor: \"Acme\"\n"
                + "Type 1 to open it, or q to quit: ");
  }

  @Test
  void invoiceWhoseNextQuestionIsOpen_isListedAgain() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK);
    Inbox inbox = inbox(invoices, "1", "a", "", "yes", "1", "q");
    invoices.afterADecision(DESK.with("question", 2));

    inbox.browse();

    assertThat(text().split("1 invoice waits for a decision", -1)).hasSize(3);
  }

  @Test
  void openedById_theListFollows() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK, LAMP);

    open(invoices, "INV-002", "a", "", "yes", "q");

    assertThat(onlySent(invoices).id()).isEqualTo("INV-002");
    assertThat(lines())
        .contains("1 invoice waits for a decision, the soonest deadline first.")
        .last()
        .isEqualTo("Type 1 to open it, or q to quit: ");
  }

  @Test
  void unknownId_isSaidWithWhatMayBeMeant() {
    ListOfInvoices invoices = new ListOfInvoices(DESK);

    assertThatThrownBy(() -> open(invoices, "inv-001", "q"))
        .isInstanceOf(InboxException.class)
        .hasMessage("Temporal knows no invoice inv-001. Open with a similar id: INV-001");
    assertThatThrownBy(() -> open(invoices, "\u001b[31mX", "q"))
        .hasMessage(
            "Temporal knows no invoice \"?[31mX\". It keeps closed invoices for its retention only, so it may have been paid and forgotten.");
  }

  @Test
  void nonsenseForACommand_isAskedAgain() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK);

    browse(invoices, "1", "approve", "", "yes", "q");

    assertThat(invoices.sent()).isEmpty();
    assertThat(text()).contains("Please type one of these letters.\n" + COMMANDS);
  }

  @Test
  void noteThatCannotBeKept_isAskedAgain() throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK);

    browse(invoices, "1", "r", "x".repeat(501), "left\u001b[D", "no  money ", "yes");

    assertThat(onlySent(invoices).signal().note()).isEqualTo("no money");
    assertThat(text())
        .contains(
            "The note must have at most 500 characters but has 501.",
            "The note must be one line of visible text; remove the character U+001B.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void endOfInput_quitsWithoutADecision(int typed) throws Exception {
    ListOfInvoices invoices = new ListOfInvoices(DESK.possibleDuplicate());

    browse(invoices, List.of("1", "a", "yes", "a note").subList(0, typed).toArray(String[]::new));

    assertThat(invoices.sent()).isEmpty();
    assertThat(text()).endsWith(" \n");
  }

  @Test
  void controlCharactersOfAnInvoice_neverReachTheScreen() throws Exception {
    WaitingInvoice hostile =
        DESK.with("vendor", "\u001b[2J\u001b[31mAcme\u0007\r\u202E\nStatus: Completed")
            .with(
                "warnings",
                List.of(Map.of("kind", "PAST_DUE", "text", "Due.\u001b[2J\nStatus: Completed")));

    browse(new ListOfInvoices(hostile), "1", "q");

    assertThat(text().replace("\n", "")).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    assertThat(lines()).doesNotContain("Status: Completed");
  }

  private static Decision byAnother() {
    DecisionSignal signal =
        new DecisionSignal(
            "bob", "", "", "other", "2026-11-24T12:00:00Z", "", 1, "", Optional.empty(), "form");
    return Decision.of(false, signal, Instant.parse("2026-11-24T12:00:00Z"));
  }

  private static Sent onlySent(ListOfInvoices invoices) {
    assertThat(invoices.sent()).hasSize(1);
    return invoices.sent().get(0);
  }

  private void browse(ListOfInvoices invoices, String... typed)
      throws InvoiceClientException, InboxException {
    inbox(invoices, typed).browse();
  }

  private void open(ListOfInvoices invoices, String id, String... typed)
      throws InvoiceClientException, InboxException {
    inbox(invoices, typed).browse(id);
  }

  private Inbox inbox(ListOfInvoices invoices, String... typed) {
    return new Inbox(invoices, terminal.typing(typed));
  }

  private String text() {
    return terminal.text();
  }

  private List<String> lines() {
    return terminal.lines();
  }
}
