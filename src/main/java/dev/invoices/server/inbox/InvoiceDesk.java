package dev.invoices.server.inbox;

import dev.invoices.client.DecisionOutcome;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.DecisionMethod;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.server.conversation.Caller;
import dev.invoices.server.inbox.DeskWording.Next;
import dev.invoices.server.inbox.DeskWording.Said;
import dev.invoices.server.tools.DecisionKind;
import dev.invoices.server.tools.DecisionWording;
import dev.invoices.server.tools.wording.InvoiceText;
import dev.invoices.text.CleanText;
import dev.invoices.text.Quote;
import dev.invoices.text.SafeText;
import java.util.Locale;
import java.util.Optional;

/** One invoice in front of a person: they read it whole and decide about exactly that. */
final class InvoiceDesk {

  private static final String NOTHING_SENT = "Nothing was sent. The invoice still waits.";

  private final Invoices invoices;
  private final Terminal terminal;
  private final String id;
  private Optional<InvoiceView> decided = Optional.empty();

  InvoiceDesk(Invoices invoices, Terminal terminal, String id) {
    this.invoices = invoices;
    this.terminal = terminal;
    this.id = id;
  }

  /** How a person leaves an invoice. */
  enum Ending {
    /** It needs nothing more from them, so that the next one may follow. */
    DECIDED,
    /** They want the list. */
    BACK,
    /** They want to stop, or their input has ended. */
    QUIT
  }

  /** The input has ended in the middle of a question. */
  private static final class EndOfInput extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** What was decided about; empty while nothing was. */
  Optional<InvoiceView> decided() {
    return decided;
  }

  /** Prints an invoice whole. */
  void print(InvoiceView view) {
    terminal.say("Invoice " + Quote.word(view.run().invoiceId()));
    terminal.say("Status: " + InvoiceText.status(view));
    terminal.say(InvoiceText.lines(view, InvoiceSnapshot.MAX_LINES_SHOWN));
    view.snapshot()
        .filter(details -> details.lineCount() > details.lines().size())
        .ifPresent(details -> terminal.say(OtherLines.of(details, invoices.allLines(view))));
  }

  /** Shows an invoice and asks what to do until the person decides or leaves. */
  Ending decide(InvoiceView found) throws InvoiceClientException {
    try {
      return ask(found);
    } catch (EndOfInput e) {
      return Ending.QUIT;
    }
  }

  private Ending ask(InvoiceView found) throws InvoiceClientException, EndOfInput {
    InvoiceView shown = found;
    print(shown);
    while (true) {
      Optional<DecisionOutcome> obstacle = DecisionOutcome.obstacle(Optional.of(shown));
      obstacle.map(InvoiceDesk::whyNot).ifPresent(terminal::say);
      boolean isOpen = obstacle.isEmpty();
      switch (command(isOpen ? "a approve, r reject, b back, q quit:" : "b back, q quit:")) {
        case "a" -> shown = isOpen ? decide(DecisionKind.APPROVAL, shown) : shown;
        case "r" -> shown = isOpen ? decide(DecisionKind.REJECTION, shown) : shown;
        case "b" -> {
          return Ending.BACK;
        }
        case "q" -> {
          return Ending.QUIT;
        }
        default -> terminal.say("Please type one of these letters.");
      }
      if (decided.isPresent()) {
        return Ending.DECIDED;
      }
    }
  }

  /** What the invoice itself does not say on the screen already. */
  private static String whyNot(DecisionOutcome obstacle) {
    return obstacle instanceof DecisionOutcome.NotAwaited
        ? "It awaits no decision."
        : "No decision about it can be made here.";
  }

