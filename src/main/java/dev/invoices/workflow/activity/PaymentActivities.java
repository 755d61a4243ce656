package dev.invoices.workflow.activity;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.common.converter.RawValue;
import java.time.Duration;

/** What the workflow asks of the outside world: to pay one line, and what was paid. */
@ActivityInterface
public interface PaymentActivities {

  String PROCESS_PAYMENT = "process_payment";
  String FIND_PAYMENTS = "find_payments";

  /** The type of the workflows whose payments are made; no other workflow's are. */
  String WORKFLOW_TYPE = "InvoiceWorkflow";

  /**
   * How long one attempt of a payment may take. A provider is asked whether it has paid, and then
   * to pay; each may take 20 seconds.
   */
  Duration PAYMENT_LIMIT = Duration.ofSeconds(60);

  /** The failure type of a payment that was declined permanently. */
  String PAYMENT_DECLINED = "PaymentDeclined";

  /** The failure type of a payment that failed and is retried. */
  String PAYMENT_FAILED = "PaymentFailed";

  /**
   * The failure type of a payment that was begun and of which it is not known yet whether it was
   * made; retried.
   */
  String PAYMENT_UNCERTAIN = "PaymentUncertain";

  /**
   * The failure type of a request that did not come from the workflow of its invoice, or for whose
   * payment that workflow waits no longer; not retried.
   */
  String PAYMENT_REFUSED = "PaymentRefused";

  /**
   * Pays one line.
   *
   * <p>Temporal runs an activity at least once: after a crash or a lost result it runs again. The
   * request's idempotency key makes that safe: it is the same in every attempt and every retry, and
   * a gateway pays at most once for it.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link #PAYMENT_DECLINED}, not
   *     retryable, with the number of attempts and a {@linkplain Seal#isOnDecline seal} as its
   *     details; or {@link #PAYMENT_REFUSED}, not retryable; or {@link #PAYMENT_FAILED}, retried,
   *     also when the worker has another ledger than the request says; or {@link
   *     #PAYMENT_UNCERTAIN}, retried
   */
  @ActivityMethod(name = PROCESS_PAYMENT)
  PaymentResult processPayment(PaymentRequest request);

  /**
   * What the ledger has as paid of an invoice, for exactly these lines. Pays nothing. What the
   * workflow had asked for before, and is not in the answer, is refused from then on.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link #PAYMENT_REFUSED}, not retryable;
   *     or {@link #PAYMENT_FAILED}, retried, also when the worker has another ledger than the
   *     inquiry says; or {@link #PAYMENT_UNCERTAIN}, retried, while it is not known of a payment
   */
  @ActivityMethod(name = FIND_PAYMENTS)
  PaidLines findPayments(PaymentInquiry inquiry);

  /**
   * The same activities as a worker takes them. Any client of Temporal can schedule them with any
   * argument, and the SDK (1.38) would retry one that does not decode without end.
   */
  @ActivityInterface
  interface Raw {

    /**
     * {@link PaymentActivities#processPayment}.
     *
     * @param request a {@link PaymentRequest} as JSON; may be missing or unreadable
     */
    @ActivityMethod(name = PROCESS_PAYMENT)
    PaymentResult processPayment(RawValue request);

    /**
     * {@link PaymentActivities#findPayments}.
     *
     * @param inquiry a {@link PaymentInquiry} as JSON; may be missing or unreadable
     */
    @ActivityMethod(name = FIND_PAYMENTS)
    PaidLines findPayments(RawValue inquiry);
  }
}
