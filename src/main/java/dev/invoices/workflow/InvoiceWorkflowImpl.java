package dev.invoices.workflow;

import dev.invoices.invoice.Decision;
import dev.invoices.invoice.InvalidInvoiceException;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceDetails;
import dev.invoices.invoice.InvoiceReader;
import dev.invoices.invoice.InvoiceReader.UnknownFields;
import dev.invoices.invoice.InvoiceResult;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineDetails;
import dev.invoices.invoice.SafeText;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;

/** The life of one invoice; {@link #processInvoice} reads as the story. */
public final class InvoiceWorkflowImpl implements InvoiceWorkflow {

  private static final Logger log = Workflow.getLogger(InvoiceWorkflowImpl.class);
  private static final int MAX_REASON_LENGTH = 300;
  private static final ActivityOptions PAYMENT =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofSeconds(30))
          .setHeartbeatTimeout(Heartbeat.TIMEOUT)
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofSeconds(1))
                  .setBackoffCoefficient(2)
                  .setMaximumInterval(Duration.ofMinutes(1))
                  .build())
          .build();

  private final InvoiceTerms workerTerms;
  private final InvoiceMemo memo = new InvoiceMemo();
  private final Decisions decisions = new Decisions();
  private InvoiceProgress progress =
      InvoiceProgress.unread(Workflow.getInfo().getWorkflowId(), submittedAt());
  private InvoiceTerms terms;

  /**
   * @param workerTerms for invoices that start now; those under way keep the terms they started
   *     with
   */
  public InvoiceWorkflowImpl(InvoiceTerms workerTerms) {
    this.workerTerms = workerTerms;
  }

  @Override
  public InvoiceResult processInvoice(RawValue submitted) {
    terms = Workflow.sideEffect(InvoiceTerms.class, () -> workerTerms);
    progress = InvoiceProgress.of(validate(submitted), submittedAt());
    try {
      awaitDecision(InvoiceStatus.AWAITING_APPROVAL, "Approval deadline: then it is rejected");
      while (decisions.isApproved()) {
        payUnpaidLines();
        if (progress.isFullyPaid()) {
          return settle(InvoiceStatus.COMPLETED, InvoiceResult.COMPLETED);
        }
        decisions.ask();
        awaitDecision(InvoiceStatus.PAYMENT_DECLINED, "Decision deadline: then it is stopped");
      }
      return settleUnapproved();
    } catch (CanceledFailure cancellation) {
      enter(InvoiceStatus.CANCELLED);
      throw cancellation;
    }
  }

  @Override
  public void approveInvoice(RawValue decider) {
    decisions.record(Decision.of(true, InvoiceDataConverter.decider(decider), now()));
  }

  @Override
  public void rejectInvoice(RawValue decider) {
    decisions.record(Decision.of(false, InvoiceDataConverter.decider(decider), now()));
  }

  @Override
  public String getStatus() {
    return progress.status().text();
  }

  @Override
  public InvoiceDetails getDetails() {
    return progress.details(decisions);
  }

  private Invoice validate(RawValue submitted) {
    try {
      return InvoiceReader.read(InvoiceDataConverter.json(submitted), UnknownFields.IGNORE);
    } catch (InvalidInvoiceException e) {
      enter(InvoiceStatus.INVALID);
      throw ApplicationFailure.newNonRetryableFailure(
          "Not a valid invoice: " + e.getMessage(), INVALID_INVOICE);
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
    progress.enterAndWaitUntil(waiting, now().plus(terms.approvalTimeout()));
    publish();
    CancellationScope deadline =
        Workflow.newCancellationScope(
            () -> timer(terms.approvalTimeout(), deadlineSummary).handle(this::stopAsking));
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
    for (LineDetails line : progress.unpaidLines()) {
      pauseBefore(line.line());
      pay(line.line());
      publish();
    }
  }

  private void pauseBefore(int line) {
    if (terms.paymentPace().isZero()) {
      CancellationScope.throwCanceled();
    } else {
      timer(terms.paymentPace(), "Pause before line " + line).get();
    }
  }

  /** In a scope of its own: a payment that has begun is seen to its end even when cancelled. */
  private void pay(int line) {
    progress.paying(line);
    CompletablePromise<PaymentResult> result = Workflow.newPromise();
    Workflow.newDetachedCancellationScope(() -> result.completeFrom(requestPayment(line))).run();
    try {
      progress.paid(line, result.get());
    } catch (ActivityFailure failure) {
      decline(line, failure);
    }
  }

  private Promise<PaymentResult> requestPayment(int line) {
    Invoice invoice = progress.invoice();
    String summary = WebUiTexts.payment(invoice, line);
    PaymentActivities payments =
        Workflow.newActivityStub(
            PaymentActivities.class,
            ActivityOptions.newBuilder(PAYMENT).setSummary(summary).build());
    return Async.function(payments::processPayment, PaymentRequest.forLine(invoice, line));
  }

  private void decline(int line, ActivityFailure failure) {
    int attempts = 1;
    String reason = failure.getMessage();
    if (failure.getCause() instanceof ApplicationFailure cause) {
      reason = cause.getOriginalMessage();
      if (PaymentActivities.PAYMENT_DECLINED.equals(cause.getType())
          && cause.getDetails().getSize() > 0) {
        attempts = cause.getDetails().get(0, Integer.class);
      }
    }
    progress.declined(line, attempts, SafeText.of(reason, MAX_REASON_LENGTH));
    log.warn("Payment of line {} was declined: {}", line, reason);
  }

  private InvoiceResult settleUnapproved() {
    if (!progress.isNothingPaid()) {
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
    InvoiceDetails details = getDetails();
    Workflow.setCurrentDetails(WebUiTexts.currentDetails(details));
    Map<String, Object> changes = memo.changes(details);
    if (!changes.isEmpty()) {
      Workflow.upsertMemo(changes);
    }
  }

  private static Promise<Void> timer(Duration duration, String summary) {
    return Workflow.newTimer(duration, TimerOptions.newBuilder().setSummary(summary).build());
  }

  /** The start of the run; its first task may come much later, when no worker is there. */
  private static Instant submittedAt() {
    return Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
