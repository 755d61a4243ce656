package dev.invoices.workflow;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceResult;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.reading.InvalidInvoiceException;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.text.Quote;
import dev.invoices.workflow.activity.PaidLines;
import dev.invoices.workflow.activity.Seal;
import dev.invoices.workflow.decision.DecisionDeadline;
import dev.invoices.workflow.decision.DecisionGate;
import dev.invoices.workflow.decision.DecisionIntake;
import dev.invoices.workflow.display.InvoiceMemo;
import dev.invoices.workflow.display.Publication;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** The life of one invoice; {@link #processInvoice} reads as the story. */
public final class InvoiceWorkflowImpl implements InvoiceWorkflow {

  private static final Logger log = Workflow.getLogger(InvoiceWorkflowImpl.class);

  /** Since this version, what a run hands on is sealed, and the next run checks that. */
  private static final String HANDED_ON_SEALED = "handed-on-sealed";

  /** Since this version, the ledger is asked before a resumed run says that all is paid. */
  private static final String RESUMED_COMPARED = "resumed-compared-with-ledger";

  /** Since this version, what was unpaid at a reset is paid wherever the run had begun to pay. */
  private static final String ALL_LINES_AFTER_RESET = "all-lines-after-reset";

  private final ProcessingRules workerRules;
  private final LedgerIdentity workerLedger;
  private final Seal seal;
  private final Publication publication = new Publication();
  private final DecisionIntake intake = new DecisionIntake();
  private final RegisterEntry register = new RegisterEntry(this::learn);
  private DecisionGate decisions = new DecisionGate();
  private InvoiceProgress progress =
      InvoiceProgress.unread(Workflow.getInfo().getWorkflowId(), runStartedAt());
  private ProcessingRules rules;
  private RunWatch run;
  private InvoiceLedger ledger;
  private LinePayments payments;
  private boolean isResumed;

  /** Whether the run was reset to its first task, by a worker whose ledger did not know it. */
  private boolean isLedgerNew;

  private int nextLine = 1;

  /** The length of the history in the workflow's first task; without end before it. */
  private long firstTaskEnd = Long.MAX_VALUE;

  /**
   * @param workerRules for invoices that start now; the others keep the rules they started with
   * @param workerLedger into which the worker pays
   * @param seal of that ledger
   */
  public InvoiceWorkflowImpl(ProcessingRules workerRules, LedgerIdentity workerLedger, Seal seal) {
    this.workerRules = workerRules;
    this.workerLedger = workerLedger;
    this.seal = seal;
  }

  @Override
  public InvoiceResult processInvoice(RawValue invoice, RawValue carriedOver) {
    begin(invoice, carriedOver);
    try {
      if (run.wasReset()) {
        isLedgerNew = register.isFirst();
      } else {
        awaitDecision(InvoiceStatus.AWAITING_APPROVAL, "Approval deadline (rejects the invoice)");
      }
      Optional<InvoiceResult> result = carryOut();
      while (result.isEmpty()) {
        result = carryOut();
      }
      return result.get();
    } catch (CanceledFailure cancellation) {
      payments.awaitAll();
      askLedger();
      end(InvoiceStatus.CANCELLED);
      throw cancellation;
    }
  }

  /**
   * Does what was decided, or what follows from the deadline.
   *
   * @return empty when the next decision has been awaited since
   */
  private Optional<InvoiceResult> carryOut() {
    if (decisions.isApproved() && !run.wasReset()) {
      payUnpaidLines();
    }
    if (run.wasReset()) {
      return askAfterReset();
    }
    compareWithLedger();
    if (progress.isFullyPaid()) {
      return Optional.of(settle(InvoiceStatus.COMPLETED, InvoiceResult.COMPLETED));
    }
    if (!decisions.isApproved()) {
      return Optional.of(settleUnapproved());
    }
    decisions.ask();
    awaitDecision(InvoiceStatus.PAYMENT_DECLINED, "Decision deadline (stops further payments)");
    if (decisions.isApproved()) {
      progress.retryDeclined();
    }
    return Optional.empty();
  }

  /**
   * Pays nothing on the decisions of the run that was reset: takes what was paid from the ledger,
   * and asks for a decision about the rest.
   *
   * @return a result if nothing is left to pay
   */
  private Optional<InvoiceResult> askAfterReset() {
    payments.awaitAll();
    askLedger();
    if (progress.isFullyPaid()) {
      return Optional.of(settle(InvoiceStatus.COMPLETED, InvoiceResult.COMPLETED));
    }
    progress.retryDeclined();
    progress.warn(
        List.of(
            isLedgerNew
                ? InvoiceWarning.resetInNewLedger(ledger.file())
                : InvoiceWarning.reset(ledger.file())));
    run.acknowledge();
    if (nextLine > 1 && isChecked(ALL_LINES_AFTER_RESET)) {
      nextLine = 1;
    }
    decisions.askAfterReset();
    awaitDecision(InvoiceStatus.AWAITING_APPROVAL, "Approval deadline (stops further payments)");
    return Optional.empty();
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
   * Refuses one that comes before the invoice is read, such as while the ledger is asked about a
   * stranger's state. Refuses one that comes with the first task, too, which a client then sends as
   * a signal: the in-memory server of temporal-testing (1.38) records it so that the history does
   * not replay.
   */
  private void check(boolean approved, RawValue signal) {
    if (!intake.isOpen() || Workflow.getInfo().getHistoryLength() <= firstTaskEnd) {
      throw new IllegalStateException(TOO_EARLY);
    }
    if (!decisions.isAsked()) {
      throw new IllegalStateException(NOT_AWAITED);
    }
    intake
        .check(approved, signal)
        .ifPresent(
            objection -> {
              throw new IllegalStateException(InvoiceWorkflow.refusal(objection));
            });
  }

  /** Lets the story take the decision up before it reports where the invoice stands. */
  private InvoiceSnapshot decide(boolean approved, RawValue signal) {
    InvoiceStatus before = progress.status();
    int question = decisions.question();
    if (intake.receive(approved, signal)) {
      Workflow.await(
          () ->
              progress.status() != InvoiceStatus.CHECKING_PAYMENTS
                  && (progress.status() != before || decisions.question() != question));
    }
    return getDetails();
  }

  @Override
  public String getStatus() {
    return progress.status().text();
  }

  /** Warns of a reset, too, that the story notices only with the next decision. */
  @Override
  public InvoiceSnapshot getDetails() {
    InvoiceSnapshot details = details();
    return run != null && run.wasResetUnseen() && details.status().awaitsDecision()
        ? details.withWarnings(
            Stream.concat(details.warnings().stream(), Stream.of(InvoiceWarning.resetIntoWait()))
                .toList())
        : details;
  }

  private InvoiceSnapshot details() {
    return progress.details(decisions, rules != null && rules.numbersQuestions());
  }

  /** Begins the first run of an invoice, or resumes where the previous run stopped. */
  private void begin(RawValue invoice, RawValue carriedOver) {
    firstTaskEnd = Workflow.getInfo().getHistoryLength();
    if (!isContinued()) {
      beginFirstRun(invoice);
    } else if (isChecked(HANDED_ON_SEALED)) {
      resumeIfSealed(invoice, carriedOver);
    } else {
      JsonDataConverter.read(carriedOver, ContinueAsNewState.class)
          .ifPresentOrElse(
              carried -> {
                follow(carried.rules(), carried.ledger());
                resume(validate(invoice), carried);
              },
              () -> beginFirstRun(invoice));
    }
    payments = new LinePayments(progress, rules, ledger, run, this::publish);
    if (rules.dropsRepeatedDecisions()) {
      decisions.dropRepeats();
    }
    intake.open(
        decisions,
        new DecisionIntake.Rules(
            progress.digest(),
            progress.submittedAt(),
            progress.isPossibleDuplicate(),
            rules.bindsDecisionsToContent(),
            rules.numbersQuestions()));
  }

  private void beginFirstRun(RawValue invoice) {
    follow(Workflow.sideEffect(ProcessingRules.class, () -> workerRules), Optional.empty());
    Invoice submitted = validate(invoice);
    progress = InvoiceProgress.of(submitted, rules.isOnePayment(submitted), runStartedAt());
    progress.warn(register.arrived(rules, submitted, progress.digest(), progress.submittedAt()));
  }

  /**
   * Continues only what a worker with the same ledger has handed on. A stranger with access to
   * Temporal can make a workflow of their own continue as this one, with any state. So nothing is
   * taken from a state before its seal was checked: its values may fit no invoice. One that names
   * another ledger waits for a worker with that one, which alone can check it.
   */
  private void resumeIfSealed(RawValue invoice, RawValue carriedOver) {
    ContinueAsNewState carried =
        JsonDataConverter.read(carriedOver, ContinueAsNewState.class)
            .orElseThrow(() -> invalid("the run before has handed on a state that cannot be read"));
    follow(carried.rules(), carried.ledger());
    Invoice handedOn = validate(invoice);
    if (ledger.hasHandedOn(handedOn, carried)) {
      resume(handedOn, carried);
    } else {
      beginFirstRun(invoice);
      takeFromLedger();
      progress.warn(List.of(InvoiceWarning.notHandedOn(ledger.file())));
    }
  }

  private void resume(Invoice invoice, ContinueAsNewState carried) {
    if (!carried.fits(invoice)) {
      throw invalid("the run before has handed on a state that is not of this invoice");
    }
    decisions =
        DecisionGate.resumed(
            carried.question(),
            carried.decision(),
            carried.ignoredDecisions(),
            carried.ignoredDecisionCount());
    progress = InvoiceProgress.resumed(invoice, carried);
    isResumed = true;
    nextLine = carried.nextLine();
  }

  private void follow(ProcessingRules recorded, Optional<LedgerIdentity> known) {
    rules = recorded;
    run = new RunWatch(rules);
    ledger = new InvoiceLedger(rules, workerLedger, seal, known);
  }

  /**
   * Whether the previous run handed a state on. Only a run that continues as new has one: a cron
   * schedule and a retry policy start runs, too, but with the arguments of the client.
   */
  private static boolean isContinued() {
    WorkflowInfo info = Workflow.getInfo();
    return info.getContinuedExecutionRunId().isPresent()
        && info.getAttempt() == 1
        && !InvoiceInput.isScheduled();
  }

  private Invoice validate(RawValue submitted) {
    try {
      return InvoiceInput.read(submitted, rules);
    } catch (InvalidInvoiceException e) {
      throw invalid(e.getMessage());
    }
  }

  private ApplicationFailure invalid(String reason) {
    enter(InvoiceStatus.INVALID);
    log.warn("Not a valid invoice: {}", reason);
    return ApplicationFailure.newNonRetryableFailure(
        "Not a valid invoice: " + reason, INVALID_INVOICE);
  }

  private void awaitDecision(InvoiceStatus waiting, String deadlineSummary) {
    if (!decisions.isAsked()) {
      return;
    }
    progress.enterAndWaitUntil(waiting, now().plus(rules.approvalTimeout()));
    publish();
    DecisionDeadline.await(decisions, rules.approvalTimeout(), deadlineSummary);
  }

  private void payUnpaidLines() {
    enter(InvoiceStatus.PROCESSING_PAYMENTS);
    if (ledger.isUnknown()) {
      takeFromLedger();
    }
    int[] unpaid = progress.unpaidLinesFrom(nextLine);
    if (!progress.isOnePayment()) {
      payLineByLine(unpaid);
    } else if (unpaid.length > 0) {
      payments.beginWhole(unpaid);
    }
    payments.awaitAll();
  }

  /**
   * Asks the ledger, before all is said to be paid, about what an earlier run has said: the first
   * task of this one may have been that of a stranger's worker, or the ledger that of an older
   * backup.
   */
  private void compareWithLedger() {
    if (progress.isFullyPaid()
        && isResumed
        && ledger.trustsSealsOnly()
        && isChecked(RESUMED_COMPARED)) {
      askLedger();
      if (!progress.isFullyPaid()) {
        progress.warn(List.of(InvoiceWarning.notHeld(ledger.file())));
      }
    }
  }

  private void payLineByLine(int[] unpaid) {
    for (int line : unpaid) {
      if (payments.begun() >= rules.linesPerRun()) {
        payments.awaitAll();
        if (!run.wasReset()) {
          continueAsNew(line);
        }
      }
      if (!payments.begin(line)) {
        break;
      }
    }
    nextLine = 1;
  }

  /**
   * Continues in a new run with an empty history; no payment may be in flight, or it would be lost.
   * Hands on the invoice that was read, whose size is bounded, rather than the client's input.
   */
  private void continueAsNew(int line) {
    CancellationScope.throwCanceled();
    ContinueAsNewState carried = progress.handedOn(rules, decisions, ledger.identity(), line);
    Workflow.continueAsNew(
        ContinueAsNewOptions.newBuilder().setMemo(InvoiceMemo.of(details())).build(),
        progress.invoice(),
        isChecked(HANDED_ON_SEALED)
            ? carried.sealed(ledger.sealOf(progress.invoice(), carried))
            : carried);
  }

  private InvoiceResult settleUnapproved() {
    askLedger();
    if (progress.isFullyPaid()) {
      return settle(InvoiceStatus.COMPLETED, InvoiceResult.COMPLETED);
    }
    if (progress.hasPaidLines()) {
      return settle(InvoiceStatus.PARTIALLY_PAID, InvoiceResult.PARTIALLY_PAID);
    }
    InvoiceStatus status =
        decisions.isAnswered() ? InvoiceStatus.REJECTED : InvoiceStatus.APPROVAL_TIMEOUT;
    return settle(status, InvoiceResult.REJECTED);
  }

  private void learn(LedgerIdentity first) {
    ledger.learn(first);
  }

  /** Shows what the ledger holds, whatever the payments of this run were thought to be. */
  private void askLedger() {
    if (ledger.trustsSealsOnly()) {
      progress.enter(InvoiceStatus.CHECKING_PAYMENTS, now());
      takeFromLedger();
    }
  }

  private void takeFromLedger() {
    PaidLines held = ledger.paidLines(progress.invoice(), progress.isOnePayment());
    progress.agreeWith(held);
    progress.warn(held.warnings(progress.invoice()));
  }

  private InvoiceResult settle(InvoiceStatus status, InvoiceResult result) {
    end(status);
    log.info("Invoice {}: {}", Quote.word(progress.invoice().id()), status.text());
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
    InvoiceSnapshot details = details().seenOn(LocalDate.ofInstant(now(), ZoneOffset.UTC));
    publication.publish(details);
  }

  /** Whether this run follows a rule that is newer than some runs that are still open. */
  private static boolean isChecked(String rule) {
    return Workflow.getVersion(rule, Workflow.DEFAULT_VERSION, 1) == 1;
  }

  /** The start of the run; its first task may come much later if no worker is running. */
  private static Instant runStartedAt() {
    return Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
