package dev.invoices.invoice.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Money as it was read before amounts of every sign were: a run that began then replays so. */
class EarlierRunAmountsTest {

  @ParameterizedTest
  @CsvSource({
    "USD, 100.10,                100.10",
    "USD, 5000,                  5000.00",
    "USD, 5e3,                   5000.00",
    "USD, 1e3,                   1000.00",
    "USD, 12.5000,               12.50",
    "USD, 0.01,                  0.01",
    "USD, 999999999999.99,       999999999999.99",
    "USD, 0.1e1,                 1.00",
    "JPY, 5000.0,                5000",
    "JPY, 1,                     1",
    "KWD, 0.001,                 0.001",
    "CLF, 1.2345,                1.2345"
  })
  void amount_readExactlyWithTheDecimalsOfItsCurrency(
      String currency, String written, String expected) throws Exception {
    Invoice invoice = read(InvoiceSamples.withLine(currency, "amount", written));

    assertThat(invoice.lines().get(0).amount()).isEqualTo(new BigDecimal(expected));
    assertThat(invoice.total()).isEqualTo(new BigDecimal(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "USD, 0,                'must be greater than zero'",
    "USD, 0.00,             'must be greater than zero'",
    "USD, -0.01,            'must be greater than zero'",
    "USD, 0.001,            'must have at most 2 decimal places in USD'",
    "USD, 100.105,          'must have at most 2 decimal places in USD'",
    "USD, 1e-999999999,     'must have at most 2 decimal places in USD'",
    "JPY, 0.5,              'must have at most 0 decimal places in JPY'",
    "KWD, 0.0001,           'must have at most 3 decimal places in KWD'",
    "USD, 1000000000000,    'must have at most 12 digits before the decimal point'",
    "USD, 1000000000000.00, 'must have at most 12 digits before the decimal point'",
    "USD, 1e12,             'must have at most 12 digits before the decimal point'",
    "USD, 1e999999999,      'must have at most 12 digits before the decimal point'",
    "USD, 1e2147483647,     'must have at most 12 digits before the decimal point'"
  })
  @Timeout(5)
  void amountBeyondTheRules_refusedByPath(String currency, String written, String problem) {
    assertThatThrownBy(() -> read(InvoiceSamples.withLine(currency, "amount", written)))
        .hasMessage("lines[0].amount " + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "-5.555,       'must have at most 2 decimal places in USD'",
    "-1e999999999, 'must have at most 12 digits before the decimal point'"
  })
  @Timeout(5)
  void amountWithTwoFaults_bothTold(String written, String second) {
    assertThatThrownBy(() -> read(InvoiceSamples.withLine("USD", "amount", written)))
        .hasMessage("lines[0].amount must be greater than zero; lines[0].amount " + second);
  }

  @Test
  void wrongTotalBesideAnotherFault_bothTold() {
    String json =
        "{\"id\": \"INV 7\", \"total\": 5, \"lines\": [{\"item\": \"\", \"amount\": 4.5}]}";

    assertThatThrownBy(() -> read(json))
        .hasMessageContaining("id must be 1 to 100 letters")
        .hasMessageContaining("lines[0].item must not be blank")
        .hasMessageContaining("total must equal the sum of the lines, which is 4.50");
  }

  @Test
  void amountsThatNoDoubleCanAddUp_summedExactly() throws Exception {
    String json =
        """
        {"id": "INV-7", "total": 0.3, "lines": [
          {"item": "a", "amount": 0.1}, {"item": "b", "amount": 0.2}]}
        """;

    assertThat(read(json).total()).isEqualTo("0.30");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2100.11", "2100.110", "210011e-2"})
  void totalThatIsTheSumOfTheLines_accepted(String total) throws Exception {
    assertThat(read(InvoiceSamples.with("total", total)).total()).isEqualTo("2100.11");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2100.10", "2100.1100001", "0", "-2100.11", "1e999999999"})
  @Timeout(5)
  void otherTotal_refusedNamingTheSum(String total) {
    assertThatThrownBy(() -> read(InvoiceSamples.with("total", total)))
        .hasMessageStartingWith("total must equal the sum of the lines, which is 2100.11");
  }

  @Test
  void totalBesideAFaultyLine_notComparedWithAMeaninglessSum() {
    String json =
        "{\"id\": \"INV-7\", \"total\": 5, \"lines\": [{\"item\": \"x\", \"amount\": 0}]}";

    assertThatThrownBy(() -> read(json)).hasMessage("lines[0].amount must be greater than zero");
  }

  @ParameterizedTest
  @ValueSource(strings = {"XXX", "XAU", "usd", "EURO", "EUR ", "€", ""})
  void currencyWithoutAnIsoCodeOrDecimals_refused(String currency) {
    assertThatExceptionOfType(InvalidInvoiceException.class)
        .isThrownBy(() -> read(InvoiceSamples.with("currency", '"' + currency + '"')))
        .withMessage("currency must be an ISO 4217 currency code such as USD, EUR or JPY");
  }

  private static Invoice read(String json) throws InvalidInvoiceException {
    return InvoiceReader.read(InvoiceSamples.node(json), InvoiceSource.EARLIER_RUN);
  }
}
