package dev.invoices.client;

import dev.invoices.client.record.DeadlineCalls;
import dev.invoices.client.record.DeadlineCalls.Patience;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.InvoiceHistory;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.client.record.VisibilityList;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceResult;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.temporal.TemporalConnection;
import dev.invoices.workflow.InvoiceWorkflow;
import dev.invoices.workflow.display.InvoiceMemo;
import dev.invoices.workflow.display.WebUiTexts;
import io.grpc.Status;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Submits invoices, decides about them and finds them in Temporal, for one request of a client: one
 * deadline bounds all that an instance does.
 */
public final class InvoiceClient {

  private final TemporalConnection connection;
  private final DeadlineCalls calls;
  private final KnownRuns runs;
  private final Patience patience;
  private final InvoiceLookup lookup;

  private InvoiceClient(TemporalConnection connection, KnownRuns runs, Patience patience) {
    this.connection = connection;
    this.calls = new DeadlineCalls(connection, patience);
    this.runs = runs;
    this.patience = patience;
    this.lookup = new InvoiceLookup(calls, runs);
  }

  /**
   * Begins a request, which tries a lost connection again at once.
   *
   * @param runs what the earlier requests over the same connection have learned
   */
  public static InvoiceClient begin(TemporalConnection connection, KnownRuns runs) {
    return begin(connection, runs, Patience.OF_A_CLIENT);
  }

  /** The same for a person at a terminal, who waits longer. */
  public static InvoiceClient beginAtTerminal(TemporalConnection connection, KnownRuns runs) {
    return begin(connection, runs, Patience.OF_A_PERSON);
  }

  private static InvoiceClient begin(
      TemporalConnection connection, KnownRuns runs, Patience patience) {
    connection.reconnect();
    return new InvoiceClient(connection, runs, patience);
  }

  /** Begins another request over the same connection: one that has all its time left. */
  public InvoiceClient again() {
    return begin(connection, runs, patience);
  }

  /** Whether it is known where people find Temporal's Web UI. */
  public boolean hasWebUi() {
    return connection.webUi().isPresent();
  }

  /**
   * The invoice as it is now.
   *
   * @return empty when there is none under this id
   */
  public Optional<InvoiceView> find(String invoiceId) throws InvoiceClientException {
    return lookup.find(invoiceId);
  }

  /**
   * The same invoice as a person has to see it now: with a warning when its due date has passed,
   * and with what has become of those of which it may be a duplicate, as far as that can be read in
   * the time that this request has left.
   */
  public InvoiceView asSeenNow(InvoiceView view) {
    return new DuplicateWarnings(calls).refreshed(view).seenOn(today());
  }

  /**
   * All lines of an invoice as they were submitted: of many, a worker reports only some.
   *
   * @return empty when they cannot be read, or belong to other content than the view has
   */
  public List<LineItem> allLines(InvoiceView view) {
    try {
      return lookup
          .history(view.run())
          .submitted()
          .filter(invoice -> view.snapshot().filter(known -> isOf(known, invoice)).isPresent())
          .map(Invoice::lines)
          .orElse(List.of());
    } catch (InvoiceClientException e) {
      return List.of();
    }
  }

  private static boolean isOf(InvoiceSnapshot known, Invoice invoice) {
    return known.digest().equals(invoice.digest());
  }

  /**
   * The invoices that await a decision or are being paid, with a warning where a due date has
   * passed.
   *
   * @return empty when this Temporal cannot list them
   */
  public Optional<OpenInvoices> findOpen() throws InvoiceClientException {
    return new VisibilityList(calls).read().map(found -> found.seenOn(today()));
  }

