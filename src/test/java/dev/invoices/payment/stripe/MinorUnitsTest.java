package dev.invoices.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.Money;
import dev.invoices.payment.PaymentDeclinedException;
import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinorUnitsTest {

  @ParameterizedTest
  @CsvSource({
    "USD, 50.00, 5000",
    "USD, 50, 5000",
    "USD, 0.01, 1",
    "USD, 1.5000, 150",
    "USD, 999999999999.99, 99999999999999",
    "EUR, 10.10, 1010",
    "HUF, 100.50, 10050",
    "TWD, 100.00, 10000",
    "JPY, 500, 500",
    "JPY, 500.00, 500",
    "MGA, 5, 5",
    "VND, 1000000, 1000000",
    "ISK, 500, 50000",
    "ISK, 500.00, 50000",
    "UGX, 3, 300",
    "KWD, 1.230, 1230",
    "KWD, 1.23, 1230",
    "BHD, 7, 7000"
  })
  void amount_inTheUnitsOfStripe(String currency, String amount, String units) throws Exception {
    assertThat(MinorUnits.of(money(currency, amount))).isEqualTo(units);
  }

  @ParameterizedTest
  @CsvSource({
    "USD, 50.001, 2",
    "EUR, 0.005, 2",
    "JPY, 500.5, 0",
    "MGA, 1.2, 0",
    "ISK, 500.50, 0",
    "UGX, 1.01, 0",
    "KWD, 1.234, 2"
  })
  void amountBetweenTwoUnits_declinedAndNotRounded(String currency, String amount, int decimals) {
    assertThatThrownBy(() -> MinorUnits.of(money(currency, amount)))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessage(
            "%s %s has more decimals than Stripe can move; it takes %d in %1$s. Reject it, and submit an amount that can be paid"
                .formatted(currency, amount, decimals));
  }

  @ParameterizedTest
  @CsvSource({"LYD, 1.000", "CLF, 1.0000", "XAU, 1", "IQD, 1"})
  void currencyThatStripeDoesNotList_declined(String currency, String amount) {
    assertThatThrownBy(() -> MinorUnits.of(money(currency, amount)))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessage(
            "it is not known how Stripe counts %s; pay this invoice in another way", currency);
  }

  @ParameterizedTest
  @CsvSource({"0.00", "-5.00"})
  void nothingOrLess_declined(String amount) {
    assertThatThrownBy(() -> MinorUnits.of(money("USD", amount)))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageStartingWith("Stripe moves amounts above zero only");
  }

  private static Money money(String currency, String amount) {
    return new Money(Currency.getInstance(currency), new BigDecimal(amount));
  }
}
