package dev.invoices.workflow.activity;

import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.PaymentOutdatedException;
import dev.invoices.payment.PaymentUncertainException;
import dev.invoices.payment.Receipt;
import dev.invoices.text.Quote;
import dev.invoices.text.SafeText;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pays a line through the payment gateway and turns its failures into Temporal's. */
public final class PaymentActivitiesImpl implements PaymentActivities.Raw {

  private static final Logger log = LoggerFactory.getLogger(PaymentActivitiesImpl.class);
  private static final int MAX_REASON_LENGTH = 400;
  private static final int MAX_DOUBLINGS = 10;
  private static final Duration MIN_PAUSE = Duration.ofSeconds(1);

  /** A payment that needs a person is tried as slowly; one that was repaired waits no longer. */
  private static final Duration MAX_PAUSE = Duration.ofMinutes(5);

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
  public PaymentResult processPayment(RawValue given) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    int attempt = context.getInfo().getAttempt();
    PaymentRequest request = RequestCheck.request(given, context.getInfo());
    Payment payment = request.payment();
    String subject = "Payment for " + payment.subject();
    try {
      Receipt receipt =
          Heartbeat.during(
              context,
              request.line(),
              () -> {
                requireLedger(request.ledger());
                return gateway.pay(payment);
              });
      return PaymentResult.of(receipt, attempt, seal, request);
    } catch (PaymentOutdatedException e) {
      log.warn("{} was not made: {}", subject, e.getMessage());
      throw RequestCheck.refusal(e.getMessage());
    } catch (RuntimeException e) {
      throw failed(subject, attempt, e);
    } catch (PaymentDeclinedException e) {
      throw seal.declined(request, e.getMessage(), attempt);
    }
  }

  @Override
  public PaidLines findPayments(RawValue given) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    int attempt = context.getInfo().getAttempt();
    PaymentInquiry inquiry = RequestCheck.inquiry(given, context.getInfo());
    String subject = "The search for payments for invoice " + inquiry.invoice().id();
    try {
      requireLedger(inquiry.origin().ledger());
      return PaidLines.of(
          inquiry,
          gateway.ledger(),
          gateway.find(inquiry.paymentsInAnyWay(), inquiry.fence()),
          seal);
    } catch (RuntimeException e) {
      throw failed(subject, attempt, e);
    }
  }

  /**
   * An invoice belongs to the ledger that first saw it: another one does not know what was paid.
   */
  private void requireLedger(Optional<LedgerIdentity> asked) {
    LedgerIdentity ours = gateway.ledger();
    Optional<LedgerIdentity> other = asked.filter(ledger -> !ours.isSameAs(ledger));
    if (other.isPresent()) {
      throw new IllegalStateException(other.get().differenceFrom(ours));
    }
  }

  /**
   * A failure that is retried, in one line: with its cause and stack trace it would be larger than
   * what Temporal (server 1.32) keeps of a pending activity, and its reason could not be read.
   */
  private static ApplicationFailure failed(String subject, int attempt, RuntimeException cause) {
    String reason = SafeText.of(String.valueOf(cause.getMessage()), MAX_REASON_LENGTH);
    log.warn("{} failed at attempt {} and will be retried: {}", subject, attempt, Quote.of(reason));
    ApplicationFailure.Builder builder = ApplicationFailure.newBuilder().setMessage(reason);
    ApplicationFailure failure =
        cause instanceof PaymentUncertainException uncertain
            ? builder
                .setType(PaymentActivities.PAYMENT_UNCERTAIN)
                .setNextRetryDelay(pause(uncertain, attempt))
                .build()
            : builder.setType(PaymentActivities.PAYMENT_FAILED).build();
    failure.setStackTrace(new StackTraceElement[0]);
    return failure;
  }

  /** As long as the provider asks for, or twice as long each time, both within limits. */
  static Duration pause(PaymentUncertainException uncertain, int attempt) {
    Duration asked =
        uncertain
            .retryAfter()
            .orElseGet(() -> Duration.ofSeconds(1L << Math.min(attempt - 1, MAX_DOUBLINGS)));
    Duration atLeast = asked.compareTo(MIN_PAUSE) < 0 ? MIN_PAUSE : asked;
    return atLeast.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : atLeast;
  }
}
