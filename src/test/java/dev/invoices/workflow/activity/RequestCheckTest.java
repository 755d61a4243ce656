package dev.invoices.workflow.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.json.ExactJson;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are of our workflow for its own invoice. */
class RequestCheckTest {

  private static final Invoice INVOICE =
      InvoiceSamples.valid(
          """
          {"id": "D-1", "vendor": "Alpha Ltd", "extra": {"IBAN": "DE02", "Weight": 10.50}, "lines": [
            {"item": "Set", "amount": 100, "quantity": 2, "description": "Of two"},
            {"item": "Postage", "amount": 5.5}]}""");
  private static final PaymentOrigin ORIGIN =
      new PaymentOrigin(
          FakeCaller.NAMESPACE,
          Optional.of("run-1"),
          Optional.of(new LedgerIdentity("7c0c", "/books/ledger.db")),
          Optional.of(FakeCaller.RUN_ID + "/1"),
          Optional.of(FakeCaller.SCHEDULED_AT.minusMillis(9)));
  private static final PaymentRequest REQUEST = PaymentRequest.forLine(INVOICE, 1, ORIGIN);
  private static final ActivityInfo OURS = FakeCaller.workflowOf("D-1");

  @Test
  void requestForALineOrTheInvoice_isTakenAsItIs() {
    PaymentRequest whole = PaymentRequest.forInvoice(INVOICE, ORIGIN);

    assertThat(RequestCheck.request(raw(ExactJson.write(REQUEST)), OURS)).isEqualTo(REQUEST);
    assertThat(RequestCheck.request(raw(ExactJson.write(whole)), OURS)).isEqualTo(whole);
  }

  @Test
  void requestOfAnOlderWorker_isTaken() {
    String json = ExactJson.write(REQUEST);
    String older = json.substring(0, json.indexOf(",\"ledger\"")) + "}";
    String first =
        """
        {"item":"Two  spaces","amount":100.1,"description":"One year","currency":"USD",\
        "invoice_id":"D-1","line":2,"idempotency_key":"D-1/2"}""";

    assertThat(RequestCheck.request(raw(older), OURS).submission()).isEmpty();
    assertThat(RequestCheck.request(raw(older), OURS).payment().askedAt()).isEmpty();
    assertThat(RequestCheck.request(raw(first), OURS).payment().idempotencyKey())
        .isEqualTo("D-1/2");
  }

  @Test
  void totalOfManyGreatLines_isTaken() {
    Invoice great =
        InvoiceSamples.valid(
            """
            {"id": "D-1", "lines": [
              {"item": "Land", "amount": 999999999999}, {"item": "Sea", "amount": 999999999999}]}""");

    assertThat(
            RequestCheck.request(
                raw(ExactJson.write(PaymentRequest.forInvoice(great, ORIGIN))), OURS))
        .isNotNull();
  }

  @Test
  void requestOfTheRunBeforeAReset_isRefused() {
    PaymentOrigin before =
        new PaymentOrigin(
            FakeCaller.NAMESPACE,
            ORIGIN.submission(),
            ORIGIN.ledger(),
            Optional.of("run-1/1"),
            Optional.empty());

    assertRefused(ExactJson.write(PaymentRequest.forLine(INVOICE, 1, before)), OURS, "another run");
    assertThatThrownBy(
            () ->
                RequestCheck.inquiry(
                    raw(
                        ExactJson.write(
                            new PaymentInquiry(INVOICE, false, Optional.empty(), before))),
                    OURS))
        .hasMessageContaining("another run");
  }

  @Test
  void forgedKey_isRefused() {
    assertRefused(with(REQUEST.idempotencyKey(), "0".repeat(64)), OURS, "idempotency key");
    assertRefused(with(REQUEST.idempotencyKey(), "D-1/1"), OURS, "idempotency key");
    assertRefused(
        ExactJson.write(
            PaymentRequest.forLine(
                INVOICE,
                1,
                new PaymentOrigin(
                    "other",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))),
        OURS,
        "idempotency key");
  }

