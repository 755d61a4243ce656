package dev.invoices.workflow;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceResult;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.workflow.display.InvoiceMemo;
import dev.invoices.workflow.display.WebUiTexts;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/** The life of one invoice; {@link #processInvoice} reads as the story. */
public final class InvoiceWorkflowImpl implements InvoiceWorkflow {

  private static final Logger log = Workflow.getLogger(InvoiceWorkflowImpl.class);

  private final ProcessingRules workerRules;
  private Map<String, Object> publishedMemo = Map.of();
  private final DecisionIntake intake = new DecisionIntake();
  private final RegisterEntry register = new RegisterEntry();
  private DecisionGate decisions = new DecisionGate();
  private InvoiceProgress progress =
      InvoiceProgress.unread(Workflow.getInfo().getWorkflowId(), runStartedAt());
  private ProcessingRules rules;
  private LinePayments payments;
  private int nextLine = 1;

  /** The length of the history in the workflow's first task; without end before it. */
  private long firstTaskEnd = Long.MAX_VALUE;

  /**
   * @param workerRules for invoices that start now; the others keep the rules they started with
   */
  public InvoiceWorkflowImpl(ProcessingRules workerRules) {
    this.workerRules = workerRules;
  }

  @Override
  public InvoiceResult processInvoice(RawValue invoice, RawValue carriedOver) {
    begin(invoice, carriedOver);
    try {
      awaitDecision(InvoiceStatus.AWAITING_APPROVAL, "Approval deadline (rejects the invoice)");
      while (decisions.isApproved()) {
        payUnpaidLines();
        if (progress.isFullyPaid()) {
          return settle(InvoiceStatus.COMPLETED, InvoiceResult.COMPLETED);
        }
        decisions.ask();
        awaitDecision(InvoiceStatus.PAYMENT_DECLINED, "Decision deadline (stops further payments)");
        if (decisions.isApproved()) {
          progress.retryDeclined();
        }
      }
      return settleUnapproved();
    } catch (CanceledFailure cancellation) {
      payments.awaitAll();
      end(InvoiceStatus.CANCELLED);
      throw cancellation;
    }
  }

  @Override
  public void approveInvoice(RawValue signal) {
    intake.receive(true, signal);
  }

  @Override
  public void rejectInvoice(RawValue signal) {
    intake.receive(false, signal);
  }

  @Override
  public InvoiceSnapshot approve(RawValue signal) {
    return decide(true, signal);
  }

  @Override
  public void checkApproval(RawValue signal) {
    check(true, signal);
  }

  @Override
  public InvoiceSnapshot reject(RawValue signal) {
    return decide(false, signal);
  }

  @Override
  public void checkRejection(RawValue signal) {
    check(false, signal);
  }

  /**
   * Refuses one that comes with the first task, too, which a client then sends as a signal: the
   * in-memory server of temporal-testing (1.38) records it so that the history does not replay.
   */
  private void check(boolean approved, RawValue signal) {
    if (Workflow.getInfo().getHistoryLength() <= firstTaskEnd) {
      throw new IllegalStateException(TOO_EARLY);
    }
    if (!decisions.isAsked()) {
      throw new IllegalStateException(NOT_AWAITED);
    }
    intake.check(approved, signal);
  }

  /** Lets the story take the decision up before it reports where the invoice stands. */
  private InvoiceSnapshot decide(boolean approved, RawValue signal) {
    InvoiceStatus before = progress.status();
    if (intake.receive(approved, signal)) {
      Workflow.await(() -> progress.status() != before);
    }
    return getDetails();
  }

  @Override
  public String getStatus() {
    return progress.status().text();
  }

  @Override
  public InvoiceSnapshot getDetails() {
    return progress.details(decisions);
  }

  /** Begins the first run of an invoice, or resumes where the previous run stopped. */
  private void begin(RawValue invoice, RawValue carriedOver) {
    firstTaskEnd = Workflow.getInfo().getHistoryLength();
    Optional<ContinueAsNewState> earlier = fromEarlierRun(carriedOver);
    if (earlier.isPresent()) {
      ContinueAsNewState carried = earlier.get();
      rules = carried.rules();
      decisions = DecisionGate.resumed(carried);
      progress = InvoiceProgress.resumed(validate(invoice), carried);
      nextLine = carried.nextLine();
    } else {
      rules = Workflow.sideEffect(ProcessingRules.class, () -> workerRules);
      Invoice submitted = validate(invoice);
      progress = InvoiceProgress.of(submitted, rules.isOnePayment(submitted), runStartedAt());
      progress.warn(register.arrived(rules, submitted, progress.digest(), progress.submittedAt()));
    }
    payments = new LinePayments(progress, rules, this::publish);
    if (rules.revision() >= ProcessingRules.SECOND_REVISION) {
      decisions.dropRepeats();
    }
    intake.open(
        decisions,
        progress.digest(),
        getDetails().isPossibleDuplicate(),
        rules.revision() >= ProcessingRules.THIRD_REVISION);
  }

