package dev.invoices.client;

import dev.invoices.client.record.DeadlineCalls;
import dev.invoices.client.record.InvoiceClientException;
import dev.invoices.client.record.RecordedInvoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.workflow.InvoiceWorkflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has become of the invoices of which another one may be a duplicate. The warning says what
 * they were when that one arrived, which may be days ago.
 */
final class DuplicateWarnings {

  /** Each costs a call, and a person reads no more. */
  private static final int MAX_LOOKED_AT = 5;

  private final DeadlineCalls calls;
  private boolean isOver;

  DuplicateWarnings(DeadlineCalls calls) {
    this.calls = calls;
  }

  /** The same invoice, its warnings with what can be learned in time, while it may be paid. */
  InvoiceView refreshed(InvoiceView view) {
    Optional<InvoiceSnapshot> warned =
        view.snapshot().filter(said -> view.open() && said.isPossibleDuplicate());
    return warned.isPresent() ? view.withWarnings(refreshed(warned.get())) : view;
  }

  private List<InvoiceWarning> refreshed(InvoiceSnapshot warned) {
    List<InvoiceWarning> warnings = new ArrayList<>();
    int looked = 0;
    for (InvoiceWarning warning : warned.warnings()) {
      Optional<String> other = warning.otherInvoice().filter(id -> !id.equals(warned.id()));
      boolean isLookedAt = other.isPresent() && !isOver && looked < MAX_LOOKED_AT;
      looked += isLookedAt ? 1 : 0;
      warnings.add(
          isLookedAt
              ? status(other.get(), warned.submittedAt()).map(warning::withPresent).orElse(warning)
              : warning);
    }
    return warnings;
  }

  /**
   * Where an invoice stands, as its worker last wrote it.
   *
   * @param before the invoice that was meant was submitted before; under its id there may be
   *     another one by now
   */
  private Optional<InvoiceStatus> status(String invoiceId, Instant before) {
    try {
      return RecordedInvoice.latest(invoiceId, calls)
          .filter(other -> other.taskQueue().equals(taskQueue()))
          .filter(other -> other.startedAt().isBefore(before))
          .flatMap(DuplicateWarnings::status);
    } catch (InvoiceClientException e) {
      isOver = e.reason() == InvoiceClientException.Reason.UNREACHABLE;
      return Optional.empty();
    }
  }

  private static Optional<InvoiceStatus> status(RecordedInvoice other) {
    return other
        .statusOfTemporal()
        .or(
            () ->
                other
                    .keptMemo()
                    .map(InvoiceSnapshot::status)
                    .filter(status -> status.mayStillPay() == other.isOpen()));
  }

  private String taskQueue() {
    return calls.connection().taskQueue(InvoiceWorkflow.TASK_QUEUE);
  }
}
