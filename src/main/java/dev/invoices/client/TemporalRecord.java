package dev.invoices.client;

import dev.invoices.client.InvoiceView.Caveat;
import dev.invoices.client.InvoiceView.Failing;
import dev.invoices.client.record.DeadlineCalls;
import dev.invoices.client.record.Ending;
import dev.invoices.client.record.Ending.How;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.InvoiceHistory;
import dev.invoices.client.record.RecordedInvoice;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceResult;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.text.NameKey;
import dev.invoices.text.SafeText;
import dev.invoices.workflow.display.InvoiceMemo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Temporal's record of a run proves: its description, and its history where that is not
 * enough. What the history does not tell, because Temporal does not send it in time, stays unknown.
 */
final class TemporalRecord {

  private static final int MAX_FAILURE_LENGTH = 600;
  private static final String UNREAD_FAILURE = "its reason could not be read";

  /** The memo has the time of the client, the run that of Temporal. */
  private static final String SUBMITTED_AT = "submitted_at";

  private final DeadlineCalls calls;
  private final RecordedInvoice recorded;
  private final InvoiceHistory history;

  TemporalRecord(DeadlineCalls calls, RecordedInvoice recorded) {
    this.calls = calls;
    this.recorded = recorded;
    this.history = new InvoiceHistory(calls, recorded.run());
  }

  /** Whether what was asked so far may have another answer, because Temporal did not send all. */
  boolean isPartial() {
    return history.isCut();
  }

  /**
   * The invoice as far as it is certain.
   *
   * @param caveat what to know about it
   */
  record Content(Optional<InvoiceSnapshot> snapshot, Optional<Caveat> caveat) {

    /** What our worker says. */
    static Content of(Optional<InvoiceSnapshot> said) {
      return new Content(said, Optional.empty());
    }

    static Content hidden(Caveat caveat) {
      return new Content(Optional.empty(), Optional.of(caveat));
    }
  }

  /**
   * What the invoice says, without a worker. Until a worker has taken it up, that is what was
   * submitted. After that it is the memo, if the worker keeps one; it must be about what was
   * submitted.
   */
  Content content() {
    try {
      Optional<Invoice> submitted = history.submitted();
      if (submitted.isEmpty() && history.isCut()) {
        return Content.hidden(Caveat.UNREADABLE);
      }
      return history.isUnseen()
          ? submitted.map(this::untouched).orElseGet(() -> Content.hidden(Caveat.NO_INVOICE))
          : kept(submitted);
    } catch (InvoiceClientException e) {
      return Content.hidden(Caveat.UNREADABLE);
    }
  }

  /** Dated as its worker will: in milliseconds. */
  private InvoiceSnapshot known(Invoice submitted) {
    return InvoiceSnapshot.submitted(
        submitted, recorded.startedAt().truncatedTo(ChronoUnit.MILLIS));
  }

  private Content untouched(Invoice submitted) {
    InvoiceSnapshot known = known(submitted);
    boolean differs = recorded.memo().filter(memo -> !isMemoOf(memo, known)).isPresent();
    return new Content(
        Optional.of(recorded.isFirstRun() ? known : known.withLines(List.of())),
        differs ? Optional.of(Caveat.MEMO_DIFFERS) : Optional.empty());
  }

  /** The memo of a description that came before its worker's first task is read again. */
  private Content kept(Optional<Invoice> submitted) throws InvoiceClientException {
    if (recorded.keptMemo().isEmpty() && history.isCut()) {
      return Content.hidden(Caveat.UNREADABLE);
    }
    Optional<InvoiceSnapshot> memo =
        recorded.keptMemo().isPresent()
            ? recorded.keptMemo()
            : recorded.readAgain(calls).keptMemo();
    Optional<InvoiceSnapshot> known = submitted.map(this::known);
    if (memo.isEmpty() || known.isEmpty()) {
      return Content.of(memo);
    }
    return asksTheSame(memo.get(), known.get())
        ? Content.of(Optional.of(withLines(memo.get(), known.get())))
        : Content.hidden(Caveat.MEMO_DIFFERS);
  }