  /**
   * The same list as a person has to see it now: the first invoices with the status of their
   * payments, as far as that can be read in the time that this request has left.
   *
   * @param shown how many of it they see
   */
  public OpenInvoices asSeenNow(OpenInvoices open, int shown) {
    return new ListedPayments(calls).refreshed(open, shown);
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  /**
   * The ids of open invoices that a person may have meant by a text under which there is none. None
   * when they cannot be read.
   */
  public List<String> findSimilar(String given) {
    try {
      return findOpen().map(open -> open.idsSimilarTo(given)).orElse(List.of());
    } catch (InvoiceClientException e) {
      return List.of();
    }
  }

  /**
   * Starts the workflow of an invoice, unless one is open under its id or the earlier one may have
   * paid something.
   */
  public Submission submit(Invoice invoice) throws InvoiceClientException {
    Optional<InvoiceRun> started =
        start(invoice, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE);
    if (started.isPresent()) {
      return started(started.get(), invoice);
    }
    Optional<InvoiceView> earlier = find(invoice.id());
    if (earlier.isPresent() && mayBeFollowed(earlier.get())) {
      started = start(invoice, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE);
      if (started.isPresent()) {
        return started(started.get(), invoice);
      }
      earlier = find(invoice.id());
    }
    if (earlier.flatMap(InvoiceView::elsewhere).isPresent()) {
      return new Submission.Elsewhere(earlier.get());
    }
    if (earlier.isPresent() && earlier.get().open()) {
      return isSame(invoice, earlier.get())
          ? new Submission.AlreadyOpen(earlier.get())
          : new Submission.IdInUse(earlier.get());
    }
    return new Submission.AlreadyClosed(earlier);
  }

  /**
   * Decides about an invoice, if a decision about it is awaited, and reports whose decision counts.
   *
   * @param approve true to pay, false not to
   * @param signal who decides and why; with the digest of the content that they were shown, if they
   *     were
   */
  public DecisionOutcome decide(String invoiceId, boolean approve, DecisionSignal signal)
      throws InvoiceClientException {
    return decide(invoiceId, approve, signal, Optional.empty());
  }

  /**
   * The same by a person who saw the invoice in a list at most. A list has what the memos say, so
   * that the invoice itself is looked at first.
   *
   * @param listed what they saw; empty when they were shown the invoice itself, or nothing of it
   */
  public DecisionOutcome decide(
      String invoiceId, boolean approve, DecisionSignal signal, Optional<InvoiceView.Listed> listed)
      throws InvoiceClientException {
    return new DecisionSender(calls, lookup, runs, invoiceId, approve, signal, listed).send();
  }

  /**
   * @return the new run; empty when there is a run under this id that forbids another
   */
  private Optional<InvoiceRun> start(Invoice invoice, WorkflowIdReusePolicy reuse)
      throws InvoiceClientException {
    String workflowId = InvoiceWorkflow.workflowId(invoice.id());
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(workflowId)
            .setTaskQueue(connection.taskQueue(InvoiceWorkflow.TASK_QUEUE))
            .setWorkflowIdReusePolicy(reuse)
            .setMemo(InvoiceMemo.submitted(invoice, Instant.now()))
            .setStaticSummary(WebUiTexts.summary(invoice))
            .setStaticDetails(WebUiTexts.details(invoice))
            .build();
    WorkflowStub workflow =
        connection.client().newUntypedWorkflowStub(InvoiceWorkflow.TYPE, options);
    try {
      String runId = calls.call(() -> workflow.start(invoice)).getRunId();
      InvoiceRun run = InvoiceRun.of(invoice.id(), runId);
      runs.started(run, invoice.digest());
      return Optional.of(run);
    } catch (WorkflowExecutionAlreadyStarted e) {
      return Optional.empty();
    }
  }

  /**
   * The invoice is safe in Temporal now: that it cannot be looked at must not look like a failure.
   * Temporal has nothing to add to what our worker says of a run that has just begun. What was
   * submitted is known here, so it is shown also when neither of them tells it in time.
   */
  private Submission started(InvoiceRun run, Invoice invoice) {
    return new Submission.Started(
        run,
        look(run)
            .filter(view -> !view.isUnread())
            .orElseGet(() -> InvoiceView.submitted(run, invoice)));
  }

  private Optional<InvoiceView> look(InvoiceRun run) {
    try {
      WorkerQueries.Answer answer = lookup.ask(run);
      return hasBegun(answer)
          ? answer.snapshot().map(said -> InvoiceView.reported(run, said))
          : lookup.find(run, answer);
    } catch (InvoiceClientException e) {
      return Optional.empty();
    }
  }

  private static boolean hasBegun(WorkerQueries.Answer answer) {
    return answer.snapshot().filter(said -> said.status() != InvoiceStatus.INVALID).isPresent();
  }

  /** Nothing is believed of a run on another task queue, not even that it paid nothing. */
  private boolean mayBeFollowed(InvoiceView earlier) throws InvoiceClientException {
    return !earlier.open() && earlier.elsewhere().isEmpty() && hasPaidNothing(earlier);
  }

  /**
   * Whether it is certain that nothing was paid: the workflow said so itself, or no payment was
   * ever requested. A run that was terminated while paying does not pass.
   */
  private boolean hasPaidNothing(InvoiceView closed) throws InvoiceClientException {
    InvoiceHistory history = lookup.history(closed.run());
    return history.result().equals(InvoiceResult.REJECTED.name())
        || !history.mayHaveRequestedPayment();
  }

  private boolean isSame(Invoice invoice, InvoiceView open) throws InvoiceClientException {
    String digest = invoice.digest();
    Optional<String> known =
        open.snapshot().map(InvoiceSnapshot::digest).filter(text -> !text.isEmpty());
    if (known.isPresent()) {
      return known.get().equals(digest);
    }
    InvoiceHistory history = lookup.history(open.run());
    Optional<Invoice> submitted = history.submitted();
    if (history.isCut()) {
      throw InvoiceClientException.of(Status.DEADLINE_EXCEEDED.asRuntimeException(), connection);
    }
    return submitted.map(Invoice::digest).filter(digest::equals).isPresent();
  }
}
