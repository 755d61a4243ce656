package dev.invoices.workflow.activity;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The outside world as the workflow sees it: one activity that pays one line. */
@ActivityInterface
public interface PaymentActivities {

  /** The failure type of a payment that was refused for good. */
  String PAYMENT_DECLINED = "PaymentDeclined";

  /** The failure type of a payment that did not work this time and is tried again. */
  String PAYMENT_FAILED = "PaymentFailed";

  /**
   * Pays one line.
   *
   * <p>Temporal runs an activity at least once: after a crash or a lost answer it runs again. What
   * makes that safe is the request's idempotency key, which is the same in every attempt and every
   * retry, and for which a gateway pays at most once.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link #PAYMENT_DECLINED}, not
   *     retryable, with the number of attempts as its detail; or {@link #PAYMENT_FAILED}, retried
   */
  @ActivityMethod(name = "process_payment")
  PaymentResult processPayment(PaymentRequest request);
}