  @ParameterizedTest
  @CsvSource({
    "-100.00, must be greater than zero",
    "0, must be greater than zero",
    "100.001, must have at most 2 decimal places in USD",
    "1e12, must have at most 12 digits before the decimal point",
    "1e99999999, must have at most 12 digits before the decimal point",
    "1e-99999999, must have at most 2 decimal places in USD"
  })
  @Timeout(5)
  void impossibleAmount_isRefused(String amount, String problem) {
    assertRefused(with("100.00", amount), OURS, "its amount " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Set\" | \"Se\\nt\" | lines[0].item must be one line",
        "\"Set\" | \"\" | lines[0].item must not be blank",
        "\"Set\" | null | lines[0].item is missing",
        "\"Alpha Ltd\" | \"Alpha\\u202eLtd\" | vendor must be one line of visible text",
        "\"D-1\" | \"D 1\\n\" | id",
        "\"USD\" | null | not in the form",
        "100.00 | null | it has no amount",
        "\"line\":1 | \"line\":-1 | no line -1",
        "\"line\":1 | \"line\":10001 | no line 10001",
        "\"run-1\" | \"run\\n1\" | its submission must be one line"
      })
  void valueThatNoInvoiceHas_isRefused(String before, String after, String problem) {
    assertRefused(with(before, after), OURS, problem);
  }

