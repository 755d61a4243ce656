package dev.invoices.client.record;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.workflow.InvoiceWorkflow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;

/**
 * One invoice of Temporal's list of open workflows.
 *
 * @param run its workflow
 * @param status where it stands; {@link InvoiceStatus#UNKNOWN} when its memo does not say
 * @param snapshot its memo, without lines; empty when another program wrote it
 */
public record OpenInvoice(
    InvoiceRun run, InvoiceStatus status, Optional<InvoiceSnapshot> snapshot) {

  /** The soonest deadline first, those without one after them in the order of their ids. */
  static final Comparator<OpenInvoice> BY_DEADLINE =
      Comparator.<OpenInvoice, Instant>comparing(invoice -> invoice.deadline().orElse(Instant.MAX))
          .thenComparing(OpenInvoice::id);

  /** The same as it is seen on a day, on which its due date may have passed. */
  OpenInvoice seenOn(LocalDate day) {
    return new OpenInvoice(run, status, snapshot.map(said -> said.seenOn(day)));
  }

  /** The same with another status. */
  public OpenInvoice withStatus(InvoiceStatus other) {
    return new OpenInvoice(run, other, snapshot);
  }

  /**
   * Whether its memo is that of a worker. Until one has taken it up, the memo is what the client
   * that submitted it has written there, and nothing of it is shown.
   */
  public boolean isTakenUp() {
    return snapshot.filter(memo -> memo.status() != InvoiceStatus.PROCESSING).isPresent();
  }

  /** When it is rejected or stopped without a decision; empty while none is awaited. */
  public Optional<Instant> deadline() {
    return snapshot.filter(memo -> isTakenUp()).flatMap(InvoiceSnapshot::approvalDeadline);
  }

  /** Whether it may have money to pay; the list may still have one that has just ended. */
  boolean mayStillPay() {
    return snapshot.map(InvoiceSnapshot::status).orElse(status).mayStillPay();
  }

  /**
   * The id by which every tool finds it. An id that itself begins as workflow ids do, which is not
   * allowed any more, would be read as one.
   */
  public String id() {
    return InvoiceWorkflow.invoiceId(run.invoiceId()).isPresent()
        ? run.workflowId()
        : run.invoiceId();
  }
}
