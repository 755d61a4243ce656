package dev.invoices.client;

import dev.invoices.client.record.Ending;
import dev.invoices.client.record.Ending.How;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.PendingPayment;
import dev.invoices.client.record.ResumeCommand;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.Money;
import dev.invoices.invoice.decision.Decision;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * An invoice as it can be seen from outside at one moment.
 *
 * @param run the workflow run that was looked at
 * @param open whether its workflow has not ended
 * @param status where it stands; {@link InvoiceStatus#UNKNOWN} when a foreign worker runs it
 * @param foreignStatus what a foreign worker calls the status, in its own words
 * @param snapshot from the worker, or from the memo when no worker answers; empty when a foreign
 *     worker runs it
 * @param source who reported it
 * @param decision what was decided on the question that is (or was last) open; possibly no worker
 *     has seen it yet
 * @param payments the payments that failed and will be tried again, or are paused
 * @param resumeCommand what an operator enters to resume the workflow; empty unless it is paused
 * @param cancelRequested whether the cancellation of an open workflow was requested
 * @param failing that a worker cannot process the workflow; only where no worker answered
 * @param ending how a closed workflow ended; empty while it is open, and of one that is elsewhere
 * @param caveat what keeps the record from telling the content of the invoice
 * @param elsewhere where its workflow is, if it is not on the task queue of this server
 * @param partial whether Temporal did not give all that it has of the invoice, so that something
 *     may be missing
 */
public record InvoiceView(
    InvoiceRun run,
    boolean open,
    InvoiceStatus status,
    Optional<String> foreignStatus,
    Optional<InvoiceSnapshot> snapshot,
    Source source,
    Optional<Decision> decision,
    List<PendingPayment> payments,
    Optional<ResumeCommand> resumeCommand,
    boolean cancelRequested,
    Optional<Failing> failing,
    Optional<Ending> ending,
    Optional<Caveat> caveat,
    Optional<Elsewhere> elsewhere,
    boolean partial) {

  /**
   * What to know about the content that Temporal's record has. Only what was submitted is the
   * invoice, and that stands in the first event of the history; a memo is what its writer says.
   */
  public enum Caveat {
    /** The memo says otherwise than what was submitted, and is not shown. */
    MEMO_DIFFERS(
        "The memo of its workflow says otherwise than what was submitted; it is not shown."),
    /** What was submitted is not a valid invoice. */
    NO_INVOICE(
        "What was submitted is not a valid invoice. A worker will refuse it, and nothing is paid."),
    /** The history could not be read. */
    UNREADABLE(
        "Temporal did not send the history in time, so what was submitted is not shown. Ask for the status again.");

    private final String text;

    Caveat(String text) {
      this.text = text;
    }

    /** The same for people. */
    public String text() {
      return text;
    }
  }

  /**
   * A workflow on a task queue of which this server knows nothing: what its worker says is not this
   * product's word.
   *
   * @param taskQueue the queue, cleaned
   * @param says what its worker calls the status, cleaned; empty when it did not answer
   */
  public record Elsewhere(String taskQueue, Optional<String> says) {}

  /**
   * A workflow that a worker cannot process.
   *
   * @param attempts how often it has failed since it last succeeded
   * @param reason what the worker, which may be a stranger's, gave as the reason, cleaned; blank
   *     when it gave none
   */
  public record Failing(int attempts, String reason) {}

  /**
   * What a list shows of an invoice: who is to be paid how much.
   *
   * @param vendor as the memo says
   * @param total as the memo says
   */
  public record Listed(String vendor, Money total) {

    /** The same of a memo. */
    public static Listed of(InvoiceSnapshot memo) {
      return new Listed(memo.vendor(), memo.totalAmount());
    }
  }

  /** Who reported it. */
  public enum Source {
    /** Our worker. */
    WORKER,
    /** A worker that answers {@code get_status} only, such as the tutorial's. */
    FOREIGN_WORKER,
    /** Temporal's record; no worker answered. */
    RECORD
  }

  /** What our worker has just said of a run that it has read. */
  static InvoiceView reported(InvoiceRun run, InvoiceSnapshot said) {
    return of(run, said, Source.WORKER, false);
  }

  /** What our worker has just said of a run, when Temporal did not give what else it has. */
  static InvoiceView reportedAlone(InvoiceRun run, InvoiceSnapshot said) {
    return of(run, said, Source.WORKER, true);
  }

  /** What this server submitted a moment ago, when nothing of it could be read back. */
  static InvoiceView submitted(InvoiceRun run, Invoice invoice) {
    return of(
        run,
        InvoiceSnapshot.submitted(invoice, InvoiceSnapshot.UNKNOWN_START),
        Source.RECORD,
        true);
  }

  private static InvoiceView of(
      InvoiceRun run, InvoiceSnapshot said, Source source, boolean isPartial) {
    boolean open = said.status().mayStillPay();
    How how = said.status() == InvoiceStatus.CANCELLED ? How.CANCELLED : How.COMPLETED;
    return new InvoiceView(
        run,
        open,
        said.status(),
        Optional.empty(),
        Optional.of(said),
        source,
        decisionOnLastQuestion(said),
        List.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        said.endedAt().map(at -> new Ending(how, "", at)),
        Optional.empty(),
        Optional.empty(),
        isPartial);
  }

  /** What is known of a run on another task queue. */
  static InvoiceView elsewhere(InvoiceRun run, boolean open, Elsewhere where) {
    return new InvoiceView(
        run,
        open,
        InvoiceStatus.ELSEWHERE,
        Optional.empty(),
        Optional.empty(),
        where.says().isPresent() ? Source.FOREIGN_WORKER : Source.RECORD,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(where),
        false);
  }

  /** The decision on the last question; empty while that one is open. */
  static Optional<Decision> decisionOnLastQuestion(InvoiceSnapshot snapshot) {
    return snapshot.status().awaitsDecision() ? Optional.empty() : snapshot.decision();
  }

  /**
   * Whether Temporal said no more than that it is open: neither a worker nor the history tells what
   * was submitted.
   */
  boolean isUnread() {
    return open
        && status == InvoiceStatus.UNKNOWN
        && caveat.filter(Caveat.UNREADABLE::equals).isPresent();
  }

  /** The same as it is seen on a day, on which its due date may have passed. */
  InvoiceView seenOn(LocalDate day) {
    return with(snapshot.map(said -> said.seenOn(day)));
  }

  /** The same with other warnings. */
  InvoiceView withWarnings(List<InvoiceWarning> warnings) {
    return with(snapshot.map(said -> said.withWarnings(warnings)));
  }

  private InvoiceView with(Optional<InvoiceSnapshot> otherSnapshot) {
    return new InvoiceView(
        run,
        open,
        status,
        foreignStatus,
        otherSnapshot,
        source,
        decision,
        payments,
        resumeCommand,
        cancelRequested,
        failing,
        ending,
        caveat,
        elsewhere,
        partial);
  }

  /**
   * The digest of what was submitted, from our worker or from the first event of the history; empty
   * where nothing but a memo says it.
   */
  Optional<String> contentDigest() {
    return snapshot
        .filter(known -> source == Source.WORKER || known.status() == InvoiceStatus.PROCESSING)
        .map(InvoiceSnapshot::digest)
        .filter(digest -> !digest.isEmpty());
  }

  /**
   * Whether nothing is known that contradicts what a list, which has only memos, showed of who is
   * paid how much.
   */
  boolean isAsListed(Listed listed) {
    return snapshot
        .map(
            known ->
                known.vendor().equals(listed.vendor())
                    && known.totalAmount().isSameAs(listed.total()))
        .orElse(true);
  }

  /** What our worker says of it now that it has ended, which never changes; empty until then. */
  Optional<InvoiceSnapshot> lastWords() {
    return open || source != Source.WORKER
        ? Optional.empty()
        : snapshot.filter(said -> said.endedAt().isPresent());
  }

  /** Whether no worker answered that could have. */
  public boolean isSilent() {
    return open && source == Source.RECORD && resumeCommand.isEmpty() && elsewhere.isEmpty();
  }

  /** The status in words, a foreign worker's own words included. */
  public String statusText() {
    return foreignStatus.orElseGet(status::text);
  }

  /**
   * Whether an approval or rejection sent now would count. A foreign worker's words are not
   * interpreted: what is known of its invoice is whether a decision was sent.
   */
  public boolean awaitsDecision() {
    return open
        && elsewhere.isEmpty()
        && decision.isEmpty()
        && snapshot.map(known -> known.status().awaitsDecision()).orElse(true);
  }
}
