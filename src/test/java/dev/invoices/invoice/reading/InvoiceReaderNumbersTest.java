package dev.invoices.invoice.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.LineItem;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Money is exact: read as written or refused, never rounded; one meaning or none. */
class InvoiceReaderNumbersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "USD | 100.10           | 100.10",
        "USD | 5e3              | 5000.00",
        "EUR | 1300.00000000    | 1300.00",
        "USD | 999999999999.99  | 999999999999.99",
        "JPY | 5000.0           | 5000",
        "KWD | 0.001            | 0.001",
        "USD | '\"5000.00\"'    | 5000.00",
        "USD | '\"+5000.1\"'    | 5000.10",
        "USD | '\" 5000.00\\n\"' | 5000.00",
        "USD | '\"5e3\"'        | 5000.00",
        "JPY | '\"5000\"'       | 5000"
      })
  void amount_readExactlyWithTheDecimalsOfItsCurrency(
      String currency, String written, String expected) throws Exception {
    Invoice invoice = read(InvoiceSamples.withLine(currency, "amount", written));

    assertThat(invoice.lines().get(0).amount()).isEqualTo(new BigDecimal(expected));
    assertThat(invoice.total()).isEqualTo(new BigDecimal(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,234",
        "1.234,56",
        "$5",
        "5 EUR",
        "5 000",
        "05",
        ".5",
        "5.",
        "0x10",
        "NaN",
        "--5",
        "− 5",
        "٥",
        "5-",
        "1e9999",
        "five",
        "5000.00.00",
        "1_000"
      })
  void amountWithTwoMeaningsOrNone_refusedWithTheFix(String text) {
    assertThatThrownBy(() -> read(InvoiceSamples.withLine("amount", '"' + text + '"')))
        .hasMessage(
            "lines[0].amount must be a plain number such as 1234.56, without currency, thousands separators or other text");
  }

  @ParameterizedTest
  @CsvSource({
    "USD, 2.500,    2.50,   2500.00",
    "EUR, 1.000,    1.00,   1000.00",
    "EUR, 123.456,  123.456, 123456.00",
    "EUR, +1.250,   1.25,   1250.00",
    "EUR, -1.250,  -1.25,  -1250.00",
    "JPY, 1.000,    1,      1000"
  })
  void amountInQuotesWithAPointBeforeThreeDigits_refusedNamingBothMeanings(
      String currency, String text, String one, String other) {
    String written = "\" " + text + "\"";
    String problem =
        " is \"%s\", which may mean %s or %s. Ask the person which it is, and write it so"
            .formatted(text, one, other);

    assertThatThrownBy(() -> read(InvoiceSamples.withLine(currency, "amount", written)))
        .hasMessage("lines[0].amount" + problem);
    if (currency.equals("USD")) {
      assertThatThrownBy(() -> read(hundredUnder(written))).hasMessage("total" + problem);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "USD, 2.500,       2.50",
    "USD, '\"0.500\"',    0.50",
    "USD, '\"2500.000\"', 2500.00",
    "USD, '\"2.50\"',     2.50",
    "USD, '\"2.5000\"',   2.50",
    "KWD, '\"2.500\"',    2.500",
    "CLF, '\"2.500\"',    2.5000"
  })
  void amountWithAPointThatHasOneMeaning_read(String currency, String written, String expected)
      throws Exception {
    assertThat(read(InvoiceSamples.withLine(currency, "amount", written)).total())
        .isEqualTo(expected);
  }

  /** A run that waits may have read it, and must come to the same invoice. */
  @Test
  void amountWithTwoMeanings_readOfARunAsBefore() throws Exception {
    String json = InvoiceSamples.withLine("USD", "amount", "\"2.500\"");

    for (var source : List.of(InvoiceSource.ANY_CLIENT, InvoiceSource.OTHER_CLIENT)) {
      assertThat(InvoiceReader.read(InvoiceSamples.node(json), source).total()).isEqualTo("2.50");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\" \""})
  void amountLeftOut_isMissing(String written) {
    assertThatThrownBy(() -> read(InvoiceSamples.withLine("amount", written)))
        .hasMessage("lines[0].amount is missing; give a number");
  }

  @ParameterizedTest
  @CsvSource({
    "USD, 0.001,           'must have at most 2 decimal places in USD'",
    "USD, -0.001,          'must have at most 2 decimal places in USD'",
    "EUR, 5423.20456,      'must have at most 2 decimal places in EUR'",
    "USD, 1e-999999999,    'must have at most 2 decimal places in USD'",
    "JPY, 0.5,             'must have at most 0 decimal places in JPY'",
    "USD, 1000000000000,   'must have at most 12 digits before the decimal point'",
    "USD, -1000000000000,  'must have at most 12 digits before the decimal point'",
    "USD, -1e999999999,    'must have at most 12 digits before the decimal point'"
  })
  @Timeout(5)
  void amountBeyondTheRules_refusedByPath(String currency, String written, String problem) {
    assertThatThrownBy(() -> read(InvoiceSamples.withLine(currency, "amount", written)))
        .hasMessage("lines[0].amount " + problem);
  }

  @ParameterizedTest
  @CsvSource({"0, 100.00", "0.00, 100.00", "-0.01, 99.99", "-99.99, 0.01", "0e-7, 100.00"})
  void amountOfZeroOrBelow_readBesideOthers(String amount, String total) throws Exception {
    Invoice invoice = read(lines("100", amount));

    assertThat(invoice.lines().get(1).amount()).isEqualByComparingTo(amount);
    assertThat(invoice.total()).isEqualTo(new BigDecimal(total));
  }

  @ParameterizedTest
  @CsvSource({
    "100, -149.99, 'total cannot be paid: the sum of the lines is -49.99, so this is a credit note. Money comes back, and there is nothing to pay. Do not submit it'",
    "100, -100,    'total cannot be paid: the sum of the lines is 0.00, so there is nothing to pay. Do not submit it'",
    "0,   0,       'total cannot be paid: the sum of the lines is 0.00, so there is nothing to pay. Do not submit it'"
  })
  void sumThatIsNotPositive_refusedAsWhatItIs(String one, String other, String fault) {
    assertThatThrownBy(() -> read(lines(one, other))).hasMessage(fault);
  }

  @ParameterizedTest
  @CsvSource({
    "119,     'but is 19.00 more'",
    "81.5,    'but is 18.50 less'",
    "100.001, 'but is 0.001 more'",
    "'\"119\"', 'but is 19.00 more'",
    "0,       'but is 100.00 less'",
    "-100,    'but is 200.00 less'"
  })
  void otherTotal_refusedWithTheDifferenceAndWhatMayBeMissing(String total, String difference) {
    assertThatThrownBy(() -> read(hundredUnder(total)))
        .hasMessage(
            "total must equal the sum of the lines, which is 100.00, "
                + difference
                + ". Tax, shipping, a discount, a deposit or rounding goes into a line of its own, which may be negative."
                + " If no such line is missing, ask the person which of the two is wrong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "1e2147483647"})
  @Timeout(5)
  void totalBeyondAllNumbers_refusedWithoutADifference(String total) {
    assertThatThrownBy(() -> read(hundredUnder(total)))
        .hasMessageStartingWith("total must equal the sum of the lines, which is 100.00. Tax,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "100.000", "1e2", "\"100.00\""})
  void totalThatIsTheSumOfTheLines_accepted(String total) throws Exception {
    assertThat(read(hundredUnder(total)).total()).isEqualTo("100.00");
  }

  @Test
  void totalBesideAnInvalidAmount_notComparedWithAMeaninglessSum() {
    assertThatThrownBy(
            () ->
                read(
                    "{\"id\": \"A\", \"total\": 5, \"lines\": [{\"item\": \"x\", \"amount\": \"$5\"}]}"))
        .hasMessageNotContaining("total");
  }

  @Test
  void wrongTotalBesideAnotherFault_bothTold() {
    assertThatThrownBy(
            () ->
                read(
                    "{\"id\": \"\", \"total\": 5, \"lines\": [{\"item\": \"\", \"amount\": 4.5}]}"))
        .hasMessageContaining("id is missing")
        .hasMessageContaining("lines[0].item is missing; give a string")
        .hasMessageContaining("total must equal the sum of the lines, which is 4.50");
  }

  @ParameterizedTest
  @CsvSource({
    "10,              10",
    "10.00,           10.00",
    "1e1,             10",
    "-2,              -2",
    "0,               0",
    "0.000,           0.000",
    "1.234567891,     1.234567891",
    "'\"2.50\"',      2.50",
    "0.000000000001,  0.000000000001",
    "999999999999,    999999999999"
  })
  void quantityAndUnitPrice_readExactlyAndNeverCheckedAgainstTheAmount(
      String written, String expected) throws Exception {
    LineItem quantity = read(InvoiceSamples.withLine("quantity", written)).lines().get(0);
    LineItem price = read(InvoiceSamples.withLine("unit_price", written)).lines().get(0);

    assertThat(quantity.quantity()).hasValue(new BigDecimal(expected));
    assertThat(price.unitPrice()).hasValue(new BigDecimal(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "1000000000000,  'must have at most 12 digits before the decimal point'",
    "1e999999999,    'must have at most 12 digits before the decimal point'",
    "1e-13,          'must have at most 12 decimal places; it is only shown, so shorten it or leave it out'",
    "1e-999999999,   'must have at most 12 decimal places; it is only shown, so shorten it or leave it out'",
    "true,           'must be a number'",
    "'\"a dozen\"',  'must be a plain number such as 1234.56, without currency, thousands separators or other text'"
  })
  @Timeout(5)
  void quantityBeyondTheRules_refusedByPath(String written, String problem) {
    assertThatThrownBy(() -> read(InvoiceSamples.withLine("quantity", written)))
        .hasMessage("lines[0].quantity " + problem);
  }

  private static String lines(String one, String other) {
    return "{\"id\": \"A\", \"lines\": [{\"item\": \"x\", \"amount\": %s}, {\"item\": \"y\", \"amount\": %s}]}"
        .formatted(one, other);
  }

  private static String hundredUnder(String total) {
    return "{\"id\": \"A\", \"total\": %s, \"lines\": [{\"item\": \"x\", \"amount\": 100}]}"
        .formatted(total);
  }

  private static Invoice read(String json) throws InvalidInvoiceException {
    return InvoiceReader.read(InvoiceSamples.node(json), InvoiceSource.TOOL_CALL);
  }
}
