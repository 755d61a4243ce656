package dev.invoices.workflow.activity;

import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.Receipt;
import dev.invoices.text.SafeText;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pays a line through the payment gateway and turns its failures into Temporal's. */
public final class PaymentActivitiesImpl implements PaymentActivities {

  private static final Logger log = LoggerFactory.getLogger(PaymentActivitiesImpl.class);
  private static final int MAX_REASON_LENGTH = 300;

  private final PaymentGateway gateway;
  private final Seal seal;

  /**
   * @param seal of the gateway's ledger
   */
  public PaymentActivitiesImpl(PaymentGateway gateway, Seal seal) {
    this.gateway = gateway;
    this.seal = seal;
  }

  @Override
  public PaymentResult processPayment(PaymentRequest request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    int attempt = context.getInfo().getAttempt();
    try {
      Receipt receipt =
          Heartbeat.during(context, request.line(), () -> gateway.pay(request.payment()));
      return PaymentResult.of(receipt, attempt, seal, request.idempotencyKey());
    } catch (RuntimeException e) {
      throw failed(
          request, attempt, SafeText.of(String.valueOf(e.getMessage()), MAX_REASON_LENGTH));
    } catch (PaymentDeclinedException e) {
      throw seal.declined(request.idempotencyKey(), e.getMessage(), attempt);
    }
  }

  @Override
  public PaidLines findPayments(PaymentInquiry inquiry) {
    return PaidLines.of(inquiry, gateway.ledger(), gateway.find(inquiry.payments()), seal);
  }

  /**
   * A failure that is retried, in one line: with its cause and stack trace it would be larger than
   * what Temporal (server 1.32) keeps of a pending activity, and its reason could not be read.
   */
  private static ApplicationFailure failed(PaymentRequest request, int attempt, String reason) {
    log.warn(
        "Payment for {} failed at attempt {} and will be retried: {}",
        request.payment().subject(),
        attempt,
        reason);
    ApplicationFailure failure = ApplicationFailure.newFailure(reason, PAYMENT_FAILED);
    failure.setStackTrace(new StackTraceElement[0]);
    return failure;
  }
}
