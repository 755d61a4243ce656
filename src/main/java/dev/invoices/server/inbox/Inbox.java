package dev.invoices.server.inbox;

import dev.invoices.client.InvoiceView;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.OpenInvoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.server.tools.wording.ListedInvoice;
import dev.invoices.text.Quote;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The invoices that wait for a decision, the soonest deadline first. A person opens one, decides
 * about it, and is shown the next.
 */
final class Inbox {

  /** How many a person chooses from; the others follow when these are decided. */
  static final int MAX_LISTED = 20;

  private static final String NOTHING_WAITS = "No invoice waits for a decision.";
  private static final String CANNOT_LIST =
      "This Temporal cannot list invoices. Open one by its id: --inbox ID";

  private final Invoices invoices;
  private final Terminal terminal;

  /** The list may be seconds old, so that it still has what was just decided here. */
  private final Set<Question> decided = new HashSet<>();

  Inbox(Invoices invoices, Terminal terminal) {
    this.invoices = invoices;
    this.terminal = terminal;
  }

  /** One question to a person: the run of an invoice's workflow, and the number that it gave it. */
  private record Question(Optional<String> runId, int number) {

    static Question of(InvoiceView view) {
      return of(view.run().runId(), view.snapshot());
    }

    static Question of(OpenInvoice listed) {
      return of(listed.run().runId(), listed.snapshot());
    }

    private static Question of(Optional<String> runId, Optional<InvoiceSnapshot> said) {
      return new Question(runId, said.map(InvoiceSnapshot::question).orElse(0));
    }
  }

  /** Prints the list. */
  void print() throws InvoiceClientException, InboxException {
    list(waiting().orElseThrow(() -> new InboxException(CANNOT_LIST)), Integer.MAX_VALUE);
  }

  /** Prints one invoice whole. */
  void print(String id) throws InvoiceClientException, InboxException {
    new InvoiceDesk(invoices, terminal, id).print(find(id));
  }

  /** Lets a person choose from the list until they quit, or until none is left. */
  void browse() throws InvoiceClientException, InboxException {
    browse(waiting().orElseThrow(() -> new InboxException(CANNOT_LIST)));
  }

  /** Opens one invoice at once; the list follows, where there is one. */
  void browse(String id) throws InvoiceClientException, InboxException {
    if (open(id, find(id)) == InvoiceDesk.Ending.QUIT) {
      return;
    }
    Optional<Waiting> others = waiting();
    if (others.isPresent()) {
      browse(others.get());
    }
  }

  private void browse(Waiting first) throws InvoiceClientException, InboxException {
    Optional<Waiting> waiting = Optional.of(first);
    while (waiting.isPresent()) {
      terminal.gap();
      list(waiting.get(), MAX_LISTED);
      OptionalInt chosen = choose(Math.min(waiting.get().invoices().size(), MAX_LISTED));
      if (chosen.isEmpty() || !openFrom(waiting.get().invoices(), chosen.getAsInt())) {
        return;
      }
      waiting = waiting();
    }
  }

  /**
   * The invoices to decide about.
   *
   * @param invoices the soonest deadline first
   * @param isComplete whether they are all that wait
   */
  private record Waiting(List<OpenInvoice> invoices, boolean isComplete) {}

  private Optional<Waiting> waiting() throws InvoiceClientException {
    return invoices
        .open()
        .map(
            open ->
                new Waiting(
                    open.read().stream()
                        .filter(invoice -> invoice.status().awaitsDecision())
                        .filter(invoice -> !decided.contains(Question.of(invoice)))
                        .toList(),
                    open.isComplete()));
  }

  private void list(Waiting waiting, int limit) {
    List<OpenInvoice> all = waiting.invoices();
    terminal.say(headline(all.size(), waiting.isComplete()));
    for (int at = 0; at < Math.min(limit, all.size()); at++) {
      terminal.say(ListedInvoice.of(all.get(at)).lines((at + 1) + "."));
    }
    if (all.size() > limit) {
      terminal.say("and %,d more, listed when these are decided".formatted(all.size() - limit));
    }
  }

  private static String headline(int count, boolean isComplete) {
    if (count == 0 && isComplete) {
      return NOTHING_WAITS;
    }
    return "%s%,d %s for a decision, the soonest deadline first.%s"
        .formatted(
            isComplete ? "" : "At least ",
            count,
            count == 1 ? "invoice waits" : "invoices wait",
            isComplete ? "" : " Only the newest invoices were read.");
  }

  /**
   * @return which one, from 0; empty to quit
   */
  private OptionalInt choose(int count) throws InvoiceClientException {
    if (count == 0) {
      return OptionalInt.empty();
    }
    String question =
        count == 1
            ? "Type 1 to open it, or q to quit:"
            : "Type a number from 1 to %d to open one, or q to quit:".formatted(count);
    Optional<String> typed = terminal.ask(question);
    while (typed.isPresent() && !typed.get().equalsIgnoreCase("q")) {
      OptionalInt number = number(typed.get(), count);
      if (number.isPresent()) {
        return number;
      }
      typed = terminal.ask(question);
    }
    return OptionalInt.empty();
  }

  private static OptionalInt number(String typed, int count) {
    boolean isNumber = typed.matches("[0-9]{1,4}");
    int number = isNumber ? Integer.parseInt(typed) : 0;
    return number >= 1 && number <= count ? OptionalInt.of(number - 1) : OptionalInt.empty();
  }

  /**
   * Opens one invoice after the other, from the chosen one on.
   *
   * @return false when the person quits
   */
  private boolean openFrom(List<OpenInvoice> listed, int chosen)
      throws InvoiceClientException, InboxException {
    InvoiceDesk.Ending ending = InvoiceDesk.Ending.DECIDED;
    for (int at = chosen; at < listed.size() && ending == InvoiceDesk.Ending.DECIDED; at++) {
      String id = listed.get(at).id();
      ending = open(id, find(id));
    }
    return ending != InvoiceDesk.Ending.QUIT;
  }

  private InvoiceDesk.Ending open(String id, InvoiceView found) throws InvoiceClientException {
    terminal.gap();
    InvoiceDesk desk = new InvoiceDesk(invoices, terminal, id);
    InvoiceDesk.Ending ending = desk.decide(found);
    desk.decided().map(Question::of).ifPresent(decided::add);
    return ending;
  }

  private InvoiceView find(String id) throws InvoiceClientException, InboxException {
    Optional<InvoiceView> found = invoices.find(id);
    if (found.isEmpty()) {
      throw new InboxException(notFound(id));
    }
    return found.get();
  }

  private String notFound(String id) {
    List<String> similar = invoices.findSimilar(id);
    return "Temporal knows no invoice %s.%s"
        .formatted(
            Quote.word(id),
            similar.isEmpty()
                ? " It keeps closed invoices for its retention only, so it may have been paid and forgotten."
                : " Open with a similar id: "
                    + similar.stream().map(Quote::word).collect(Collectors.joining(", ")));
  }
}
