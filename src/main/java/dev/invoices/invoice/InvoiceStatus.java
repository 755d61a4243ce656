package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where an invoice stands. The texts are the wire format of the {@code get_status} query and of the
 * tools' {@code status} field.
 *
 * <p>A workflow reports the statuses of {@link #isReportedByWorkflow()}; the others are what a
 * client sees of a workflow that cannot speak for itself.
 */
public enum InvoiceStatus {
  /** Submitted; no worker has read it yet. */
  PROCESSING("Processing"),
  /** A person has to approve or reject it before the deadline. */
  AWAITING_APPROVAL("Awaiting approval"),
  /** No decision came before the deadline; nothing was paid for this submission. */
  APPROVAL_TIMEOUT("Approval timeout - invoice rejected"),
  /**
   * A person rejected it; nothing was paid for this submission. Of another product's closed
   * workflow, whose result does not say why, also the rejection by its deadline.
   */
  REJECTED("Rejected by approver"),
  /** Approved; the lines are being paid. */
  PROCESSING_PAYMENTS("Processing payments"),
  /** At least one payment was declined: a person decides to retry the unpaid lines or to stop. */
  PAYMENT_DECLINED("Payment declined - awaiting decision"),
  /** No payment will begin any more; the ledger is asked what was paid. */
  CHECKING_PAYMENTS("Checking payments"),
  /** Every line is paid. */
  COMPLETED("Completed"),
  /** Some lines are paid, the others will not be. */
  PARTIALLY_PAID("Partially paid - stopped"),
  /** An operator cancelled the workflow; what was paid stays paid. */
  CANCELLED("Cancelled - no further payment is made"),
  /** The submitted input is not a valid invoice; nothing was paid. */
  INVALID("Invalid invoice - nothing was paid"),

  /** An operator terminated the workflow, which could not react; what was paid stays paid. */
  TERMINATED("Terminated"),
  /** Temporal ended the workflow at a time limit that its client had set; what was paid stays. */
  TIMED_OUT("Timed out"),
  /** A payment was begun, and it is not known yet whether it was made; it is tried again. */
  PAYMENT_UNCERTAIN("Payment needs attention"),
  /** An operator paused the workflow: nothing happens until it is unpaused. */
  PAUSED("Paused by an operator"),
  /** Another product's worker runs the workflow and does not answer. */
  UNKNOWN("Unknown until a worker answers"),
  /** Its workflow is on another task queue, of which this product can tell nothing. */
  ELSEWHERE("On another task queue");

  private final String text;

  InvoiceStatus(String text) {
    this.text = text;
  }

  /** The text on the wire, which is also the text for people. */
  @JsonValue
  public String text() {
    return text;
  }

  /**
   * Whether an approval or a rejection that is sent now can count. It can while the status is
   * unknown, because the worker that keeps it may be waiting for a decision; and while the workflow
   * is paused, because Temporal keeps it.
   */
  public boolean awaitsDecision() {
    return switch (this) {
      case PROCESSING, AWAITING_APPROVAL, PAYMENT_DECLINED, PAUSED, UNKNOWN -> true;
      case PROCESSING_PAYMENTS,
          PAYMENT_UNCERTAIN,
          CHECKING_PAYMENTS,
          APPROVAL_TIMEOUT,
          REJECTED,
          COMPLETED,
          PARTIALLY_PAID,
          CANCELLED,
          INVALID,
          TERMINATED,
          TIMED_OUT,
          ELSEWHERE ->
          false;
    };
  }

  /** Whether a line that is not paid may still be. */
  public boolean mayStillPay() {
    return switch (this) {
      case PROCESSING,
          AWAITING_APPROVAL,
          PROCESSING_PAYMENTS,
          PAYMENT_DECLINED,
          PAYMENT_UNCERTAIN,
          CHECKING_PAYMENTS,
          PAUSED,
          UNKNOWN ->
          true;
      case APPROVAL_TIMEOUT,
          REJECTED,
          COMPLETED,
          PARTIALLY_PAID,
          CANCELLED,
          INVALID,
          TERMINATED,
          TIMED_OUT,
          ELSEWHERE ->
          false;
    };
  }

  /** Whether a workflow itself has this status, rather than a client that looks at it. */
  public boolean isReportedByWorkflow() {
    return switch (this) {
      case PAYMENT_UNCERTAIN, TERMINATED, TIMED_OUT, PAUSED, UNKNOWN, ELSEWHERE -> false;
      case PROCESSING,
          AWAITING_APPROVAL,
          APPROVAL_TIMEOUT,
          REJECTED,
          PROCESSING_PAYMENTS,
          PAYMENT_DECLINED,
          CHECKING_PAYMENTS,
          COMPLETED,
          PARTIALLY_PAID,
          CANCELLED,
          INVALID ->
          true;
    };
  }

  /** The status with this text; empty for a text that another product's worker has made up. */
  public static Optional<InvoiceStatus> ofText(String text) {
    return Arrays.stream(values()).filter(status -> status.text.equals(text)).findFirst();
  }

  @JsonCreator
  static InvoiceStatus parse(String text) {
    return ofText(text)
        .orElseThrow(() -> new IllegalArgumentException("not an invoice status: " + text));
  }
}
