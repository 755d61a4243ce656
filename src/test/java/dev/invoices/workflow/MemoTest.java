package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.AWAITING_APPROVAL;
import static dev.invoices.invoice.InvoiceStatus.COMPLETED;
import static dev.invoices.invoice.InvoiceStatus.PARTIALLY_PAID;
import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static dev.invoices.invoice.InvoiceStatus.PROCESSING_PAYMENTS;
import static dev.invoices.invoice.InvoiceStatus.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.payment.sandbox.Hold;
import dev.invoices.workflow.decision.DecisionGate;
import dev.invoices.workflow.display.InvoiceMemo;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In every phase the memo holds, readable without a worker, what the snapshot holds. */
class MemoTest {

  private static final DecisionSignal ALICE =
      new DecisionSignal("alice", "claude-ai 1.0", "checked", "req-1", "");

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.WITHOUT_PAUSE);

  private final String json = InvoiceSamples.with("vendor", "\"Acme\"");

  @Test
  void fromApprovalToCompletion_memoIsTheDetailsInEveryPhase() throws Exception {
    Hold firstLine = environment.gateway().hold(1);
    Hold secondLine = environment.gateway().hold(2);
    SubmittedInvoice invoice = environment.awaitingApproval(json);
    assertMemoIsTheSnapshot(invoice, AWAITING_APPROVAL, "USD 0.00");

    invoice.approve(ALICE);
    firstLine.awaitArrival();
    assertMemoIsTheSnapshot(invoice, PROCESSING_PAYMENTS, "USD 0.00");
    assertThat(invoice.memo().decision())
        .hasValueSatisfying(d -> assertThat(d.by()).isEqualTo("alice"));
    assertThat(invoice.memo().approvalDeadline()).isEmpty();

    firstLine.release();
    secondLine.awaitArrival();
    assertMemoIsTheSnapshot(invoice, PROCESSING_PAYMENTS, "USD 2,000.00");

    secondLine.release();
    invoice.result();
    assertMemoIsTheSnapshot(invoice, COMPLETED, "USD 2,100.11");
  }

  @Test
  void everythingOnThePaper_standsInTheMemo_andAnOlderMemoSaysNothingOfIt() {
    Invoice invoice =
        InvoiceSamples.valid(
            """
            {"id": "INV-7", "number": "7", "issue_date": "2026-10-01", "due_date": "2026-12-31",
             "purchase_order": "PO-77", "extra": {"terms": "30 days", "rate": 0.5},
             "lines": [{"item": "Widget", "amount": 125}]}""");
    InvoiceSnapshot snapshot = InvoiceSnapshot.submitted(invoice, Instant.EPOCH);
    Map<String, JsonNode> memo = new HashMap<>();
    InvoiceMemo.of(snapshot).forEach((key, value) -> memo.put(key, (JsonNode) value));

    assertThat(InvoiceMemo.read(memo)).hasValue(snapshot.withLines(List.of()));
    memo.keySet().removeAll(List.of("number", "issue_date", "due_date", "purchase_order", "extra"));
    assertThat(InvoiceMemo.read(memo).orElseThrow())
        .satisfies(
            older -> {
              assertThat(older.number()).isEmpty();
              assertThat(older.issueDate()).isEmpty();
              assertThat(older.dueDate()).isEmpty();
              assertThat(older.purchaseOrder()).isEmpty();
              assertThat(older.extra()).isEmpty();
            });
  }

  @Test
  void afterADeclineAndAStop_memoIsTheDetails() throws Exception {
    environment.gateway().decline(2, "line 2 is refused");
    SubmittedInvoice invoice = environment.awaitingApproval(json);
    invoice.approve(ALICE);
    invoice.awaitStatus(PAYMENT_DECLINED);
    assertMemoIsTheSnapshot(invoice, PAYMENT_DECLINED, "USD 2,000.01");
    assertThat(invoice.memo().approvalDeadline()).isPresent();

    invoice.reject();
    invoice.result();

    assertMemoIsTheSnapshot(invoice, PARTIALLY_PAID, "USD 2,000.01");
  }

  @Test
  void afterARejection_memoIsTheDetails() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(json);
    invoice.reject(ALICE);

    invoice.result();

    assertMemoIsTheSnapshot(invoice, REJECTED, "USD 0.00");
  }

  @Test
  void afterTheDeadline_memoIsTheDetails() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(json);

    invoice.result();

    assertMemoIsTheSnapshot(invoice, InvoiceStatus.APPROVAL_TIMEOUT, "USD 0.00");
  }

  @Test
  void memoOfASubmission_readsAsAnInvoiceInProcessing() {
    Invoice invoice = InvoiceSamples.valid(json);
    Instant now = Instant.parse("2026-01-31T12:00:00Z");

    Optional<InvoiceSnapshot> details =
        InvoiceMemo.read(
            InvoiceMemo.submitted(invoice, now).entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey, e -> InvoiceSamples.node(e.getValue().toString()))));

    assertThat(details)
        .hasValueSatisfying(
            memo -> {
              assertThat(memo.id()).isEqualTo("INV-7");
              assertThat(memo.vendor()).isEqualTo("Acme");
              assertThat(memo.status()).isEqualTo(InvoiceStatus.PROCESSING);
              assertThat(memo.submittedAt()).isEqualTo(now);
              assertThat(memo.totalAmount()).hasToString("USD 2,100.11");
              assertThat(memo.paidAmount()).hasToString("USD 0.00");
              assertThat(memo.lineCount()).isEqualTo(3);
              assertThat(memo.digest()).isEqualTo(invoice.digest());
            });
  }

  @Test
  void memoOfAnotherProgram_isNone() {
    assertThat(InvoiceMemo.read(Map.of())).isEmpty();
    assertThat(InvoiceMemo.read(Map.of("status", InvoiceSamples.node("\"Completed\"")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"On the way", "Terminated"})
  void memoOfOurShapeWithAStatusThatNoWorkflowHas_isNone(String status) {
    Map<String, JsonNode> memo =
        InvoiceMemo.submitted(InvoiceSamples.valid(json), Instant.EPOCH).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, e -> InvoiceSamples.node(e.getValue().toString())));
    memo.put("status", InvoiceSamples.node('"' + status + '"'));

    assertThat(InvoiceMemo.read(memo)).isEmpty();
  }

  @Test
  void unchangedDetails_nothingToWrite() {
    InvoiceProgress progress = InvoiceProgress.of(InvoiceSamples.valid(json), false, Instant.EPOCH);

    assertThat(InvoiceMemo.changes(memo(progress), memo(progress))).isEmpty();
  }

  @Test
  void firstMemo_writtenWhole() {
    InvoiceProgress progress = InvoiceProgress.of(InvoiceSamples.valid(json), false, Instant.EPOCH);

    assertThat(InvoiceMemo.changes(Map.of(), memo(progress))).isEqualTo(memo(progress));
  }

  @Test
  void phaseWithoutADeadline_onlyTheDifferencesWritten() {
    InvoiceProgress progress = InvoiceProgress.of(InvoiceSamples.valid(json), false, Instant.EPOCH);
    progress.enterAndWaitUntil(AWAITING_APPROVAL, Instant.EPOCH);
    Map<String, Object> before = memo(progress);

    progress.enter(PROCESSING_PAYMENTS, Instant.EPOCH);

    assertThat(InvoiceMemo.changes(before, memo(progress)))
        .containsOnlyKeys("status", "approval_deadline")
        .containsEntry("approval_deadline", null);
  }

  private static Map<String, Object> memo(InvoiceProgress progress) {
    return InvoiceMemo.of(progress.details(new DecisionGate(), true));
  }

  private static void assertMemoIsTheSnapshot(
      SubmittedInvoice invoice, InvoiceStatus status, String paid) {
    assertThat(invoice.memo().status()).isEqualTo(status);
    assertThat(invoice.memo().paidAmount()).hasToString(paid);
    assertThat(invoice.memo().lines()).isEmpty();
    assertThat(invoice.memo())
        .usingRecursiveComparison()
        .ignoringFields("lines", "ignoredDecisions")
        .isEqualTo(invoice.details());
  }
}
