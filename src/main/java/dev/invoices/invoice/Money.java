package dev.invoices.invoice;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;

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

  /** For a person, the same in every locale: {@code USD 2,000.00}. */
  @Override
  public String toString() {
    DecimalFormat format =
        new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMinimumFractionDigits(amount.scale());
    format.setMaximumFractionDigits(amount.scale());
    return currency.getCurrencyCode() + " " + format.format(amount);
  }
}
