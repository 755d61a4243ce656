package dev.invoices.workflow;

import dev.invoices.invoice.Invoice;
import dev.invoices.payment.Payment;
import dev.invoices.text.SafeText;
import dev.invoices.workflow.activity.Heartbeat;
import dev.invoices.workflow.activity.PaymentActivities;
import dev.invoices.workflow.activity.PaymentOrigin;
import dev.invoices.workflow.activity.PaymentRequest;
import dev.invoices.workflow.activity.PaymentResult;
import dev.invoices.workflow.display.WebUiTexts;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Pays one invoice, line by line or in one payment of its total: begins the payments in order, with
 * a pause before each and a limit of payments in flight. Part of the workflow, so deterministic.
 */
final class LinePayments {

  private static final Logger log = Workflow.getLogger(LinePayments.class);
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

  /** Since this version, a payment that settles during a pause is published at once. */
  private static final String PUBLISHED_IN_PAUSES = "payments-told-in-pauses";

  private final InvoiceProgress progress;
  private final ProcessingRules rules;
  private final Runnable onSettled;
  private int begun;
  private int inFlight;
  private boolean unpublished;
  private RuntimeException unexpected;

  /**
   * @param onSettled called on the workflow's main thread after payments were made or declined
   */
  LinePayments(InvoiceProgress progress, ProcessingRules rules, Runnable onSettled) {
    this.progress = progress;
    this.rules = rules;
    this.onSettled = onSettled;
  }

  /** How many payments this run of the workflow has begun. */
  int begun() {
    return begun;
  }

  /**
   * Begins the one payment that covers these lines.
   *
   * @throws io.temporal.failure.CanceledFailure as {@link #begin} does
   */
  void beginWhole(int[] covered) {
    begin(Payment.WHOLE_INVOICE, covered);
  }

  /**
   * Begins the payment of a line once fewer than the limit are in flight and the pause is over.
   *
   * @throws io.temporal.failure.CanceledFailure when the workflow has been cancelled; nothing was
   *     begun then
   */
  void begin(int line) {
    begin(line, new int[] {line});
  }

  private void begin(int line, int[] covered) {
    awaitInFlightBelow(rules.paymentsInFlight());
    pauseBefore(line);
    progress.paying(covered);
    begun++;
    inFlight++;
    Workflow.newDetachedCancellationScope(() -> request(line, covered)).run();
  }

  /**
   * Waits until no payment is in flight. Payments that have begun finish even after the workflow
   * was cancelled. The caller publishes the last one's outcome together with the next status.
   */
  void awaitAll() {
    while (inFlight > 0) {
      awaitOneSettled();
      if (inFlight > 0 || rules.revision() < ProcessingRules.SECOND_REVISION) {
        publish();
      }
    }
  }

  private void awaitInFlightBelow(int limit) {
    while (inFlight >= limit) {
      awaitOneSettled();
      publish();
    }
  }

  private void awaitOneSettled() {
    int before = inFlight;
    Workflow.newDetachedCancellationScope(() -> Workflow.await(() -> inFlight < before)).run();
    if (unexpected != null) {
      throw unexpected;
    }
  }

  private void publish() {
    unpublished = false;
    onSettled.run();
  }

  private void pauseBefore(int line) {
    if (rules.paymentPace().isZero()) {
      CancellationScope.throwCanceled();
    } else {
      Promise<Void> pause =
          Timers.start(
              rules.paymentPace(),
              "Pause before " + (line == Payment.WHOLE_INVOICE ? "the payment" : "line " + line));
      if (rules.paymentsInFlight() > 1
          && Workflow.getVersion(PUBLISHED_IN_PAUSES, Workflow.DEFAULT_VERSION, 1) == 1) {
        publishDuring(pause);
      }
      pause.get();
    }
  }

  private void publishDuring(Promise<Void> pause) {
    while (!pause.isCompleted()) {
      Workflow.await(() -> unpublished || pause.isCompleted());
      if (unpublished) {
        publish();
      }
    }
  }

  private void request(int line, int[] covered) {
    Invoice invoice = progress.invoice();
    PaymentActivities payments =
        Workflow.newActivityStub(
            PaymentActivities.class,
            ActivityOptions.newBuilder(PAYMENT)
                .setSummary(
                    line == Payment.WHOLE_INVOICE
                        ? WebUiTexts.payment(invoice)
                        : WebUiTexts.payment(invoice, line))
                .build());
    Async.function(payments::processPayment, paymentRequest(invoice, line))
        .handle((result, failure) -> settle(covered, result, failure));
  }

  private static PaymentRequest paymentRequest(Invoice invoice, int line) {
    PaymentOrigin origin =
        new PaymentOrigin(Workflow.getInfo().getNamespace(), Optional.empty(), Optional.empty());
    return line == Payment.WHOLE_INVOICE
        ? PaymentRequest.forInvoice(invoice, origin)
        : PaymentRequest.forLine(invoice, line, origin);
  }

  private Void settle(int[] covered, PaymentResult result, RuntimeException failure) {
    inFlight--;
    unpublished = true;
    if (failure == null) {
      progress.paid(covered, result);
    } else if (failure instanceof ActivityFailure refused) {
      decline(covered, refused);
    } else {
      unexpected = failure;
    }
    return null;
  }

  private void decline(int[] covered, ActivityFailure failure) {
    int attempts = 1;
    String reason = failure.getMessage();
    if (failure.getCause() instanceof ApplicationFailure cause) {
      reason = cause.getOriginalMessage();
      if (PaymentActivities.PAYMENT_DECLINED.equals(cause.getType())
          && cause.getDetails().getSize() > 0) {
        attempts = cause.getDetails().get(0, Integer.class);
      }
    }
    progress.declined(covered, attempts, SafeText.of(reason, MAX_REASON_LENGTH));
    log.warn(
        "Payment of invoice {}, {}, was declined: {}",
        progress.invoice().id(),
        covered.length == 1 ? "line " + covered[0] : "whole",
        reason);
  }
}
