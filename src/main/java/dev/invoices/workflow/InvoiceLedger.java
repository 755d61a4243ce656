package dev.invoices.workflow;

import dev.invoices.invoice.Invoice;
import dev.invoices.json.ExactJson;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import dev.invoices.temporal.JsonDataConverter;
import dev.invoices.workflow.activity.PaidLines;
import dev.invoices.workflow.activity.PaymentActivities;
import dev.invoices.workflow.activity.PaymentInquiry;
import dev.invoices.workflow.activity.PaymentOrigin;
import dev.invoices.workflow.activity.PaymentRequest;
import dev.invoices.workflow.activity.PaymentResult;
import dev.invoices.workflow.activity.Seal;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;

/**
 * The ledger to which an invoice belongs, as its workflow sees it: only that one knows what was
 * paid. Its worker seals what it says with a secret of the ledger, so that an answer that an
 * operator or another program has made up is not believed.
 *
 * <p>Part of the workflow, so deterministic: whether a seal is right is recorded, because another
 * worker may replay the workflow with another secret.
 */
final class InvoiceLedger {

  private static final Logger log = Workflow.getLogger(InvoiceLedger.class);

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  /** What is asked of a ledger is tried until a worker with it answers. */
  static final ActivityOptions UNTIL_ANSWERED =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(LONGEST_ANSWER)
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofSeconds(1))
                  .setBackoffCoefficient(2)
                  .setMaximumInterval(Duration.ofMinutes(1))
                  .build())
          .build();

  private static final ActivityOptions INQUIRY =
      ActivityOptions.newBuilder(UNTIL_ANSWERED).setSummary("Ask the ledger what was paid").build();

  private final boolean trustsSealsOnly;
  private final LedgerIdentity ofWorker;
  private final Seal seal;
  private Optional<LedgerIdentity> identity;
  private Instant asked = Instant.EPOCH;
  private int requests;

  /**
   * @param rules in those of earlier revisions an invoice does not know its ledger
   * @param ofWorker the ledger of the worker that runs the workflow now
   * @param seal of that one
   * @param identity empty until it is known
   */
  InvoiceLedger(
      ProcessingRules rules,
      LedgerIdentity ofWorker,
      Seal seal,
      Optional<LedgerIdentity> identity) {
    this.trustsSealsOnly = rules.bindsToALedger();
    this.ofWorker = ofWorker;
    this.seal = seal;
    this.identity = identity;
  }

  /** From now on the invoice belongs to this ledger. */
  void learn(LedgerIdentity first) {
    identity = Optional.of(first);
  }

  Optional<LedgerIdentity> identity() {
    return identity;
  }

  /** Its file, for people. */
  String file() {
    return identity.map(LedgerIdentity::file).orElse("unknown");
  }

  /**
   * Whether only what the ledger itself has sealed counts as paid or declined. Such a ledger is
   * asked what was paid before an invoice ends.
   */
  boolean trustsSealsOnly() {
    return trustsSealsOnly;
  }

  /** Whether payments have to wait until it is known to which ledger the invoice belongs. */
  boolean isUnknown() {
    return trustsSealsOnly && identity.isEmpty();
  }

  /** For whom the payments of the invoice are made, in a request of its own. */
  PaymentOrigin origin() {
    return origin(latestTime());
  }

  /**
   * The same for an inquiry, which stops what was requested before it, and nothing else. So it is
   * later than every earlier request, even one that the run before a reset made in this
   * millisecond.
   */
  private PaymentOrigin originOfInquiry() {
    return origin(latestTime().plusMillis(1));
  }

  private PaymentOrigin origin(Instant at) {
    asked = at;
    String namespace = Workflow.getInfo().getNamespace();
    return trustsSealsOnly
        ? new PaymentOrigin(
            namespace,
            Optional.of(Workflow.getInfo().getFirstExecutionRunId()),
            identity,
            Optional.of(Workflow.getInfo().getRunId() + "/" + ++requests),
            Optional.of(asked))
        : new PaymentOrigin(
            namespace, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Temporal's time, which all runs of the invoice share, also one that a reset makes. It is never
   * earlier than that of the previous request, even if Temporal's clock was set back. Only an
   * inquiry may be ahead of that clock: otherwise the inquiry of a run that a reset made could be
   * earlier than a request of the run before.
   */
  private Instant latestTime() {
    Instant now = Instant.ofEpochMilli(Workflow.currentTimeMillis());
    return asked.isBefore(now) ? now : asked;
  }

  /** Whether a payment was made, as far as the result of its activity is the ledger's own. */
  boolean confirms(PaymentRequest request, PaymentResult result) {
    return !trustsSealsOnly || holds(() -> result.isSealed(seal, request));
  }

  /** Whether a payment was declined, as far as the failure of its activity is the ledger's own. */
  boolean confirms(PaymentRequest request, ApplicationFailure decline) {
    return !trustsSealsOnly || holds(() -> seal.isOnDecline(decline, request));
  }

  /**
   * What the ledger says was paid of the invoice, even when the workflow is being cancelled. Waits
   * for as long as no worker with this ledger answers. Whatever is not in the answer and was asked
   * for before is not paid any more, so no payment may be in flight.
   */
  PaidLines paidLines(Invoice invoice, boolean onePayment) {
    return answer(invoice, onePayment, Optional.empty());
  }

  /**
   * The same about one payment; others may be in flight.
   *
   * @param line its number, or {@link Payment#WHOLE_INVOICE}
   */
  PaidLines paidLine(Invoice invoice, int line) {
    return answer(invoice, line == Payment.WHOLE_INVOICE, Optional.of(line));
  }

  private PaidLines answer(Invoice invoice, boolean onePayment, Optional<Integer> line) {
    AtomicReference<PaidLines> answer = new AtomicReference<>();
    Workflow.newDetachedCancellationScope(() -> answer.set(ask(invoice, onePayment, line))).run();
    learn(answer.get().ledger());
    return answer.get();
  }

  private PaidLines ask(Invoice invoice, boolean onePayment, Optional<Integer> line) {
    ActivityStub payments = Workflow.newUntypedActivityStub(INQUIRY);
    while (true) {
      PaymentInquiry inquiry = new PaymentInquiry(invoice, onePayment, line, originOfInquiry());
      try {
        Optional<PaidLines> said =
            JsonDataConverter.read(
                    payments.execute(PaymentActivities.FIND_PAYMENTS, RawValue.class, inquiry),
                    PaidLines.class)
                .filter(lines -> holds(() -> lines.isSealed(seal, inquiry)));
        if (said.isPresent()) {
          return said.get();
        }
        log.warn("An answer about payments did not come from the ledger; it is asked again");
      } catch (ActivityFailure e) {
        log.warn("The ledger could not be asked and is asked again: {}", e.getMessage());
      }
      Workflow.sleep(PAUSE);
    }
  }

  /** The seal of what one run hands on to the next. */
  String sealOf(Invoice invoice, ContinueAsNewState state) {
    String[] parts = parts(invoice, state);
    return recorded(String.class, () -> seal.of(parts));
  }

  /** Whether a worker with this ledger has handed this on. */
  boolean hasHandedOn(Invoice invoice, ContinueAsNewState state) {
    String[] parts = parts(invoice, state.sealed(""));
    return holds(() -> seal.isOf(state.seal(), parts));
  }

  private static String[] parts(Invoice invoice, ContinueAsNewState state) {
    return new String[] {
      Workflow.getInfo().getWorkflowId(),
      Workflow.getInfo().getFirstExecutionRunId(),
      invoice.digest(),
      ExactJson.write(state)
    };
  }

  private boolean holds(Func<Boolean> check) {
    return recorded(Boolean.class, check);
  }

  private <T> T recorded(Class<T> type, Func<T> use) {
    return Workflow.sideEffect(
        type,
        () -> {
          requireSame();
          return use.apply();
        });
  }

  /**
   * Leaves the invoice to a worker with its ledger, because no other can tell what that one has
   * sealed. The exception fails the task, not the workflow, and Temporal gives the task to the next
   * worker.
   */
  private void requireSame() {
    Optional<LedgerIdentity> other = identity.filter(first -> !first.isSameAs(ofWorker));
    if (other.isPresent()) {
      throw new IllegalStateException(other.get().differenceFrom(ofWorker));
    }
  }
}
