package dev.invoices.workflow.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.Money;
import dev.invoices.payment.IdempotencyKey;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The input of {@link PaymentActivities#processPayment}: the tutorial's line item and the fields
 * that a safe payment needs in addition.
 *
 * @param vendor who is paid; blank when the invoice does not say. Absent in a request of the
 *     product's first version, whose key is {@code <invoice id>/<line>}
 * @param line number of the line, from 1; {@link Payment#WHOLE_INVOICE} for all lines together
 * @param idempotencyKey see {@link IdempotencyKey}
 * @param ledger the one that first saw the invoice; absent when that is unknown
 * @param submission the first run of the invoice's workflow; absent when older workers ask
 * @param request see {@link PaymentOrigin#request}
 * @param askedAt see {@link PaymentOrigin#askedAt}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PaymentRequest(
    String item,
    BigDecimal amount,
    String description,
    Currency currency,
    String invoiceId,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> vendor,
    int line,
    String idempotencyKey,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<LedgerIdentity> ledger,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> submission,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> request,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> askedAt) {

  /** Hex digits of a digest that tell contents apart, 64 bits. */
  private static final int SHOWN_DIGEST = 16;

  /**
   * The payment of one line.
   *
   * @param line from 1
   */
  public static PaymentRequest forLine(Invoice invoice, int line, PaymentOrigin origin) {
    LineItem item = invoice.lines().get(line - 1);
    return of(invoice, line, item.item(), item.amount(), item.description(), origin);
  }

  /**
   * One payment of the total, for all lines together. What it is for names the content of the
   * lines, so that a ledger tells it from a payment of other lines with the same total.
   */
  public static PaymentRequest forInvoice(Invoice invoice, PaymentOrigin origin) {
    int lines = invoice.lines().size();
    String item =
        "Invoice %s, %d %s, content %s"
            .formatted(
                invoice.id(),
                lines,
                lines == 1 ? "line" : "lines",
                invoice.linesDigest().substring(0, SHOWN_DIGEST));
    return of(invoice, Payment.WHOLE_INVOICE, item, invoice.total(), "", origin);
  }

  private static PaymentRequest of(
      Invoice invoice,
      int line,
      String item,
      BigDecimal amount,
      String description,
      PaymentOrigin origin) {
    return new PaymentRequest(
        item,
        amount,
        description,
        invoice.currency(),
        invoice.id(),
        Optional.of(invoice.vendor()),
        line,
        IdempotencyKey.of(origin.namespace(), invoice.vendor(), invoice.id(), line),
        origin.ledger(),
        origin.submission(),
        origin.request(),
        origin.askedAt());
  }

  /**
   * What a seal over its answer covers first. An answer is good for this request only: an operator
   * may hold back or repeat those of others.
   */
  String[] sealed(String... answer) {
    return Stream.concat(Stream.of(idempotencyKey, request.orElse("")), Stream.of(answer))
        .toArray(String[]::new);
  }

  Payment payment() {
    return new Payment(
        idempotencyKey,
        vendor,
        invoiceId,
        line,
        item,
        new Money(currency, amount),
        submission.orElse(""),
        askedAt);
  }
}
