package dev.invoices.workflow;

import dev.invoices.invoice.Invoice;
import dev.invoices.payment.Payment;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.text.Quote;
import dev.invoices.text.SafeText;
import dev.invoices.workflow.activity.Heartbeat;
import dev.invoices.workflow.activity.PaidLines;
import dev.invoices.workflow.activity.PaymentActivities;
import dev.invoices.workflow.activity.PaymentRequest;
import dev.invoices.workflow.activity.PaymentResult;
import dev.invoices.workflow.display.Timers;
import dev.invoices.workflow.display.WebUiTexts;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.ActivityStub;
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

  /**
   * Shorter than an attempt may take, but long enough for nearly all of them: then the invoice need
   * not be decided about once more.
   */
  private static final Duration TIME_TO_BE_MADE = Duration.ofSeconds(30);

  private static final String ENDED_FROM_OUTSIDE =
      "the payment was ended from outside, and the ledger does not hold it";
  private static final String REFUSED =
      "the payment was refused, and the ledger does not hold it. ";

  private static final ActivityOptions PAYMENT =
      ActivityOptions.newBuilder(InvoiceLedger.UNTIL_ANSWERED)
          .setStartToCloseTimeout(PaymentActivities.PAYMENT_LIMIT)
          .setHeartbeatTimeout(Heartbeat.TIMEOUT)
          .build();

  /** Since this version, a payment that settles during a pause is published at once. */
  private static final String PUBLISHED_IN_PAUSES = "payments-told-in-pauses";

  /** Since this version, no payment begins after a cancellation that came during the pause. */
  private static final String NONE_AFTER_CANCELLATION = "no-payment-after-cancellation-";

  private final InvoiceProgress progress;
  private final ProcessingRules rules;
  private final InvoiceLedger ledger;
  private final RunWatch run;
  private final Runnable onSettled;
  private int begun;
  private int inFlight;
  private boolean unpublished;
  private RuntimeException unexpected;

  /**
   * @param onSettled called on the workflow's main thread after payments were made or declined
   */
  LinePayments(
      InvoiceProgress progress,
      ProcessingRules rules,
      InvoiceLedger ledger,
      RunWatch run,
      Runnable onSettled) {
    this.progress = progress;
    this.rules = rules;
    this.ledger = ledger;
    this.run = run;
    this.onSettled = onSettled;
  }

  /** How many payments this run of the workflow has begun. */
  int begun() {
    return begun;
  }

  /**
   * Begins the one payment that covers these lines, as {@link #begin} does.
   *
   * @throws io.temporal.failure.CanceledFailure as {@link #begin} does
   */
  boolean beginWhole(int[] covered) {
    return begin(Payment.WHOLE_INVOICE, covered);
  }

  /**
   * Begins the payment of a line once fewer than the limit are in flight and the pause is over.
   *
   * @return false when the workflow has been reset, so that a person has to decide anew; nothing
   *     was begun then
   * @throws io.temporal.failure.CanceledFailure when the workflow has been cancelled; nothing was
   *     begun then
   */
  boolean begin(int line) {
    return begin(line, new int[] {line});
  }

  private boolean begin(int line, int[] covered) {
    awaitInFlightBelow(rules.paymentsInFlight());
    pauseBefore(line);
    if (run.wasReset()) {
      return false;
    }
    progress.paying(covered);
    begun++;
    inFlight++;
    Workflow.newDetachedCancellationScope(() -> request(line, covered)).run();
    return true;
  }

  /**
   * Waits until no payment is in flight. Payments that have begun finish even after the workflow
   * was cancelled. The caller publishes the last one's outcome together with the next status.
   */
  void awaitAll() {
    while (inFlight > 0) {
      awaitOneSettled();
      if (inFlight > 0 || !rules.publishesTheEndOnce()) {
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
      // The timer may have fired although the cancellation came first, while no worker was there.
      if (rules.stopsAtACancellation()
          || Workflow.getVersion(NONE_AFTER_CANCELLATION + line, Workflow.DEFAULT_VERSION, 1)
              == 1) {
        CancellationScope.throwCanceled();
      }
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
    // Without a type: an operator may complete it with anything, which could not be decoded.
    ActivityStub payments =
        Workflow.newUntypedActivityStub(
            ActivityOptions.newBuilder(PAYMENT)
                .setSummary(
                    line == Payment.WHOLE_INVOICE
                        ? WebUiTexts.payment(invoice)
                        : WebUiTexts.payment(invoice, line))
                .build());
    PaymentRequest request = paymentRequest(invoice, line);
    payments
        .executeAsync(PaymentActivities.PROCESS_PAYMENT, RawValue.class, request)
        .handle((result, failure) -> answered(request, covered, result, failure));
  }

  private PaymentRequest paymentRequest(Invoice invoice, int line) {
    return line == Payment.WHOLE_INVOICE
        ? PaymentRequest.forInvoice(invoice, ledger.origin())
        : PaymentRequest.forLine(invoice, line, ledger.origin());
  }

  private Void answered(
      PaymentRequest request, int[] covered, RawValue result, RuntimeException failure) {
    Optional<PaymentResult> made =
        Optional.ofNullable(result)
            .flatMap(said -> JsonDataConverter.read(said, PaymentResult.class))
            .filter(said -> ledger.confirms(request, said));
    if (made.isPresent()) {
      settle(() -> progress.paid(covered, made.get()));
    } else if (failure == null || failure instanceof ActivityFailure) {
      declinedOrUnknown(request, covered, (ActivityFailure) failure);
    } else {
      settle(() -> unexpected = failure);
    }
    return null;
  }

  /**
   * @param failure null when the payment was reported as made, but not by the ledger
   */
  private void declinedOrUnknown(PaymentRequest request, int[] covered, ActivityFailure failure) {
    Optional<ApplicationFailure> cause =
        failure != null && failure.getCause() instanceof ApplicationFailure said
            ? Optional.of(said)
            : Optional.empty();
    if ((failure != null && !ledger.trustsSealsOnly())
        || cause.filter(said -> ledger.confirms(request, said)).isPresent()) {
      settle(() -> decline(covered, cause, String.valueOf(failure.getMessage())));
    } else {
      Async.procedure(() -> findOut(request.line(), covered, unheld(cause)));
    }
  }

  /**
   * Asks the ledger whether a payment was made whose activity did not end by the ledger's own
   * answer: an operator may have ended it. Waits first, because its attempt may continue. The
   * question ends the waiting: what has not been made by then is refused.
   *
   * @param reason why it was not made, if it was not
   */
  private void findOut(int line, int[] covered, String reason) {
    Workflow.newDetachedCancellationScope(
            () -> {
              Timers.start(TIME_TO_BE_MADE, "Time for a payment that may still be made").get();
              PaidLines held = ledger.paidLine(progress.invoice(), line);
              settle(
                  () -> {
                    progress.declined(covered, 0, reason);
                    progress.agreeWith(held, covered);
                  });
            })
        .run();
  }

  /** A worker refuses, for one, what was asked for before the ledger was asked about it. */
  private static String unheld(Optional<ApplicationFailure> cause) {
    return cause
        .filter(said -> PaymentActivities.PAYMENT_REFUSED.equals(said.getType()))
        .map(ApplicationFailure::getOriginalMessage)
        .map(said -> SafeText.of(REFUSED + said, MAX_REASON_LENGTH))
        .orElse(ENDED_FROM_OUTSIDE);
  }

  private void settle(Runnable outcome) {
    inFlight--;
    unpublished = true;
    outcome.run();
  }

  private void decline(int[] covered, Optional<ApplicationFailure> cause, String otherReason) {
    String reason = cause.map(ApplicationFailure::getOriginalMessage).orElse(otherReason);
    int attempts =
        cause
            .filter(said -> PaymentActivities.PAYMENT_DECLINED.equals(said.getType()))
            .filter(said -> said.getDetails().getSize() > 0)
            .map(said -> said.getDetails().get(0, Integer.class))
            .orElse(1);
    progress.declined(covered, attempts, SafeText.of(reason, MAX_REASON_LENGTH));
    log.warn(
        "Payment of invoice {}, {}, was declined: {}",
        Quote.word(progress.invoice().id()),
        covered.length == 1 ? "line " + covered[0] : "whole",
        Quote.of(reason));
  }
}
