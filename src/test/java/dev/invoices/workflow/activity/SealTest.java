package dev.invoices.workflow.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.LineItem;
import dev.invoices.json.ExactJson;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Receipt;
import dev.invoices.workflow.activity.PaidLines.PaidLine;
import io.temporal.failure.ApplicationFailure;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What shows that a worker with the ledger has said something. */
class SealTest {

  private static final Seal SEAL = new Seal(new byte[32]);
  private static final Seal OTHER = new Seal(new byte[] {1});
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123456789Z");
  private static final LedgerIdentity LEDGER = new LedgerIdentity("7c0c", "/books/ledger.db");
  private static final PaymentOrigin ORIGIN =
      new PaymentOrigin(
          "test",
          Optional.of("run-1"),
          Optional.of(LEDGER),
          Optional.of("run-1/1"),
          Optional.empty());
  private static final PaymentOrigin ASKED_AGAIN =
      new PaymentOrigin(
          "test",
          Optional.of("run-1"),
          Optional.of(LEDGER),
          Optional.of("run-1/2"),
          Optional.empty());
  private static final PaymentOrigin OTHER_SUBMISSION =
      new PaymentOrigin(
          "test",
          Optional.of("run-9"),
          Optional.of(LEDGER),
          Optional.of("run-1/1"),
          Optional.empty());
  private static final PaymentOrigin LATER =
      new PaymentOrigin(
          "test",
          Optional.of("run-1"),
          Optional.of(LEDGER),
          Optional.of("run-1/1"),
          Optional.of(NOON));
  private static final Invoice INVOICE = InvoiceSamples.valid(InvoiceSamples.BARE);
  private static final PaymentRequest REQUEST = PaymentRequest.forLine(INVOICE, 1, ORIGIN);
  private static final PaymentInquiry INQUIRY =
      new PaymentInquiry(INVOICE, false, Optional.empty(), ORIGIN);

  @Test
  void seal_isOfItsPartsAndSecretOnly() {
    String seal = SEAL.of("a", "bc");

    assertThat(seal).matches("[0-9a-f]{64}");
    assertThat(SEAL.isOf(seal, "a", "bc")).isTrue();
    assertThat(SEAL.isOf(seal, "ab", "c")).isFalse();
    assertThat(SEAL.isOf(seal, "a", "bc", "")).isFalse();
    assertThat(SEAL.isOf("", "a", "bc")).isFalse();
    assertThat(OTHER.isOf(seal, "a", "bc")).isFalse();
  }

  @Test
  void resultOfAPayment_isSealedAsItIsReadBack() throws Exception {
    PaymentResult result = PaymentResult.of(new Receipt("R-1", NOON, true), 2, SEAL, REQUEST);

    PaymentResult read = read(ExactJson.write(result), PaymentResult.class);

    assertThat(read).isEqualTo(result);
    assertThat(read.isSealed(SEAL, REQUEST)).isTrue();
    assertThat(read.isSealed(SEAL, PaymentRequest.forLine(INVOICE, 2, ORIGIN))).isFalse();
    assertThat(read.isSealed(SEAL, PaymentRequest.forLine(INVOICE, 1, ASKED_AGAIN))).isFalse();
    assertThat(read.isSealed(OTHER, REQUEST)).isFalse();
    assertThat(new PaymentResult("R-2", NOON, 2, true, read.seal()).isSealed(SEAL, REQUEST))
        .isFalse();
    assertThat(new PaymentResult("R-1", NOON, 2, false, read.seal()).isSealed(SEAL, REQUEST))
        .isFalse();
  }

  @Test
  void resultOfAnOlderWorker_hasNoSealAndStaysAsItWas() throws Exception {
    String json =
        """
        {"receipt":"R-1","paid_at":"2026-01-31T12:00:00Z","attempts":1}""";

    PaymentResult read = read(json, PaymentResult.class);

    assertThat(read.isSealed(SEAL, REQUEST)).isFalse();
    assertThat(read.earlier()).isFalse();
    assertThat(ExactJson.write(read)).isEqualTo(json);
  }

  @Test
  void decline_isSealedOverItsReason() {
    ApplicationFailure declined = SEAL.declined(REQUEST, "no funds", 3);

    assertThat(declined.isNonRetryable()).isTrue();
    assertThat(declined.getDetails().get(0, Integer.class)).isEqualTo(3);
    assertThat(SEAL.isOnDecline(declined, REQUEST)).isTrue();
    assertThat(SEAL.isOnDecline(declined, PaymentRequest.forLine(INVOICE, 2, ORIGIN))).isFalse();
    assertThat(SEAL.isOnDecline(declined, PaymentRequest.forLine(INVOICE, 1, ASKED_AGAIN)))
        .isFalse();
    assertThat(OTHER.isOnDecline(declined, REQUEST)).isFalse();
    assertThat(SEAL.isOnDecline(failure("because", 3, detail(declined)), REQUEST)).isFalse();
    assertThat(SEAL.isOnDecline(failure("no funds", 3), REQUEST)).isFalse();
    assertThat(SEAL.isOnDecline(failure("no funds"), REQUEST)).isFalse();
    assertThat(SEAL.isOnDecline(failure("no funds", 3, List.of("odd")), REQUEST)).isFalse();
  }