  /**
   * The state that the previous run handed on. Only a run that continues as new has one: a cron
   * schedule and a retry policy start runs, too, but with the arguments of the client.
   */
  private static Optional<ContinueAsNewState> fromEarlierRun(RawValue carriedOver) {
    WorkflowInfo info = Workflow.getInfo();
    boolean continued =
        info.getContinuedExecutionRunId().isPresent()
            && info.getAttempt() == 1
            && !InvoiceInput.isScheduled();
    return continued
        ? JsonDataConverter.read(carriedOver, ContinueAsNewState.class)
        : Optional.empty();
  }

  private Invoice validate(RawValue submitted) {
    try {
      return InvoiceInput.read(submitted, rules);
    } catch (InvalidInvoiceException e) {
      enter(InvoiceStatus.INVALID);
      log.warn("Not a valid invoice: {}", e.getMessage());
      throw ApplicationFailure.newNonRetryableFailure(
          "Not a valid invoice: " + e.getMessage(), INVALID_INVOICE);
    }
  }

  /**
   * Waits for a decision or the deadline, whichever the history has first. Starts a timer rather
   * than use the timeout of await, which shows no summary and keeps running afterwards.
   */
  private void awaitDecision(InvoiceStatus waiting, String deadlineSummary) {
    if (!decisions.isAsked()) {
      return;
    }
    progress.enterAndWaitUntil(waiting, now().plus(rules.approvalTimeout()));
    publish();
    CancellationScope deadline =
        Workflow.newCancellationScope(
            () -> Timers.start(rules.approvalTimeout(), deadlineSummary).handle(this::stopAsking));
    deadline.run();
    Workflow.await(() -> !decisions.isAsked());
    deadline.cancel();
  }

  /**
   * Handles the cancelled timer, too: the SDK (1.38) logs a warning with a stack trace for each
   * failed promise that has no handler.
   */
  private Void stopAsking(Void fired, RuntimeException cancelled) {
    if (cancelled == null) {
      decisions.stopAsking();
    }
    return fired;
  }

  private void payUnpaidLines() {
    enter(InvoiceStatus.PROCESSING_PAYMENTS);
    if (progress.isOnePayment()) {
      payments.beginWhole(progress.unpaidLinesFrom(1));
    } else {
      payLineByLine();
    }
    payments.awaitAll();
  }

  private void payLineByLine() {
    for (int line : progress.unpaidLinesFrom(nextLine)) {
      if (payments.begun() >= rules.linesPerRun()) {
        continueAsNew(line);
      }
      payments.begin(line);
    }
    nextLine = 1;
  }

  /**
   * Continues in a new run with an empty history, once no payment is in flight that would be lost.
   * Hands on the invoice that was read, whose size is bounded, rather than the client's input.
   */
  private void continueAsNew(int line) {
    payments.awaitAll();
    CancellationScope.throwCanceled();
    ContinueAsNewState carried = progress.handedOn(rules, decisions, line);
    Workflow.continueAsNew(
        ContinueAsNewOptions.newBuilder().setMemo(InvoiceMemo.of(getDetails())).build(),
        progress.invoice(),
        carried);
  }

  private InvoiceResult settleUnapproved() {
    if (progress.hasPaidLines()) {
      return settle(InvoiceStatus.PARTIALLY_PAID, InvoiceResult.PARTIALLY_PAID);
    }
    InvoiceStatus status =
        decisions.isAnswered() ? InvoiceStatus.REJECTED : InvoiceStatus.APPROVAL_TIMEOUT;
    return settle(status, InvoiceResult.REJECTED);
  }

  private InvoiceResult settle(InvoiceStatus status, InvoiceResult result) {
    end(status);
    log.info("Invoice {}: {}", progress.invoice().id(), status.text());
    return result;
  }

  private void end(InvoiceStatus status) {
    enter(status);
    register.ended(rules, status, now());
  }

  private void enter(InvoiceStatus status) {
    progress.enter(status, now());
    publish();
  }

  /** Brings the memo and the Web UI up to date. */
  private void publish() {
    InvoiceSnapshot details = getDetails().seenOn(LocalDate.ofInstant(now(), ZoneOffset.UTC));
    Workflow.setCurrentDetails(WebUiTexts.currentDetails(details));
    Map<String, Object> memo = InvoiceMemo.of(details);
    Map<String, Object> changes = InvoiceMemo.changes(publishedMemo, memo);
    if (!changes.isEmpty()) {
      Workflow.upsertMemo(changes);
      publishedMemo = memo;
    }
  }

  /** The start of the run; its first task may come much later if no worker is running. */
  private static Instant runStartedAt() {
    return Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
