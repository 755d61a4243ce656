package dev.invoices.client.record;

import dev.invoices.invoice.InvoiceStatus;
import java.util.List;
import java.util.Optional;

/**
 * A payment that was requested and is not made yet, or a question to the ledger that is not
 * answered yet. Temporal knows more of it than the workflow does: it failed and will be tried
 * again, or an operator paused it.
 *
 * @param question whether it only asks the ledger what was paid
 * @param line the number of the line that is paid; 0 when it is not known
 * @param failedAttempts how often it has failed so far
 * @param lastError why the last attempt failed; empty when none has
 * @param uncertain whether that attempt has left open if the money moved
 * @param resumeCommand what an operator enters to resume it; empty unless it is paused
 */
public record PendingPayment(
    boolean question,
    int line,
    int failedAttempts,
    String lastError,
    boolean uncertain,
    Optional<ResumeCommand> resumeCommand) {

  /** Whether it failed and will be tried again, once it is resumed if it is paused. */
  public boolean isRetried() {
    return failedAttempts > 0;
  }

  /**
   * Where an invoice stands. Its workflow does not learn of attempts until they are over.
   *
   * @param said what the workflow says
   */
  public static InvoiceStatus status(InvoiceStatus said, List<PendingPayment> payments) {
    return mayChange(said) && payments.stream().anyMatch(PendingPayment::uncertain)
        ? InvoiceStatus.PAYMENT_UNCERTAIN
        : said;
  }

  /** Whether payments can make another status of what the workflow says. */
  public static boolean mayChange(InvoiceStatus said) {
    return said == InvoiceStatus.PROCESSING_PAYMENTS || said == InvoiceStatus.CHECKING_PAYMENTS;
  }

  /** Whether an operator paused it. */
  public boolean isPaused() {
    return resumeCommand.isPresent();
  }
}
