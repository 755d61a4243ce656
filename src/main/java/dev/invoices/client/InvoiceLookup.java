package dev.invoices.client;

import dev.invoices.client.InvoiceView.Elsewhere;
import dev.invoices.client.InvoiceView.Source;
import dev.invoices.client.TemporalRecord.Content;
import dev.invoices.client.record.DeadlineCalls;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.InvoiceClientException.Reason;
import dev.invoices.client.record.InvoiceHistory;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.PendingPayment;
import dev.invoices.client.record.RecordedInvoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.text.SafeText;
import dev.invoices.workflow.InvoiceWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds an invoice: what a worker says of it, what Temporal describes where that is not all, and
 * the history where those two are not enough.
 */
final class InvoiceLookup {

  private static final int MAX_QUEUE_LENGTH = 200;

  private final DeadlineCalls calls;
  private final KnownRuns runs;
  private final String taskQueue;
  private final WorkflowClient client;
  private final WorkerQueries workers;

  /**
   * @param runs what the server has learned of runs in earlier requests
   */
  InvoiceLookup(DeadlineCalls calls, KnownRuns runs) {
    this.calls = calls;
    this.runs = runs;
    this.taskQueue = calls.connection().taskQueue(InvoiceWorkflow.TASK_QUEUE);
    this.client = calls.connection().client();
    this.workers = new WorkerQueries(calls);
  }

  /**
   * The invoice as it is now. Our worker knows most of it; Temporal is asked for the rest, and
   * first of all where it is not known yet on which task queue the invoice is.
   *
   * @return empty when there is none under this id
   */
  Optional<InvoiceView> find(String invoiceId) throws InvoiceClientException {
    Optional<KnownRuns.Known> known = runs.of(invoiceId);
    return known.isPresent() ? find(known.get()) : findUnknown(invoiceId);
  }

  private Optional<InvoiceView> findUnknown(String invoiceId) throws InvoiceClientException {
    Optional<RecordedInvoice> recorded = describe(invoiceId);
    return recorded.isPresent() ? Optional.of(find(recorded.get())) : Optional.empty();
  }

  /**
   * Asks exactly the known run while it is open. One that has ended may have a successor, of whom
   * nothing is known: there the latest run is asked, and believed if it says what the ended one
   * does.
   */
  private Optional<InvoiceView> find(KnownRuns.Known known) throws InvoiceClientException {
    InvoiceRun run = known.run();
    InvoiceRun asked = known.hasEnded() ? InvoiceRun.latest(run.invoiceId()) : run;
    Optional<WorkerQueries.Answer> answer =
        workers.askLive(asked.stub(calls.connection().liveClient()));
    if (answer.isEmpty()) {
      return findUnknown(run.invoiceId());
    }
    Optional<InvoiceSnapshot> whole =
        answer
            .get()
            .snapshot()
            .filter(said -> said.id().equals(run.invoiceId()))
            .filter(said -> isWhole(said, known));
    if (whole.isPresent()) {
      return Optional.of(remembered(InvoiceView.reported(run, whole.get())));
    }
    return known.hasEnded() ? findUnknown(run.invoiceId()) : find(run, answer.get());
  }

  /**
   * Whether what our worker said of a run is all there is to know. Of an invalid invoice, Temporal
   * keeps the reason. While lines are paid, it knows which payments are retried, and whether a
   * cancellation was requested.
   */
  private boolean isWhole(InvoiceSnapshot said, KnownRuns.Known known) {
    if (said.status() == InvoiceStatus.INVALID) {
      return false;
    }
    if (known.hasEnded()) {
      return known.endedWith(said);
    }
    return said.endedAt().isPresent() ? runs.isJustDecided(known) : isWaiting(said);
  }

  private static boolean isWaiting(InvoiceSnapshot said) {
    return said.status() == InvoiceStatus.AWAITING_APPROVAL
        || said.status() == InvoiceStatus.PAYMENT_DECLINED;
  }

  /**
   * The invoice as Temporal describes it, when the worker's answer about a run of this task queue
   * is known already.
   */
  Optional<InvoiceView> find(InvoiceRun run, WorkerQueries.Answer answer)
      throws InvoiceClientException {
    Optional<RecordedInvoice> recorded;
    try {
      recorded = describe(run.invoiceId());
    } catch (InvoiceClientException e) {
      return Optional.of(reportedAlone(run, answer, e));
    }
    if (recorded.isEmpty()) {
      return Optional.empty();
    }
    boolean isAbout = recorded.get().run().equals(run) && answer.agreesWith(recorded.get());
    return Optional.of(isAbout ? view(recorded.get(), answer) : find(recorded.get()));
  }

  /** What our worker has said, if it said anything and Temporal is only too slow to add to it. */
  private static InvoiceView reportedAlone(
      InvoiceRun run, WorkerQueries.Answer answer, InvoiceClientException failure)
      throws InvoiceClientException {
    Optional<InvoiceSnapshot> said =
        answer.snapshot().filter(snapshot -> snapshot.id().equals(run.invoiceId()));
    if (said.isEmpty() || failure.reason() != Reason.UNREACHABLE) {
      throw failure;
    }
    return InvoiceView.reportedAlone(run, said.get());
  }

