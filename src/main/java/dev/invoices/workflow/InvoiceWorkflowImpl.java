package dev.invoices.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Decision;
import dev.invoices.invoice.DecisionSignal;
import dev.invoices.invoice.InvalidInvoiceException;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceReader;
import dev.invoices.invoice.InvoiceReader.UnknownFields;
import dev.invoices.invoice.InvoiceResult;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineState;
import dev.invoices.json.Violation;
import dev.invoices.temporal.JsonDataConverter;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;

/** The life of one invoice; {@link #processInvoice} reads as the story. */
public final class InvoiceWorkflowImpl implements InvoiceWorkflow {

  private static final Logger log = Workflow.getLogger(InvoiceWorkflowImpl.class);

  private final ProcessingRules workerRules;
  private Map<String, Object> publishedMemo = Map.of();
  private DecisionGate decisions = new DecisionGate();
  private InvoiceProgress progress =
      InvoiceProgress.unread(Workflow.getInfo().getWorkflowId(), runStartedAt());
  private ProcessingRules rules;
  private LinePayments payments;
  private int nextLine = 1;

  /**
   * @param workerRules for invoices that start now; those under way keep the rules they started
   *     with
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
      enter(InvoiceStatus.CANCELLED);
      throw cancellation;
    }
  }

  @Override
  public void approveInvoice(RawValue decider) {
    decisions.record(decision(true, decider));
  }

  @Override
  public void rejectInvoice(RawValue decider) {
    decisions.record(decision(false, decider));
  }

  /** A decision must count even when nothing can be read of who made it. */
  private static Decision decision(boolean approved, RawValue decider) {
    return Decision.of(
        approved,
        JsonDataConverter.read(decider, DecisionSignal.class).orElse(DecisionSignal.UNKNOWN),
        now());
  }

  @Override
  public String getStatus() {
    return progress.status().text();
  }

  @Override
  public InvoiceSnapshot getDetails() {
    return progress.details(decisions);
  }

  /** Begins with the first run of an invoice, or where the run before has left off. */
  private void begin(RawValue invoice, RawValue carriedOver) {
    Optional<ContinueAsNewState> earlier = fromEarlierRun(carriedOver);
    if (earlier.isPresent()) {
      ContinueAsNewState carried = earlier.get();
      rules = carried.rules();
      decisions = DecisionGate.resumed(carried, decisions);
      progress = InvoiceProgress.resumed(validate(invoice), carried);
      nextLine = carried.nextLine();
    } else {
      rules = Workflow.sideEffect(ProcessingRules.class, () -> workerRules);
      progress = InvoiceProgress.of(validate(invoice), runStartedAt());
    }
    payments = new LinePayments(progress, rules, this::publish);
  }

  /**
   * Not everything that another run precedes was handed on by it: a cron schedule and a retry
   * policy start runs, too, with the arguments of whoever started the first.
   */
  private static Optional<ContinueAsNewState> fromEarlierRun(RawValue carriedOver) {
    WorkflowInfo info = Workflow.getInfo();
    boolean continued =
        info.getContinuedExecutionRunId().isPresent() && info.getAttempt() == 1 && !isScheduled();
    return continued
        ? JsonDataConverter.read(carriedOver, ContinueAsNewState.class)
        : Optional.empty();
  }

  private Invoice validate(RawValue submitted) {
    try {
      checkSchedule();
      Invoice invoice = InvoiceReader.read(json(submitted), UnknownFields.IGNORE);
      checkId(invoice);
      return invoice;
    } catch (InvalidInvoiceException e) {
      enter(InvoiceStatus.INVALID);
      log.warn("Not a valid invoice: {}", e.getMessage());
      throw ApplicationFailure.newNonRetryableFailure(
          "Not a valid invoice: " + e.getMessage(), INVALID_INVOICE);
    }
  }

  private static JsonNode json(RawValue submitted) throws InvalidInvoiceException {
    JsonNode json = JsonDataConverter.json(submitted);
    if (json.isMissingNode()) {
      throw new InvalidInvoiceException(
          List.of(new Violation("", "is missing or cannot be read as JSON; give an object")));
    }
    return json;
  }

  /** One decision per invoice: a schedule would ask again after each, and pay what was rejected. */
  private static void checkSchedule() throws InvalidInvoiceException {
    if (isScheduled()) {
      throw new InvalidInvoiceException(
          List.of(
              new Violation(
                  "cron schedule", "must not be set, because an invoice is paid only once")));
    }
  }

  private static boolean isScheduled() {
    return !Objects.requireNonNullElse(Workflow.getInfo().getCronSchedule(), "").isEmpty();
  }

  /**
   * One workflow per invoice: under another id it would be out of reach, and run beside its own.
   */
  private static void checkId(Invoice invoice) throws InvalidInvoiceException {
    String expected = InvoiceWorkflow.workflowId(invoice.id());
    if (!expected.equals(Workflow.getInfo().getWorkflowId())) {
      throw new InvalidInvoiceException(
          List.of(
              new Violation("id", "does not match the workflow id, which must be " + expected)));
    }
  }

  /**
   * Waits for a decision or the deadline, whichever is first in the history. A timer of its own
   * rather than the timeout of await, which would show no summary and keep running afterwards.
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
   * Takes note of the cancelled timer, too: the SDK (1.38) logs a warning with a stack trace for
   * each failure that nobody looked at.
   */
  private Void stopAsking(Void fired, RuntimeException cancelled) {
    if (cancelled == null) {
      decisions.stopAsking();
    }
    return fired;
  }

  private void payUnpaidLines() {
    enter(InvoiceStatus.PROCESSING_PAYMENTS);
    for (int line : progress.unpaidLinesFrom(nextLine)) {
      if (payments.begun() >= rules.linesPerRun()) {
        continueAsNew(line);
      }
      payments.begin(line);
    }
    payments.awaitAll();
    nextLine = 1;
  }

  /**
   * Goes on in a new run with an empty history, when nothing is in flight that it would lose. Hands
   * on what was read of the invoice, whose size is bounded, and not whatever some client has sent.
   */
  private void continueAsNew(int line) {
    payments.awaitAll();
    CancellationScope.throwCanceled();
    ContinueAsNewState carried =
        new ContinueAsNewState(
            rules,
            progress.submittedAt(),
            decisions.latest(),
            decisions.ignored(),
            decisions.ignoredCount(),
            line,
            progress.linesIn(LineState.PAID),
            progress.linesIn(LineState.DECLINED),
            progress.shownLines());
    Workflow.continueAsNew(
        ContinueAsNewOptions.newBuilder().setMemo(publishedMemo).build(),
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
    enter(status);
    log.info("Invoice {}: {}", progress.invoice().id(), status.text());
    return result;
  }

  private void enter(InvoiceStatus status) {
    progress.enter(status);
    publish();
  }

  /** Brings the memo and the Web UI up to date. */
  private void publish() {
    InvoiceSnapshot details = getDetails();
    Workflow.setCurrentDetails(WebUiTexts.currentDetails(details));
    Map<String, Object> memo = InvoiceMemo.of(details);
    Map<String, Object> changes = InvoiceMemo.changes(publishedMemo, memo);
    if (!changes.isEmpty()) {
      Workflow.upsertMemo(changes);
      publishedMemo = memo;
    }
  }

  /** The start of the run; its first task may come much later, when no worker is there. */
  private static Instant runStartedAt() {
    return Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