  @Test
  void longText_isRefused() {
    assertRefused(with("Alpha Ltd", "A".repeat(201)), OURS, "at most 200 characters");
    assertRefused(with("\"Set\"", "\"%s\"".formatted("S".repeat(501))), OURS, "");
    assertRefused(with("\"run-1\"", "\"%s\"".formatted("1".repeat(101))), OURS, "its submission");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "17", "null", "{\"amount\": \"much\"}"})
  void requestThatDoesNotDecode_isRefused(String json) {
    assertRefused(json, OURS, "Refused: the request cannot be read");
  }

  @Test
  void missingOrBinaryRequest_isRefused() {
    RawValue binary =
        new RawValue(
            Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("binary/odd"))
                .setData(ByteString.copyFromUtf8("x"))
                .build());

    assertThatThrownBy(() -> RequestCheck.request(null, OURS))
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> RequestCheck.request(binary, OURS))
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> RequestCheck.inquiry(null, OURS))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void callerThatIsNotTheWorkflowOfTheInvoice_isRefused() {
    String request = ExactJson.write(REQUEST);
    String problem = "only the workflow of the invoice may ask, for invoice \"D-1\"";

    assertRefused(request, FakeCaller.workflowOf("D-2"), problem);
    assertRefused(request, FakeCaller.workflow("OtherWorkflow", "invoice-D-1"), problem);
    assertRefused(request, FakeCaller.noWorkflow(), problem);
  }

  @Test
  void inquiryOfTheWorkflow_isTakenAsItIs() {
    PaymentInquiry inquiry = new PaymentInquiry(INVOICE, false, Optional.empty(), ORIGIN);

    PaymentInquiry read = RequestCheck.inquiry(raw(ExactJson.write(inquiry)), OURS);

    assertThat(read).isEqualTo(inquiry);
    assertThat(read.invoice().digest()).isEqualTo(INVOICE.digest());
  }

  @Test
  void inquiryAboutOnePayment_stopsThatOneOnly() {
    PaymentInquiry ofLine = new PaymentInquiry(INVOICE, false, Optional.of(2), ORIGIN);
    PaymentInquiry ofAll = new PaymentInquiry(INVOICE, false, Optional.empty(), ORIGIN);
    PaymentInquiry ofTotal = new PaymentInquiry(INVOICE, true, Optional.of(0), ORIGIN);

    for (PaymentInquiry inquiry : List.of(ofLine, ofAll, ofTotal)) {
      assertThat(RequestCheck.inquiry(raw(ExactJson.write(inquiry)), OURS)).isEqualTo(inquiry);
      assertThat(inquiry.fence().orElseThrow().askedAt()).isEqualTo(ORIGIN.askedAt().orElseThrow());
    }
    assertThat(ofLine.payments()).extracting(Payment::line).containsExactly(2);
    assertThat(ofLine.fence().orElseThrow().idempotencyKey())
        .hasValue(PaymentRequest.forLine(INVOICE, 2, ORIGIN).idempotencyKey());
    assertThat(ofTotal.fence().orElseThrow().idempotencyKey())
        .hasValue(PaymentRequest.forInvoice(INVOICE, ORIGIN).idempotencyKey());
    assertThat(ofAll.fence().orElseThrow().idempotencyKey()).isEmpty();
  }

  @Test
  void inquiryOfAnOlderWorker_isAboutAllAndStopsNothing() {
    String json = ExactJson.write(new PaymentInquiry(INVOICE, false, Optional.empty(), ORIGIN));
    String older = json.replaceAll(",\"asked_at\":\"[^\"]*\"", "");
    assertThat(older).isNotEqualTo(json).doesNotContain("\"line\"");

    PaymentInquiry read = RequestCheck.inquiry(raw(older), OURS);

    assertThat(read.payments()).hasSize(2);
    assertThat(read.fence()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-02-01T12:00:00.001Z", "+1000000000-12-31T23:59:59Z", "1969-12-31T23:59:59Z"})
  void timeAtWhichNoWorkflowAsked_isRefused(String time) {
    String asked = ORIGIN.askedAt().orElseThrow().toString();
    String inquiry = ExactJson.write(new PaymentInquiry(INVOICE, false, Optional.empty(), ORIGIN));

    assertRefused(with(asked, time), OURS, "it was not asked for at the time that it names");
    assertInquiryRefused(inquiry.replace(asked, time), OURS, "at the time that it names");
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "false, 3", "false, -1", "true, 1"})
  void inquiryAboutAPaymentThatTheInvoiceHasNot_isRefused(boolean onePayment, int line) {
    String json =
        ExactJson.write(new PaymentInquiry(INVOICE, onePayment, Optional.of(line), ORIGIN));

    assertInquiryRefused(json, OURS, "the invoice has no payment " + line);
  }

  @Test
  void inquiryThatIsNoneOfTheWorkflow_isRefused() {
    String json = ExactJson.write(new PaymentInquiry(INVOICE, false, Optional.empty(), ORIGIN));

    assertInquiryRefused(json, FakeCaller.noWorkflow(), "only the workflow of the invoice may ask");
    assertInquiryRefused(json, FakeCaller.workflowOf("D-2"), "only the workflow of the invoice");
    assertInquiryRefused(
        json.replace("\"namespace\":\"test\"", "\"namespace\":\"b\""), OURS, "another namespace");
    assertInquiryRefused(json.replace("5.50", "1e99999999"), OURS, "digits before the decimal");
    assertInquiryRefused(json.replace("105.50", "106"), OURS, "total must equal the sum");
    assertInquiryRefused(json.replace("\"Set\"", "\"S  et\""), OURS, "");
    assertInquiryRefused("{}", OURS, "cannot be read");
  }

  private static void assertRefused(String json, ActivityInfo caller, String problem) {
    assertThatThrownBy(() -> RequestCheck.request(raw(json), caller))
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .satisfies(failure -> assertRefusal(failure, problem));
  }

  private static void assertInquiryRefused(String json, ActivityInfo caller, String problem) {
    assertThatThrownBy(() -> RequestCheck.inquiry(raw(json), caller))
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .satisfies(failure -> assertRefusal(failure, problem));
  }

  private static void assertRefusal(ApplicationFailure failure, String problem) {
    assertThat(failure.getType()).isEqualTo(PaymentActivities.PAYMENT_REFUSED);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage()).contains(problem).hasSizeLessThan(400);
  }

  /** The request with another value in one place. */
  private static String with(String before, String after) {
    String json = ExactJson.write(REQUEST);
    assertThat(json).contains(before);
    return json.replace(before, after);
  }

  private static RawValue raw(String json) {
    return new RawValue(
        Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
            .setData(ByteString.copyFromUtf8(json))
            .build());
  }
}
