package dev.invoices.invoice.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.json.ExactJson;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole invoices as companies of many countries write them: what is payable is read whole. */
class InvoicesOfTheWorldTest {

  static Stream<Arguments> payable() {
    return Stream.of(
        arguments(
            "VAT as a line",
            """
            {"id": "FA/2026/0118", "vendor": "Dupont & Fils SARL", "currency": "EUR",
             "issue_date": "2026-09-01", "due_date": "2026-10-01", "total": 1440.00, "lines": [
               {"item": "Maintenance", "quantity": 3, "unit_price": 400, "amount": 1200.00},
               {"item": "TVA 20 %", "amount": 240.00}]}"""),
        arguments(
            "discount and deposit",
            """
            {"id": "24-25/EXP/31", "vendor": "Kumar Exports", "currency": "INR", "total": 46500.00,
             "lines": [
               {"item": "Cotton", "quantity": 250.5, "unit_price": 199.600798403, "amount": 50000.00},
               {"item": "Loyalty discount", "amount": -1000.00},
               {"item": "IGST 18 %", "amount": 8820.00},
               {"item": "Paid in advance", "amount": -11320.00}]}"""),
        arguments(
            "rounding to the smallest coin",
            """
            {"id": "2026-00071", "currency": "CHF", "total": 99.95, "lines": [
               {"item": "Service", "amount": 99.97}, {"item": "Rundung", "amount": -0.02}]}"""),
        arguments(
            "free line and price for a hundred",
            """
            {"id": "R 4711", "currency": "SEK", "purchase_order": "OD-30 4175", "lines": [
               {"item": "Screws", "quantity": 1200, "unit_price": 12.5, "amount": 150.00},
               {"item": "Sample", "quantity": 0, "unit_price": 9.90, "amount": 0}]}"""),
        arguments(
            "returned goods beside others",
            """
            {"id": "ΤΠΥ 12/2026", "vendor": "Παπαδόπουλος ΑΕ", "currency": "EUR", "lines": [
               {"item": "Χαρτί", "quantity": 7, "unit_price": 400, "amount": 2800},
               {"item": "Επιστροφή", "quantity": -3, "unit_price": 500, "amount": -1500}]}"""),
        arguments(
            "no decimals",
            """
            {"id": "請求書-8", "vendor": "株式会社 山田", "currency": "JPY", "total": 110000, "lines": [
               {"item": "椅子", "quantity": 2, "unit_price": 50000, "amount": 100000},
               {"item": "消費税 10%", "amount": 10000}]}"""),
        arguments(
            "three decimals",
            """
            {"id": "OM/2026/14", "vendor": "شركة النور", "currency": "OMR", "total": 26.25, "lines": [
               {"item": "ورق", "amount": 25}, {"item": "VAT", "amount": 1.250}]}"""),
        arguments(
            "more decimals written than the currency has",
            """
            {"id": "FPR 21/20", "currency": "EUR", "lines": [
               {"item": "Benzina", "quantity": 4000.00000000, "unit_price": 0.32500000,
                "amount": 1300.00000000}]}"""),
        arguments(
            "withholding tax and long texts",
            """
            {"id": "A167ABC", "vendor": "García y Asociados, S. de R.L.", "currency": "MXN",
             "extra": {"forma de pago": "transferencia", "cuenta": "0123 4567 8901", "tasa": 0.16},
             "lines": [
               {"item": "%s", "description": "%s", "amount": 2250000.00},
               {"item": "ISR retenido", "amount": -249634.00}]}"""
                .formatted("Honorarios. ".repeat(41).strip(), "Periodo. ".repeat(222).strip())));
  }

  static Stream<Arguments> notPayable() {
    return Stream.of(
        arguments(
            "credit note",
            "{'id': 'CN 7/26', 'lines': [{'item': 'Returned', 'quantity': -2, 'amount': -484}]}",
            "total",
            "is -484.00, so this is a credit note"),
        arguments(
            "paid in advance",
            "{'id': 'OM-9', 'lines': [{'item': 'Fit-out', 'amount': 90}, {'item': 'Prepaid', 'amount': -90}]}",
            "total",
            "there is nothing to pay"),
        arguments(
            "lines without the tax",
            "{'id': 'FT/2026/10', 'total': 1288.61, 'lines': [{'item': 'USB', 'amount': 1173.60}]}",
            "total",
            "but is 115.01 more. Tax, shipping, a discount, a deposit or rounding goes into a line of its own"),
        arguments(
            "fractions of the smallest coin",
            "{'id': 'V01/15', 'currency': 'EUR', 'lines': [{'item': 'Mobile', 'amount': 12.3967}]}",
            "lines[0].amount",
            "at most 2 decimal places in EUR"),
        arguments(
            "another alphabet in the number",
            "{'id': 'INV-ОО7', 'lines': [{'item': 'Desk', 'amount': 1}]}",
            "id",
            "must not mix Latin, Cyrillic and Greek letters"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("payable")
  void payableInvoice_readWithEveryFieldAndEveryDigit(String kind, String json) throws Exception {
    JsonNode given = InvoiceSamples.node(json);

    Invoice invoice = InvoiceReader.read(given, InvoiceSource.TOOL_CALL);

    JsonNode read = InvoiceSamples.node(ExactJson.write(invoice));
    assertSame(given, read);
    assertThat(InvoiceReader.read(read, InvoiceSource.ANY_CLIENT)).isEqualTo(invoice);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notPayable")
  void invoiceThatCannotBePaid_refusedForWhatItIs(
      String kind, String json, String path, String reason) {
    var refusal =
        catchThrowableOfType(
            InvalidInvoiceException.class,
            () ->
                InvoiceReader.read(
                    InvoiceSamples.node(json.replace('\'', '"')), InvoiceSource.TOOL_CALL));

    assertThat(refusal.faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.path()).isEqualTo(path);
              assertThat(fault.problem()).contains(reason);
            });
  }

  /** Whatever is given is read, number for number and text for text. */
  private static void assertSame(JsonNode given, JsonNode read) {
    if (given.isNumber()) {
      assertThat(read.decimalValue()).isEqualByComparingTo(given.decimalValue());
    } else if (given.isValueNode()) {
      assertThat(read).isEqualTo(given);
    }
    given.properties().forEach(field -> assertSame(field.getValue(), read.path(field.getKey())));
    for (int i = 0; given.isArray() && i < given.size(); i++) {
      assertSame(given.get(i), read.path(i));
    }
  }
}