  private static String detail(ApplicationFailure declined) {
    return declined.getDetails().get(1, String.class);
  }

  private static ApplicationFailure failure(String reason, Object... details) {
    return ApplicationFailure.newNonRetryableFailure(
        reason, PaymentActivities.PAYMENT_DECLINED, details);
  }

  @Test
  void paidLines_areSealedAsTheyAreReadBack() throws Exception {
    PaidLines paid = PaidLines.of(INQUIRY, LEDGER, Map.of(2, receipt(2), 1, receipt(1)), SEAL);

    PaidLines read = read(ExactJson.write(paid), PaidLines.class);

    assertThat(BitSet.valueOf(read.lines()).stream()).containsExactly(1, 2);
    assertThat(read.receipts())
        .containsExactly(
            new PaidLine(1, "R-1", NOON.plusSeconds(1), false),
            new PaidLine(2, "R-2", NOON.plusSeconds(2), false));
    assertThat(read.isSealed(SEAL, INQUIRY)).isTrue();
    assertThat(read.isSealed(OTHER, INQUIRY)).isFalse();
    assertThat(read.isSealed(SEAL, new PaymentInquiry(INVOICE, true, Optional.empty(), ORIGIN)))
        .isFalse();
    assertThat(
            read.isSealed(SEAL, new PaymentInquiry(INVOICE, false, Optional.empty(), ASKED_AGAIN)))
        .isFalse();
    assertThat(
            read.isSealed(SEAL, new PaymentInquiry(longInvoice(), false, Optional.empty(), ORIGIN)))
        .isFalse();
    assertThat(
            read.isSealed(
                SEAL, new PaymentInquiry(INVOICE, false, Optional.empty(), OTHER_SUBMISSION)))
        .isFalse();
    assertThat(read.isSealed(SEAL, new PaymentInquiry(INVOICE, false, Optional.of(1), ORIGIN)))
        .isFalse();
    assertThat(read.isSealed(SEAL, new PaymentInquiry(INVOICE, false, Optional.empty(), LATER)))
        .isFalse();
    assertThat(
            new PaidLines(LEDGER, new byte[] {2}, read.receipts(), new byte[0], read.seal())
                .isSealed(SEAL, INQUIRY))
        .isFalse();
    assertThat(
            new PaidLines(LEDGER, read.lines(), List.of(), new byte[0], read.seal())
                .isSealed(SEAL, INQUIRY))
        .isFalse();
    assertThat(
            new PaidLines(LEDGER, read.lines(), read.receipts(), new byte[] {1}, read.seal())
                .isSealed(SEAL, INQUIRY))
        .isFalse();
  }

  @Test
  void linesPaidOtherwise_areSealedAsTheyAreReadBack() throws Exception {
    PaidLines paid = PaidLines.of(INQUIRY, LEDGER, Map.of(0, receipt(0)), SEAL);

    PaidLines read = read(ExactJson.write(paid), PaidLines.class);

    assertThat(BitSet.valueOf(read.otherwise()).stream()).containsExactly(0);
    assertThat(read.isSealed(SEAL, INQUIRY)).isTrue();
    assertThat(
            new PaidLines(LEDGER, read.lines(), List.of(), new byte[0], read.seal())
                .isSealed(SEAL, INQUIRY))
        .isFalse();
  }

  @Test
  void longInvoice_theReceiptsOfTheTenLinesPaidLast() {
    PaymentInquiry inquiry = new PaymentInquiry(longInvoice(), false, Optional.empty(), ORIGIN);
    Map<Integer, Receipt> found = new HashMap<>();
    IntStream.rangeClosed(1, 150).forEach(line -> found.put(line, receipt(line)));

    PaidLines paid = PaidLines.of(inquiry, LEDGER, found, SEAL);

    assertThat(BitSet.valueOf(paid.lines()).cardinality()).isEqualTo(150);
    assertThat(paid.receipts())
        .extracting(PaidLine::line)
        .containsExactly(141, 142, 143, 144, 145, 146, 147, 148, 149, 150);
  }

  private static Invoice longInvoice() {
    List<LineItem> lines =
        IntStream.rangeClosed(1, 200)
            .mapToObj(line -> new LineItem("Item " + line, new BigDecimal("1.00"), ""))
            .toList();
    return new Invoice("LONG", "", INVOICE.currency(), lines, new BigDecimal("200.00"));
  }

  private static Receipt receipt(int line) {
    return new Receipt("R-" + line, NOON.plusSeconds(line), false);
  }

  private static <T> T read(String json, Class<T> type) throws Exception {
    return ExactJson.mapper().readValue(json, type);
  }
}
