package dev.invoices.client;

import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.record.DeadlineCalls;
import dev.invoices.client.record.Ending;
import dev.invoices.client.record.Ending.How;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.InvoiceHistory;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.PendingPayment;
import dev.invoices.client.record.RecordedInvoice;
import dev.invoices.invoice.Decision;
import dev.invoices.invoice.InvoiceResult;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.text.SafeText;
import io.temporal.client.WorkflowClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds an invoice: what a worker says of it, what Temporal describes where that is not all, and
 * the history where those two are not enough.
 */
final class InvoiceLookup {

  private static final int MAX_FAILURE_LENGTH = 600;

  private final DeadlineCalls calls;
  private final WorkflowClient client;
  private final WorkerQueries workers;

  InvoiceLookup(DeadlineCalls calls) {
    this.calls = calls;
    this.client = calls.connection().client();
    this.workers = new WorkerQueries(calls);
  }

  /**
   * The invoice as it is now. Our worker knows most of it; Temporal is asked for the rest.
   *
   * @return empty when there is none under this id
   */
  Optional<InvoiceView> find(String invoiceId) throws InvoiceClientException {
    InvoiceRun latest = InvoiceRun.latest(invoiceId);
    Optional<WorkerQueries.Answer> answer =
        workers.askLive(latest.stub(calls.connection().liveClient()));
    if (answer.isEmpty()) {
      Optional<RecordedInvoice> recorded = describe(invoiceId);
      return recorded.isPresent() ? Optional.of(find(recorded.get())) : Optional.empty();
    }
    Optional<InvoiceSnapshot> whole =
        answer.get().snapshot().filter(said -> InvoiceView.isWhole(said, invoiceId));
    return whole.isPresent()
        ? Optional.of(InvoiceView.reported(latest, whole.get()))
        : find(invoiceId, answer.get());
  }

  /** The invoice as Temporal describes it, when the worker's answer is known already. */
  Optional<InvoiceView> find(String invoiceId, WorkerQueries.Answer answer)
      throws InvoiceClientException {
    Optional<RecordedInvoice> recorded = describe(invoiceId);
    if (recorded.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        answer.agreesWith(recorded.get()) ? view(recorded.get(), answer) : find(recorded.get()));
  }

  /** The invoice as a description, which may be a moment old, and now a worker have it. */
  InvoiceView find(RecordedInvoice recorded) throws InvoiceClientException {
    return recorded.isAnswerable()
        ? view(recorded, ask(recorded.run()))
        : view(recorded, WorkerQueries.Answer.NONE);
  }

  /** What the worker of a run says. */
  WorkerQueries.Answer ask(InvoiceRun run) throws InvoiceClientException {
    return workers.ask(run.stub(client));
  }

  /**
   * What Temporal says about the latest run.
   *
   * @return empty when there is none under this id
   * @throws InvoiceClientException also when the workflow under this id is of another type
   */
  Optional<RecordedInvoice> describe(String invoiceId) throws InvoiceClientException {
    return RecordedInvoice.latest(invoiceId, calls);
  }

  /** The history of a run. */
  InvoiceHistory history(InvoiceRun run) {
    return new InvoiceHistory(calls, run);
  }

  /** What is known of a run, from the two that were asked. */
  InvoiceView view(RecordedInvoice recorded, WorkerQueries.Answer answer)
      throws InvoiceClientException {
    InvoiceHistory history = history(recorded.run());
    Optional<InvoiceSnapshot> snapshot =
        answer.source() == Source.RECORD ? recordedSnapshot(recorded, history) : answer.snapshot();
    List<PendingPayment> payments = recorded.pendingPayments();
    return new InvoiceView(
        recorded.run(),
        recorded.isOpen(),
        status(recorded, answer, snapshot, history),
        recorded.statusOfTemporal().isPresent() ? Optional.empty() : answer.foreignStatus(),
        snapshot.map(known -> withPayments(known, payments)),
        answer.source(),
        decision(recorded, answer, snapshot, history),
        payments,
        recorded.resumeCommand(),
        recorded.isCancelRequested(),
        recorded.isOpen() ? Optional.empty() : Optional.of(ending(recorded, snapshot, history)));
  }

  /**
   * The memo, if a worker keeps it or none has seen the run yet. One that was read before the
   * worker's first task is read again.
   */
  private Optional<InvoiceSnapshot> recordedSnapshot(
      RecordedInvoice recorded, InvoiceHistory history) throws InvoiceClientException {
    if (recorded.keptMemo().isPresent() || history.isUnseen()) {
      return recorded.memo();
    }
    return recorded.readAgain(calls).keptMemo();
  }

  private static InvoiceStatus status(
      RecordedInvoice recorded,
      WorkerQueries.Answer answer,
      Optional<InvoiceSnapshot> snapshot,
      InvoiceHistory history)
      throws InvoiceClientException {
    if (recorded.statusOfTemporal().isPresent()) {
      return recorded.statusOfTemporal().get();
    }
    if (snapshot.isPresent()) {
      return snapshot.get().status();
    }
    return answer.source() == Source.RECORD ? recordedStatus(history) : InvoiceStatus.UNKNOWN;
  }

  /** All that is certain about an invoice of a foreign worker while that one does not answer. */
  private static InvoiceStatus recordedStatus(InvoiceHistory history)
      throws InvoiceClientException {
    String result = history.result();
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
  }

  private static Optional<Decision> decision(
      RecordedInvoice recorded,
      WorkerQueries.Answer answer,
      Optional<InvoiceSnapshot> snapshot,
      InvoiceHistory history)
      throws InvoiceClientException {
    if (snapshot.isEmpty()) {
      return history.firstDecision();
    }
    InvoiceSnapshot known = snapshot.get();
    return known.status().awaitsDecision() && answer.source() == Source.RECORD
        ? history.firstUnseenDecision(
            (approved, signal) -> known.objectionTo(approved, signal).isEmpty())
        : InvoiceView.decisionOnLastQuestion(known);
  }

  /** The workflow learns of attempts when they are over; until then only Temporal knows them. */
  private static InvoiceSnapshot withPayments(
      InvoiceSnapshot snapshot, List<PendingPayment> payments) {
    Map<Integer, PendingPayment> retried =
        payments.stream()
            .filter(PendingPayment::isRetried)
            .collect(Collectors.toMap(PendingPayment::line, payment -> payment, (a, b) -> a));
    return snapshot.withLines(
        snapshot.lines().stream()
            .map(line -> withRetry(line, retried.get(snapshot.paymentOf(line))))
            .toList());
  }

  private static LineSnapshot withRetry(LineSnapshot line, PendingPayment retried) {
    return retried != null && line.state() == LineState.PAYING
        ? line.retried(retried.failedAttempts(), retried.lastError())
        : line;
  }

  /** At the time that the worker gives, so that every result gives the same one. */
  private static Ending ending(
      RecordedInvoice recorded, Optional<InvoiceSnapshot> snapshot, InvoiceHistory history)
      throws InvoiceClientException {
    String failure =
        recorded.how() == How.FAILED ? SafeText.of(history.failure(), MAX_FAILURE_LENGTH) : "";
    Instant at = snapshot.flatMap(InvoiceSnapshot::endedAt).orElseGet(recorded::closedAt);
    return new Ending(recorded.how(), failure, at);
  }
}
