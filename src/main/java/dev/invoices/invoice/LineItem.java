package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.json.ExactJson;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/**
 * One line of an invoice.
 *
 * @param item what is paid for
 * @param amount in the invoice's currency and with its decimals; zero or negative, too
 * @param description free text; empty when there is none
 * @param quantity how many or how much; shown, never checked against the amount, from which
 *     discounts and prices per hundred make it differ on real invoices
 * @param unitPrice in the invoice's currency, with decimals of its own; shown as the quantity is
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@JsonPropertyOrder({"item", "amount", "description", "quantity", "unit_price"})
public record LineItem(
    String item,
    BigDecimal amount,
    String description,
    Optional<BigDecimal> quantity,
    Optional<BigDecimal> unitPrice) {

  /** A line that states neither a quantity nor a price. */
  public LineItem(String item, BigDecimal amount, String description) {
    this(item, amount, description, Optional.empty(), Optional.empty());
  }

  /**
   * The same line with one form of equal numbers, which the digest of its invoice is made of:
   * however many zeros a quantity ends with, it is the same.
   */
  LineItem inNormalForm() {
    return new LineItem(
        item,
        amount,
        description,
        quantity.map(ExactJson::normal),
        unitPrice.map(ExactJson::normal));
  }

  /** The amount, and how it comes about where that is stated; see {@link Money#priced}. */
  public String price(Currency currency) {
    return new Money(currency, amount).priced(quantity, unitPrice);
  }
}
