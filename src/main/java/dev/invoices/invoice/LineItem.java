package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;

/**
 * One line of an invoice, paid by one payment.
 *
 * @param item what is paid for
 * @param amount positive, in the invoice's currency and with its decimals
 * @param description free text; empty when there is none
 */
@JsonPropertyOrder({"item", "amount", "description"})
public record LineItem(String item, BigDecimal amount, String description) {}
