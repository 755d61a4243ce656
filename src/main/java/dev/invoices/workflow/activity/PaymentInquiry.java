package dev.invoices.workflow.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.invoice.Invoice;
import dev.invoices.payment.Fence;
import dev.invoices.payment.Payment;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The input of {@link PaymentActivities#findPayments}: what was paid of an invoice?
 *
 * @param invoice in its normal form
 * @param onePayment whether it is paid in one payment of its total, rather than line by line
 * @param line the one payment that it asks about, as in {@link Payment#line}; empty when it asks
 *     about all of the invoice
 * @param origin for which submission, and of which ledger
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PaymentInquiry(
    Invoice invoice,
    boolean onePayment,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> line,
    PaymentOrigin origin) {

  /** The payments that it asks for: one for each line, or one. */
  List<Payment> payments() {
    if (onePayment) {
      return List.of(PaymentRequest.forInvoice(invoice, origin).payment());
    }
    IntStream lines =
        line.map(IntStream::of).orElseGet(() -> IntStream.rangeClosed(1, invoice.lines().size()));
    return lines
        .mapToObj(number -> PaymentRequest.forLine(invoice, number, origin).payment())
        .toList();
  }

  /**
   * The same, and those of the same lines in the other way, which is that of a submission under
   * another setting, or with a discount; without these when it asks about one payment.
   */
  List<Payment> paymentsInAnyWay() {
    if (line.isPresent()) {
      return payments();
    }
    var other = new PaymentInquiry(invoice, !onePayment, line, origin);
    return Stream.of(this, other).flatMap(way -> way.payments().stream()).toList();
  }

  /** Whether a payment is made in the way that it asks about. */
  boolean isInThisWay(int line) {
    return onePayment == (line == Payment.WHOLE_INVOICE);
  }

  /** What must not be paid after the answer; empty when an older worker asks. */
  Optional<Fence> fence() {
    Optional<String> key = line.map(one -> payments().get(0).idempotencyKey());
    return origin.askedAt().map(asked -> new Fence(invoice.id(), key, asked));
  }

  /** Whether the invoice has the payment that it asks about. */
  boolean isAboutAPayment() {
    return line.map(
            one ->
                onePayment
                    ? one == Payment.WHOLE_INVOICE
                    : one >= 1 && one <= invoice.lines().size())
        .orElse(true);
  }
}
