package dev.invoices.workflow.activity;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * The input of {@link PaymentActivities#processPayment}: the tutorial's line item and the fields
 * that a safe payment needs in addition.
 *
 * @param line number of the line, from 1
 * @param idempotencyKey {@code <invoice id>/<line>}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PaymentRequest(
    String item,
    BigDecimal amount,
    String description,
    Currency currency,
    String invoiceId,
    int line,
    String idempotencyKey) {

  public static PaymentRequest forLine(Invoice invoice, int line) {
    LineItem item = invoice.lines().get(line - 1);
    return new PaymentRequest(
        item.item(),
        item.amount(),
        item.description(),
        invoice.currency(),
        invoice.id(),
        line,
        invoice.id() + "/" + line);
  }

  Payment payment() {
    return new Payment(idempotencyKey, invoiceId, line, item, new Money(currency, amount));
  }
}
