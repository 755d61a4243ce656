package dev.invoices.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "USD; 2000.00;              USD 2,000.00",
        "USD; 0.01;                 USD 0.01",
        "USD; 0.00;                 USD 0.00",
        "JPY; 5000;                 JPY 5,000",
        "KWD; 1.250;                KWD 1.250",
        "USD; 999999999999999.99;   USD 999,999,999,999,999.99",
        "USD; 9007199254740993.01;  USD 9,007,199,254,740,993.01"
      })
  void amount_shownExactlyWithItsCurrency(String currency, BigDecimal amount, String text) {
    assertThat(new Money(Currency.getInstance(currency), amount)).hasToString(text);
  }

  @Test
  void anotherLocale_shownTheSame() {
    Locale.setDefault(Locale.GERMANY);

    assertThat(new Money(Currency.getInstance("EUR"), new BigDecimal("1234.50")))
        .hasToString("EUR 1,234.50");
  }
}
