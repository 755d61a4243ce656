package dev.invoices.workflow.activity;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What the workflow asks of the outside world: to pay one line. */
@ActivityInterface
public interface PaymentActivities {

  /** The failure type of a payment that was declined permanently. */
  String PAYMENT_DECLINED = "PaymentDeclined";

  /** The failure type of a payment that failed and is retried. */
  String PAYMENT_FAILED = "PaymentFailed";

  /**
   * Pays one line.
   *
   * <p>Temporal runs an activity at least once: after a crash or a lost result it runs again. The
   * request's idempotency key makes that safe: it is the same in every attempt and every retry, and
   * a gateway pays at most once for it.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link #PAYMENT_DECLINED}, not
   *     retryable, with the number of attempts as its detail; or {@link #PAYMENT_FAILED}, retried
   */
  @ActivityMethod(name = "process_payment")
  PaymentResult processPayment(PaymentRequest request);
}
