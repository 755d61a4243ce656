package dev.invoices.workflow.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.Money;
import dev.invoices.json.ExactJson;
import dev.invoices.payment.IdempotencyKey;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentRequestTest {

  private static final Currency USD = Currency.getInstance("USD");
  private static final Instant ASKED_AT = Instant.parse("2026-01-31T12:00:00.123Z");
  private static final PaymentOrigin ORIGIN =
      new PaymentOrigin(
          "test",
          Optional.of("run-1"),
          Optional.of(new LedgerIdentity("7c0c", "/books/ledger.db")),
          Optional.of("run-1/1"),
          Optional.of(ASKED_AT));

  @Test
  void requestForALine_isAboutItsVendorItemAndAmount() {
    assertThat(PaymentRequest.forLine(invoice("Alpha Ltd"), 2, ORIGIN).payment())
        .isEqualTo(
            new Payment(
                IdempotencyKey.of("test", "Alpha Ltd", "D-1", 2),
                Optional.of("Alpha Ltd"),
                "D-1",
                2,
                "Postage",
                usd("5.00"),
                "run-1",
                Optional.of(ASKED_AT)));
  }

  @Test
  void requestForTheInvoice_isAboutItsTotal() {
    assertThat(PaymentRequest.forInvoice(invoice("Alpha Ltd"), ORIGIN).payment())
        .isEqualTo(
            new Payment(
                IdempotencyKey.of("test", "Alpha Ltd", "D-1", Payment.WHOLE_INVOICE),
                Optional.of("Alpha Ltd"),
                "D-1",
                Payment.WHOLE_INVOICE,
                "Invoice D-1, 2 lines, content a2046d3706600126",
                usd("105.00"),
                "run-1",
                Optional.of(ASKED_AT)));
  }

  @Test
  void otherLinesWithTheSameTotal_areAnotherPayment() {
    Invoice other =
        InvoiceSamples.valid(
            """
            {"id": "D-1", "vendor": "Alpha Ltd", "lines": [
              {"item": "Yacht", "amount": 200}, {"item": "Rebate", "amount": -95}]}""");

    assertThat(PaymentRequest.forInvoice(other, ORIGIN).item())
        .startsWith("Invoice D-1, 2 lines, content ")
        .isNotEqualTo(PaymentRequest.forInvoice(invoice("Alpha Ltd"), ORIGIN).item());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Alpha Ltd", "Ærø A/S"})
  void request_readsBackAsWritten(String vendor) throws Exception {
    PaymentRequest request = PaymentRequest.forLine(invoice(vendor), 1, ORIGIN);

    assertThat(read(ExactJson.write(request))).isEqualTo(request);
    assertThat(request.payment().vendor()).hasValue(vendor);
  }

  @Test
  void requestForAnInvoiceWithoutVendor_isNoneOfTheFirstVersion() throws Exception {
    Invoice invoice = InvoiceSamples.valid(InvoiceSamples.BARE);

    PaymentRequest request = PaymentRequest.forLine(invoice, 1, ORIGIN);

    assertThat(read(ExactJson.write(request)).payment().vendor()).hasValue("");
  }

  @Test
  void requestOfTheFirstVersion_knowsNoVendorAndKeepsItsKey() throws Exception {
    String json =
        """
        {"item":"Hosting","amount":100.10,"description":"One year","currency":"USD",\
        "invoice_id":"INV-7","line":2,"idempotency_key":"INV-7/2"}""";

    assertThat(read(json).payment())
        .isEqualTo(
            new Payment(
                "INV-7/2",
                Optional.empty(),
                "INV-7",
                2,
                "Hosting",
                usd("100.10"),
                "",
                Optional.empty()));
    assertThat(ExactJson.write(read(json))).isEqualTo(json);
  }

  private static PaymentRequest read(String json) throws Exception {
    return ExactJson.mapper().readValue(json, PaymentRequest.class);
  }

  private static Invoice invoice(String vendor) {
    return InvoiceSamples.valid(
        """
        {"id": "D-1", "vendor": "%s", "lines": [
          {"item": "Set", "amount": 100}, {"item": "Postage", "amount": 5}]}"""
            .formatted(vendor));
  }

  private static Money usd(String amount) {
    return new Money(USD, new BigDecimal(amount));
  }
}