  /**
   * @return the invoice as it is now on the screen
   */
  private InvoiceView decide(DecisionKind kind, InvoiceView shown)
      throws InvoiceClientException, EndOfInput {
    InvoiceSnapshot details = shown.snapshot().orElseThrow();
    boolean needsAcknowledgement = kind.approves() && details.isPossibleDuplicate();
    if (needsAcknowledgement && !isYes(duplicateQuestion())) {
      terminal.say(NOTHING_SENT);
      return shown;
    }
    String note = note();
    if (!isYes(confirmation(kind, details))) {
      terminal.say(NOTHING_SENT);
      return shown;
    }
    DecisionSignal signal =
        Caller.atTerminal()
            .decides(DecisionMethod.TERMINAL, note, shown.snapshot(), needsAcknowledgement);
    DecisionOutcome outcome = invoices.decide(id, kind.approves(), signal);
    return after(outcome.accept(wording(kind, shown, needsAcknowledgement)), shown);
  }

  /**
   * Says what came of a decision.
   *
   * @return the invoice as it is now on the screen; where it awaits a decision, printed whole
   */
  private InvoiceView after(Said said, InvoiceView shown) {
    terminal.say(said.message());
    if (!said.hint().isEmpty()) {
      terminal.say(said.hint());
    }
    Optional<InvoiceView> now = said.view().map(invoices::asSeenNow);
    if (said.next() == Next.ANEW) {
      return anew(now.orElseThrow(), shown);
    }
    now.ifPresent(view -> terminal.say("Status: " + InvoiceText.status(view)));
    now.flatMap(InvoiceView::decision)
        .ifPresent(counted -> terminal.say("Decision: " + counted.sentence()));
    if (said.next() == Next.DECIDED) {
      decided = Optional.of(shown);
    }
    return now.filter(view -> DecisionOutcome.obstacle(now).isPresent()).orElse(shown);
  }

  /** The decision does not count, because the person has not seen what the invoice is now. */
  private InvoiceView anew(InvoiceView now, InvoiceView before) {
    before
        .snapshot()
        .map(seen -> InvoiceText.contentShown(seen, now.snapshot()))
        .filter(change -> isContentOther(before, now))
        .ifPresent(terminal::say);
    terminal.say("This is the invoice as it is now. Decide again.");
    terminal.gap();
    print(now);
    return now;
  }

  private static boolean isContentOther(InvoiceView before, InvoiceView now) {
    return !before
        .snapshot()
        .map(InvoiceSnapshot::digest)
        .equals(now.snapshot().map(InvoiceSnapshot::digest));
  }

  private DeskWording wording(DecisionKind kind, InvoiceView shown, boolean acknowledged) {
    return new DeskWording(
        id, new DecisionWording(kind, id, shown.snapshot(), acknowledged, invoices::findSimilar));
  }

  private String duplicateQuestion() {
    return "Invoice %s may be a duplicate, see its warning. Is it another invoice, to be paid as well? yes/no"
        .formatted(Quote.word(id));
  }

  private String confirmation(DecisionKind kind, InvoiceSnapshot details) {
    return "%s %s over %s%s? yes/no"
        .formatted(
            kind.approves() ? "Approve" : "Reject",
            Quote.word(id),
            details.totalAmount(),
            details.linesPaid() > 0
                ? ", of which %s is paid already".formatted(details.paidAmount())
                : "");
  }

  private String note() throws EndOfInput {
    while (true) {
      String note = CleanText.of(answer("Note, or only Enter for none:"));
      Optional<String> problem = SafeText.problem(note, DecisionSignal.MAX_NOTE_LENGTH);
      if (problem.isEmpty()) {
        return note;
      }
      terminal.say("The note %s.".formatted(problem.get()));
    }
  }

  private boolean isYes(String question) throws EndOfInput {
    while (true) {
      String answer = command(question);
      if (answer.equals("yes") || answer.equals("no")) {
        return answer.equals("yes");
      }
      terminal.say("Please type the whole word yes, or no.");
    }
  }

  private String command(String question) throws EndOfInput {
    return answer(question).toLowerCase(Locale.ROOT);
  }

  private String answer(String question) throws EndOfInput {
    return terminal.ask(question).orElseThrow(EndOfInput::new);
  }
}
