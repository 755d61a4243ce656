package dev.invoices.client;

import dev.invoices.client.InvoiceView.Source;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import java.util.Optional;

/**
 * What a worker said about an invoice, if one said anything.
 *
 * @param source whose worker it was; {@link Source#RECORD} when none answered
 * @param snapshot of our worker
 * @param foreignStatus of a foreign worker, in its own words
 */
record WorkerAnswer(
    Source source, Optional<InvoiceSnapshot> snapshot, Optional<String> foreignStatus) {

  /** No worker answered. */
  static final WorkerAnswer NONE =
      new WorkerAnswer(Source.RECORD, Optional.empty(), Optional.empty());

  static WorkerAnswer ours(InvoiceSnapshot snapshot) {
    return new WorkerAnswer(Source.WORKER, Optional.of(snapshot), Optional.empty());
  }

  static WorkerAnswer foreign(String status) {
    return new WorkerAnswer(Source.FOREIGN_WORKER, Optional.empty(), Optional.of(status));
  }

  /**
   * Whether it can be about the run that Temporal describes. A run may end, and another one begin,
   * between the query and the description.
   */
  boolean agreesWith(RecordedInvoice recorded) {
    boolean sameInvoice =
        snapshot
            .flatMap(said -> recorded.memo().map(memo -> memo.digest().equals(said.digest())))
            .orElse(true);
    boolean sameState =
        snapshot.map(said -> isOpen(said.status()) == recorded.isOpen()).orElse(true);
    return sameInvoice && sameState;
  }

  private static boolean isOpen(InvoiceStatus status) {
    return status.mayStillPay();
  }
}
