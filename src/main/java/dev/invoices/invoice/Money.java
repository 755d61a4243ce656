package dev.invoices.invoice;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;

/**
 * An exact amount of one currency.
 *
 * @param currency ISO 4217
 * @param amount exact; never rounded
 */
public record Money(Currency currency, BigDecimal amount) {

  /**
   * Whether it is the same amount of the same currency, however many decimals it is written with.
   */
  public boolean isSameAs(Money other) {
    return currency.equals(other.currency) && amount.compareTo(other.amount) == 0;
  }

  /** Whether it is the same currency and no smaller amount. */
  public boolean isAtLeast(Money other) {
    return currency.equals(other.currency) && amount.compareTo(other.amount) >= 0;
  }

  /**
   * An amount, and how it comes about where that is stated: {@code USD 125.00 (10 x USD 12.50)},
   * {@code (quantity 10)} or {@code (unit price USD 12.50)}.
   */
  String priced(Optional<BigDecimal> quantity, Optional<BigDecimal> unitPrice) {
    String pricing = pricing(currency, quantity, unitPrice);
    return this + (pricing.isEmpty() ? "" : " (" + pricing + ")");
  }

  private static String pricing(
      Currency currency, Optional<BigDecimal> quantity, Optional<BigDecimal> unitPrice) {
    Optional<String> price = unitPrice.map(stated -> ofUnit(currency, stated).toString());
    if (quantity.isEmpty()) {
      return price.map(text -> "unit price " + text).orElse("");
    }
    String count = plain(quantity.get());
    return price.map(text -> count + " x " + text).orElse("quantity " + count);
  }

  /** With at least the decimals of the currency: a price of 12.5 is 12.50, and 0.125 stays. */
  private static Money ofUnit(Currency currency, BigDecimal price) {
    int decimals = Math.max(currency.getDefaultFractionDigits(), price.scale());
    return new Money(currency, price.setScale(decimals));
  }

  /** For a person, the same in every locale: {@code USD 2,000.00}. */
  @Override
  public String toString() {
    return currency.getCurrencyCode() + " " + plain(amount);
  }

  private static String plain(BigDecimal number) {
    DecimalFormat format =
        new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMinimumFractionDigits(number.scale());
    format.setMaximumFractionDigits(number.scale());
    return format.format(number);
  }
}
