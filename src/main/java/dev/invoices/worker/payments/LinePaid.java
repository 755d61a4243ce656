package dev.invoices.worker.payments;

import dev.invoices.payment.ledger.RecordedPayment;

/** Which part of an invoice was paid, in words. */
final class LinePaid {

  private LinePaid() {}

  static String of(RecordedPayment payment) {
    return payment.isOfWholeInvoice() ? "whole invoice" : Integer.toString(payment.line());
  }
}
