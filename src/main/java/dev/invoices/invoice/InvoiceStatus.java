package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** Where an invoice stands. The texts are the wire format of the {@code get_status} query. */
public enum InvoiceStatus {
  /** Submitted; no worker has looked at it yet. */
  PROCESSING("Processing"),
  /** A human has to approve or reject before the deadline. */
  AWAITING_APPROVAL("Awaiting approval"),
  /** Nobody decided before the deadline; nothing was paid. */
  APPROVAL_TIMEOUT("Approval timeout - invoice rejected"),
  /** A human rejected it; nothing was paid. */
  REJECTED("Rejected by approver"),
  /** Approved; the lines are being paid. */
  PROCESSING_PAYMENTS("Processing payments"),
  /** At least one payment was declined for good: a human retries the unpaid lines or stops. */
  PAYMENT_DECLINED("Payment declined - awaiting decision"),
  /** Every line is paid. */
  COMPLETED("Completed"),
  /** Some lines are paid, the others will not be. */
  PARTIALLY_PAID("Partially paid - stopped"),
  /** Cancelled from outside; what was paid stays paid. */
  CANCELLED("Cancelled - no further payment is made"),
  /** The submitted input is not a valid invoice; nothing was paid. */
  INVALID("Invalid invoice - nothing was paid"),
  /** Its workflow was terminated from outside; only Temporal says so, never the workflow itself. */
  TERMINATED("Terminated"),
  /** Its workflow ran into a limit that somebody set; only Temporal says so. */
  TIMED_OUT("Timed out"),
  /** An operator has paused its open workflow; only Temporal says so. */
  PAUSED("Paused by an operator"),
  /** Another worker runs it, which does not answer, and Temporal's record does not tell. */
  UNKNOWN("Unknown until a worker answers");

  private final String text;

  InvoiceStatus(String text) {
    this.text = text;
  }

  /** The text on the wire, which is also the text for people. */
  @JsonValue
  public String text() {
    return text;
  }

  /** Whether an approval or a rejection counts now. */
  public boolean awaitsDecision() {
    return this == PROCESSING || this == AWAITING_APPROVAL || this == PAYMENT_DECLINED;
  }

  /** Whether a line that is not paid may still be. */
  public boolean mayStillPay() {
    return awaitsDecision() || this == PROCESSING_PAYMENTS;
  }

  /** The status with this text; empty for a text of somebody else's worker. */
  public static Optional<InvoiceStatus> ofText(String text) {
    return Arrays.stream(values()).filter(status -> status.text.equals(text)).findFirst();
  }

  @JsonCreator
  static InvoiceStatus parse(String text) {
    return ofText(text)
        .orElseThrow(() -> new IllegalArgumentException("not an invoice status: " + text));
  }
}