  /**
   * A memo has no lines. While the first decision is awaited, they are those of the submission, and
   * none is paid; but after a reset some may be.
   */
  private InvoiceSnapshot withLines(InvoiceSnapshot memo, InvoiceSnapshot submitted) {
    boolean isUntouched =
        recorded.isOpen()
            && recorded.isFirstRun()
            && memo.status() == InvoiceStatus.AWAITING_APPROVAL
            && memo.linesPaid() == 0
            && memo.linesDeclined() == 0;
    return isUntouched && memo.digest().equals(submitted.digest())
        ? memo.withLines(submitted.lines())
        : memo;
  }

  /** Whether a memo is the one with which an invoice is submitted, at whatever time. */
  private static boolean isMemoOf(InvoiceSnapshot memo, InvoiceSnapshot submitted) {
    Map<String, Object> expected = new HashMap<>(InvoiceMemo.of(submitted));
    Map<String, Object> found = new HashMap<>(InvoiceMemo.of(memo));
    expected.remove(SUBMITTED_AT);
    found.remove(SUBMITTED_AT);
    return found.equals(expected);
  }

  /**
   * Whether a worker's memo asks to pay the same as what was submitted. Only that is compared: a
   * worker of an earlier version may have read the rest otherwise.
   */
  private static boolean asksTheSame(InvoiceSnapshot memo, InvoiceSnapshot submitted) {
    return NameKey.of(memo.vendor()).equals(NameKey.of(submitted.vendor()))
        && memo.currency().equals(submitted.currency())
        && memo.total().compareTo(submitted.total()) == 0
        && memo.lineCount() == submitted.lineCount();
  }

  /** All that is certain about an invoice of which neither a worker nor a memo tells the status. */
  InvoiceStatus status() {
    try {
      String result = recorded.isOpen() ? "" : history.result();
      if (history.isUnseen()) {
        return InvoiceStatus.PROCESSING;
      }
      if (result.equals(InvoiceResult.COMPLETED.name())) {
        return InvoiceStatus.COMPLETED;
      }
      if (result.equals(InvoiceResult.REJECTED.name())) {
        return history.firstDecision().isPresent()
            ? InvoiceStatus.REJECTED
            : InvoiceStatus.APPROVAL_TIMEOUT;
      }
      return InvoiceStatus.UNKNOWN;
    } catch (InvoiceClientException e) {
      return InvoiceStatus.UNKNOWN;
    }
  }

  /** The first decision that was sent, whether or not a worker has seen it. */
  Optional<Decision> firstDecision() {
    try {
      return history.firstDecision();
    } catch (InvoiceClientException e) {
      return Optional.empty();
    }
  }

  /** The first decision that no worker has seen yet and that will count for this invoice. */
  Optional<Decision> unseenDecision(InvoiceSnapshot known) {
    try {
      return history
          .firstUnseenDecision((approved, signal) -> known.objectionTo(approved, signal).isEmpty())
          .map(sent -> sent.about(known.isPossibleDuplicate()));
    } catch (InvoiceClientException e) {
      return Optional.empty();
    }
  }

  /** That a worker cannot process the open run; empty if none has reported that. */
  Optional<Failing> failing() {
    if (recorded.failedAttempts() == 0) {
      return Optional.empty();
    }
    try {
      return history
          .failedBecause()
          .map(said -> SafeText.of(said, MAX_FAILURE_LENGTH))
          .map(reason -> new Failing(recorded.failedAttempts(), reason));
    } catch (InvoiceClientException e) {
      return Optional.empty();
    }
  }

  /** How a closed run ended; at the time that the worker gives, so that every result gives one. */
  Ending ending(Optional<InvoiceSnapshot> snapshot) {
    Instant at = snapshot.flatMap(InvoiceSnapshot::endedAt).orElseGet(recorded::closedAt);
    return switch (recorded.how()) {
      case COMPLETED, CANCELLED -> new Ending(recorded.how(), "", at);
      case FAILED, TERMINATED, TIMED_OUT ->
          new Ending(recorded.how(), failure(), at, paymentsInFlight(), history.isResetUnasked());
    };
  }

  private String failure() {
    if (recorded.how() != How.FAILED) {
      return "";
    }
    try {
      return history
          .failure()
          .map(reason -> SafeText.of(reason, MAX_FAILURE_LENGTH))
          .orElse(UNREAD_FAILURE);
    } catch (InvoiceClientException e) {
      return UNREAD_FAILURE;
    }
  }

  private Optional<List<Integer>> paymentsInFlight() {
    try {
      return history.paymentsInFlight();
    } catch (InvoiceClientException e) {
      return Optional.empty();
    }
  }
}
