package dev.invoices.workflow;

import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.Receipt;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;

/** Hands a line to the payment gateway and translates its refusal. */
public final class PaymentActivitiesImpl implements PaymentActivities {

  private final PaymentGateway gateway;

  public PaymentActivitiesImpl(PaymentGateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public PaymentResult processPayment(PaymentRequest request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    int attempt = context.getInfo().getAttempt();
    try {
      Receipt receipt =
          Heartbeat.during(context, request.line(), () -> gateway.pay(request.payment()));
      return new PaymentResult(receipt.id(), receipt.paidAt(), attempt);
    } catch (PaymentDeclinedException e) {
      throw ApplicationFailure.newNonRetryableFailure(e.getMessage(), PAYMENT_DECLINED, attempt);
    }
  }
}