  /** The invoice as a description, which may be a moment old, and now a worker have it. */
  private InvoiceView find(RecordedInvoice recorded) throws InvoiceClientException {
    if (!isOnThisQueue(recorded)) {
      return elsewhere(recorded);
    }
    if (!recorded.isAnswerable()) {
      return view(recorded, WorkerQueries.Answer.NONE);
    }
    WorkerQueries.Answer answer = answer(recorded);
    if (answer.agreesWith(recorded)) {
      return view(recorded, answer);
    }
    try {
      return view(recorded.readAgain(calls), answer);
    } catch (InvoiceClientException e) {
      return reportedAlone(recorded.run(), answer, e);
    }
  }

  /** Temporal has just described the run: losing it now must not lose the description. */
  private WorkerQueries.Answer answer(RecordedInvoice recorded) throws InvoiceClientException {
    WorkflowStub workflow = recorded.run().stub(client);
    try {
      return isOnThisQueue(recorded) ? workers.ask(workflow) : workers.askForeign(workflow);
    } catch (InvoiceClientException e) {
      if (e.reason() == Reason.UNREACHABLE) {
        return WorkerQueries.Answer.NONE;
      }
      throw e;
    }
  }

  /**
   * The invoice as Temporal alone has it, because no worker answered a moment ago.
   *
   * @return empty when there is none under this id
   */
  Optional<InvoiceView> findRecorded(String invoiceId) throws InvoiceClientException {
    Optional<RecordedInvoice> recorded = describe(invoiceId);
    if (recorded.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        isOnThisQueue(recorded.get())
            ? view(recorded.get(), WorkerQueries.Answer.NONE)
            : elsewhere(recorded.get()));
  }

  /** What the worker of a run says. */
  WorkerQueries.Answer ask(InvoiceRun run) throws InvoiceClientException {
    return workers.ask(run.stub(client));
  }

  /** The history of a run. */
  InvoiceHistory history(InvoiceRun run) {
    return new InvoiceHistory(calls, run);
  }

  /** Keeps in mind what was learned of a run of this task queue. */
  InvoiceView remembered(InvoiceView view) {
    runs.seen(view);
    return view;
  }

  private Optional<RecordedInvoice> describe(String invoiceId) throws InvoiceClientException {
    return RecordedInvoice.latest(invoiceId, calls);
  }

  private boolean isOnThisQueue(RecordedInvoice recorded) {
    return recorded.taskQueue().equals(taskQueue);
  }

  /** What its worker says is passed on as its own words. */
  private InvoiceView elsewhere(RecordedInvoice recorded) throws InvoiceClientException {
    Optional<String> says =
        recorded.isAnswerable() ? answer(recorded).foreignStatus() : Optional.empty();
    return InvoiceView.elsewhere(
        recorded.run(),
        recorded.isOpen(),
        new Elsewhere(SafeText.of(recorded.taskQueue(), MAX_QUEUE_LENGTH), says));
  }

  /** What is known of a run, from the two that were asked. */
  private InvoiceView view(RecordedInvoice recorded, WorkerQueries.Answer answer) {
    TemporalRecord record = new TemporalRecord(calls, recorded);
    Content content =
        answer.source() == Source.RECORD ? record.content() : Content.of(answer.snapshot());
    Optional<InvoiceSnapshot> snapshot = content.snapshot();
    List<PendingPayment> payments = recorded.pendingPayments();
    return remembered(
        new InvoiceView(
            recorded.run(),
            recorded.isOpen(),
            status(recorded, answer, snapshot, record, payments),
            recorded.statusOfTemporal().isPresent() ? Optional.empty() : answer.foreignStatus(),
            snapshot.map(known -> withPayments(known, payments)),
            answer.source(),
            decision(answer, snapshot, record),
            payments,
            recorded.resumeCommand(),
            recorded.isCancelRequested(),
            answer.source() == Source.RECORD ? record.failing() : Optional.empty(),
            recorded.isOpen() ? Optional.empty() : Optional.of(record.ending(snapshot)),
            content.caveat(),
            Optional.empty(),
            record.isPartial()));
  }

  private static InvoiceStatus status(
      RecordedInvoice recorded,
      WorkerQueries.Answer answer,
      Optional<InvoiceSnapshot> snapshot,
      TemporalRecord record,
      List<PendingPayment> payments) {
    return recorded
        .statusOfTemporal()
        .or(() -> snapshot.map(said -> PendingPayment.status(said.status(), payments)))
        .orElseGet(
            () -> answer.source() == Source.RECORD ? record.status() : InvoiceStatus.UNKNOWN);
  }

  private static Optional<Decision> decision(
      WorkerQueries.Answer answer, Optional<InvoiceSnapshot> snapshot, TemporalRecord record) {
    if (snapshot.isEmpty()) {
      return record.firstDecision();
    }
    InvoiceSnapshot known = snapshot.get();
    return known.status().awaitsDecision() && answer.source() == Source.RECORD
        ? record.unseenDecision(known)
        : InvoiceView.decisionOnLastQuestion(known);
  }

  /** The workflow learns of attempts when they are over; until then only Temporal knows them. */
  private static InvoiceSnapshot withPayments(
      InvoiceSnapshot snapshot, List<PendingPayment> payments) {
    Map<Integer, PendingPayment> retried =
        payments.stream()
            .filter(payment -> payment.isRetried() && !payment.question())
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
}
