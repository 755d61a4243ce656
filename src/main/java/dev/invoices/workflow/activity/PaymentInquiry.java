package dev.invoices.workflow.activity;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.invoice.Invoice;
import dev.invoices.payment.Payment;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The input of {@link PaymentActivities#findPayments}: what was paid of an invoice?
 *
 * @param invoice in its normal form
 * @param onePayment whether it is paid in one payment of its total, rather than line by line
 * @param origin for which submission, and of which ledger
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PaymentInquiry(Invoice invoice, boolean onePayment, PaymentOrigin origin) {

  /** The payments that it asks for: one for each line, or one. */
  List<Payment> payments() {
    if (onePayment) {
      return List.of(PaymentRequest.forInvoice(invoice, origin).payment());
    }
    return IntStream.rangeClosed(1, invoice.lines().size())
        .mapToObj(line -> PaymentRequest.forLine(invoice, line, origin).payment())
        .toList();
  }
}
