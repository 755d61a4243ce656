package dev.invoices.workflow;

import dev.invoices.invoice.Invoice;
import java.time.Duration;
import java.util.Objects;

/**
 * The rules by which an invoice is processed. They are settings of the worker, and each workflow
 * records them when it starts, so that changed settings never affect an invoice in progress.
 *
 * <p>Recorded rules are checked again whenever a workflow is replayed. So a later version may widen
 * these limits but must not narrow them.
 *
 * @param approvalTimeout how long an approver has to decide
 * @param paymentPace the durable pause before each payment; zero for none
 * @param paymentsInFlight how many lines of one invoice may be paid at the same time
 * @param linesPerRun after how many lines a long invoice continues as new; not a setting, but
 *     recorded like one, so that a later version can change the number and old histories stay valid
 * @param revision which revision of its own steps the workflow follows, for the same reason; 0 in
 *     histories that do not record it, {@link #FOURTH_REVISION} today
 * @param paymentPer what is paid by one payment; {@link PaymentPer#LINE} in histories that do not
 *     record it. An invoice with a negative line is paid as a whole in any case
 */
public record ProcessingRules(
    Duration approvalTimeout,
    Duration paymentPace,
    int paymentsInFlight,
    int linesPerRun,
    int revision,
    PaymentPer paymentPer) {

  /**
   * In this revision the end of the last payment is published with the status after it, and a
   * decision that comes once more, under the same request id, is dropped.
   */
  private static final int SECOND_REVISION = 1;

  /**
   * In this revision an invoice is read with every field, by the rules of today. It is looked up in
   * the register of those seen before. And a decision counts only for the content that the person
   * was shown, and for a possible duplicate only when they have said that it is none.
   */
  static final int THIRD_REVISION = 2;

  /**
   * In this revision an invoice belongs to the ledger that first saw it. Only what that ledger
   * itself says was paid counts, and it is asked before the invoice ends without having been paid
   * completely. Questions are numbered, and a reset workflow asks anew.
   */
  static final int FOURTH_REVISION = 3;

  /** The shortest approval timeout. */
  public static final Duration MIN_APPROVAL_TIMEOUT = Duration.ofSeconds(1);

  /** The longest approval timeout. */
  public static final Duration MAX_APPROVAL_TIMEOUT = Duration.ofDays(365);

  /** No pause before a payment. */
  public static final Duration MIN_PAYMENT_PACE = Duration.ZERO;

  /** The longest pause before a payment. */
  public static final Duration MAX_PAYMENT_PACE = Duration.ofDays(1);

  /** The most payments of one invoice at the same time. */
  public static final int MAX_PAYMENTS_IN_FLIGHT = 100;

  /** Well below the 51,200 events at which Temporal ends a workflow; a line adds a dozen. */
  private static final int LINES_PER_RUN = 300;

  /** The rules of a worker without settings. */
  public static final ProcessingRules DEFAULT = of(Duration.ofDays(5), Duration.ofSeconds(2), 1);

  /**
   * @throws IllegalArgumentException when a value is outside its limits
   */
  public ProcessingRules {
    requireWithin(approvalTimeout, MIN_APPROVAL_TIMEOUT, MAX_APPROVAL_TIMEOUT, "approval timeout");
    requireWithin(paymentPace, MIN_PAYMENT_PACE, MAX_PAYMENT_PACE, "payment pace");
    requireWithin(paymentsInFlight, 1, MAX_PAYMENTS_IN_FLIGHT, "number of payments in flight");
    requireWithin(linesPerRun, 1, Integer.MAX_VALUE, "number of lines per run");
    paymentPer = Objects.requireNonNullElse(paymentPer, PaymentPer.LINE);
  }

  /**
   * The rules that a worker's settings make, with a payment for each line.
   *
   * @throws IllegalArgumentException when a value is outside its limits
   */
  public static ProcessingRules of(
      Duration approvalTimeout, Duration paymentPace, int paymentsInFlight) {
    return new ProcessingRules(
        approvalTimeout,
        paymentPace,
        paymentsInFlight,
        LINES_PER_RUN,
        FOURTH_REVISION,
        PaymentPer.LINE);
  }

  /** The same rules with another length of a run. */
  public ProcessingRules withLinesPerRun(int lines) {
    return new ProcessingRules(
        approvalTimeout, paymentPace, paymentsInFlight, lines, revision, paymentPer);
  }

  /** The same rules with other payments. */
  public ProcessingRules withPaymentPer(PaymentPer other) {
    return new ProcessingRules(
        approvalTimeout, paymentPace, paymentsInFlight, linesPerRun, revision, other);
  }

  /** Whether an invoice is paid in one payment of its total. */
  boolean isOnePayment(Invoice invoice) {
    return paymentPer == PaymentPer.INVOICE || invoice.hasNegativeLine();
  }

  /** Whether the end of the last payment is published together with the status after it. */
  boolean publishesTheEndOnce() {
    return revision >= SECOND_REVISION;
  }

  /** Whether a decision that comes once more, under the same request id, is dropped. */
  boolean dropsRepeatedDecisions() {
    return revision >= SECOND_REVISION;
  }

  /** Whether an invoice is read with every field. */
  boolean readsEveryField() {
    return revision >= THIRD_REVISION;
  }

  /** Whether an invoice is looked up in the register of those seen before. */
  boolean looksUpDuplicates() {
    return revision >= THIRD_REVISION;
  }

  /** Whether a decision counts only for the content that the person was shown. */
  boolean bindsDecisionsToContent() {
    return revision >= THIRD_REVISION;
  }

  /**
   * Whether an invoice's texts, ids and numbers are read by the rules for what any client may send.
   */
  boolean readsAsOfAnyClient() {
    return revision >= FOURTH_REVISION;
  }

  /** Whether an invoice belongs to the ledger that first saw it. */
  boolean bindsToALedger() {
    return revision >= FOURTH_REVISION;
  }

  /** Whether questions are numbered, and a decision counts only for the one that it answers. */
  boolean numbersQuestions() {
    return revision >= FOURTH_REVISION;
  }

  /** Whether a reset is noticed, after which the workflow asks anew. */
  boolean noticesResets() {
    return revision >= FOURTH_REVISION;
  }

  /**
   * Whether no payment begins after a cancellation, without a version of its own in the history.
   */
  boolean stopsAtACancellation() {
    return revision >= FOURTH_REVISION;
  }

  private static <T extends Comparable<T>> void requireWithin(T value, T min, T max, String name) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "The %s is %s but must be from %s to %s".formatted(name, value, min, max));
    }
  }
}
