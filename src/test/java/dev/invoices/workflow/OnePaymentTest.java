package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.Money;
import dev.invoices.payment.IdempotencyKey;
import dev.invoices.payment.Payment;
import dev.invoices.workflow.display.WebUiTexts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Invoices that one payment covers, and lines that need none. */
class OnePaymentTest {

  private static final String WITH_DISCOUNT =
      """
      {"id": "INV-7", "vendor": "Alpha", "total": 180.00, "lines": [
        {"item": "Chairs", "amount": 200.00},
        {"item": "Delivery", "amount": 0},
        {"item": "Loyalty discount", "amount": -20.00}]}""";

  private static final String WITH_FREE_LINE =
      """
      {"id": "INV-7", "lines": [
        {"item": "Set", "amount": 49.99},
        {"item": "Sample", "amount": 0},
        {"item": "Postage", "amount": 5}]}""";

  @AutoClose private final InvoiceEnvironment environment = InvoiceEnvironment.withoutWorker();

  @Test
  void invoiceWithADiscount_paidInOnePaymentOfItsTotal() throws Exception {
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    SubmittedInvoice invoice = environment.awaitingApproval(WITH_DISCOUNT);
    assertThat(invoice.details().onePayment()).isTrue();

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(environment.gateway().payments())
        .singleElement()
        .satisfies(
            payment -> {
              assertThat(payment.line()).isEqualTo(Payment.WHOLE_INVOICE);
              assertThat(payment.amount()).hasToString("USD 180.00");
            });
    InvoiceSnapshot details = invoice.details();
    assertThat(details.paid()).isEqualByComparingTo(new BigDecimal("180.00"));
    assertThat(details.lines())
        .extracting(LineSnapshot::state)
        .containsExactly(LineState.PAID, LineState.FREE, LineState.PAID);
    assertThat(details.lines().get(0).receipt()).isEqualTo(details.lines().get(2).receipt());
  }

  @Test
  void linePaidBeforeTheDiscountCame_rejectionSaysWhatTheLedgerHolds() throws Exception {
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    SubmittedInvoice invoice = environment.awaitingApproval(WITH_DISCOUNT);
    environment.gateway().pay(earlier(invoice, "Alpha", 1, "Chairs", "200.00"));

    invoice.reject();

    assertThat(invoice.result()).isEqualTo("REJECTED");
    InvoiceSnapshot details = invoice.details();
    assertThat(details.paid()).isZero();
    assertThat(details.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.kind()).isEqualTo(Kind.PAID_OTHERWISE);
              assertThat(warning.text())
                  .contains("USD 200.00 for line 1.", "This submission has one payment");
            });
    assertThat(WebUiTexts.currentDetails(details))
        .contains("Nothing was paid for this submission.", "USD 200.00 for line 1");
  }

  @Test
  void paidInOnePaymentBefore_rejectionOfTheLinesSaysSo() throws Exception {
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    SubmittedInvoice invoice = environment.awaitingApproval(WITH_FREE_LINE);
    String item =
        "Invoice INV-7, 3 lines, content "
            + InvoiceSamples.valid(WITH_FREE_LINE).linesDigest().substring(0, 16);
    environment.gateway().pay(earlier(invoice, "", Payment.WHOLE_INVOICE, item, "54.99"));

    invoice.reject();

    assertThat(invoice.result()).isEqualTo("REJECTED");
    assertThat(invoice.details().warnings())
        .extracting(InvoiceWarning::text)
        .singleElement()
        .asString()
        .contains("USD 54.99 for all lines.", "This submission pays line by line");
  }

  /** What was paid under other rules, or before the discount came. */
  private static Payment earlier(
      SubmittedInvoice invoice, String vendor, int line, String item, String amount) {
    return new Payment(
        IdempotencyKey.of("default", vendor, "INV-7", line),
        Optional.of(vendor),
        "INV-7",
        line,
        item,
        new Money(Currency.getInstance("USD"), new BigDecimal(amount)),
        invoice.firstRun(),
        Optional.empty());
  }

  @Test
  void declinedPayment_declinesEveryLineAndCanBeTriedAgain() throws Exception {
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    environment.gateway().decline(Payment.WHOLE_INVOICE, "insufficient funds");
    SubmittedInvoice invoice = environment.awaitingApproval(WITH_DISCOUNT);
    invoice.approve();
    invoice.awaitStatus(InvoiceStatus.PAYMENT_DECLINED);
    assertThat(invoice.details().linesDeclined()).isEqualTo(2);
    assertThat(invoice.details().paid()).isZero();

    environment.gateway().accept(Payment.WHOLE_INVOICE);
    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(environment.gateway().payments()).hasSize(1);
  }

  @Test
  void invoiceWithAFreeLine_otherLinesPaidOneByOne() throws Exception {
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);
    SubmittedInvoice invoice = environment.awaitingApproval(WITH_FREE_LINE);
    assertThat(invoice.details().onePayment()).isFalse();

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(environment.gateway().payments()).extracting(Payment::line).containsExactly(1, 3);
    assertThat(invoice.details().lines().get(1).state()).isEqualTo(LineState.FREE);
    assertThat(invoice.details().linesPaid()).isEqualTo(2);
  }

  @Test
  void workerThatPaysByInvoice_recordsItForEachInvoice() throws Exception {
    ProcessingRules byInvoice =
        ProcessingRules.of(Duration.ofDays(5), Duration.ofSeconds(2), 1)
            .withPaymentPer(PaymentPer.INVOICE);
    environment.startWorker(byInvoice);
    SubmittedInvoice invoice = environment.awaitingApproval(WITH_FREE_LINE);
    environment.stopWorker();
    environment.startWorker(InvoiceEnvironment.WITHOUT_PAUSE);

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(environment.gateway().payments())
        .extracting(Payment::line)
        .containsExactly(Payment.WHOLE_INVOICE);
  }
}
