package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.json.ExactJson;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.workflow.activity.PaidLines;
import dev.invoices.workflow.activity.PaidLines.PaidLine;
import dev.invoices.workflow.activity.PaymentResult;
import dev.invoices.workflow.decision.DecisionGate;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines a snapshot shows. */
class InvoiceProgressTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 101})
  void freshInvoice_isTheSnapshotOfItsSubmission(int lines) {
    Invoice invoice = InvoiceSamples.valid(InvoiceSamples.ofLines(lines));

    assertThat(InvoiceSnapshot.submitted(invoice, Instant.EPOCH))
        .isEqualTo(
            InvoiceProgress.of(invoice, false, Instant.EPOCH).details(new DecisionGate(), false));
  }

  @Test
  void longInvoiceWithLinesThatReduceItsTotal_thoseShownToo_andFreeLinesCounted() {
    String lines = "{\"item\": \"Desk\", \"amount\": 1},".repeat(120);
    Invoice invoice =
        InvoiceSamples.valid(
            "{\"id\": \"A\", \"lines\": [%s {\"item\": \"Off\", \"amount\": -1}, {\"item\": \"Gift\", \"amount\": 0}]}"
                .formatted(lines));

    InvoiceSnapshot submitted = InvoiceSnapshot.submitted(invoice, Instant.EPOCH);
    InvoiceSnapshot details =
        InvoiceProgress.of(invoice, true, Instant.EPOCH).details(new DecisionGate(), false);

    assertThat(submitted.lines().stream().map(LineSnapshot::line)).hasSize(21).contains(20, 121);
    assertThat(submitted.linesFree()).isEqualTo(1);
    assertThat(details).isEqualTo(submitted);
  }

  @Test
  void hundredLines_allShown() {
    assertThat(shown(progressOf(100))).isEqualTo(numbers(1, 100));
  }

  @Test
  void longInvoiceNotYetPaid_firstLinesShownAndAllCounted() {
    InvoiceProgress progress = progressOf(101);

    assertThat(shown(progress)).isEqualTo(numbers(1, 20));
    assertThat(progress.details(new DecisionGate(), false).lineCount()).isEqualTo(101);
  }

  @Test
  void longInvoiceInPayment_lineAtWorkAndTheLatestPaidShown() {
    InvoiceProgress progress = progressOf(150);
    numbers(1, 49).forEach(line -> pay(progress, line));

    progress.paying(50);

    assertThat(shown(progress)).isEqualTo(numbers(40, 50));
    assertThat(progress.details(new DecisionGate(), false).linesPaid()).isEqualTo(49);
    assertThat(progress.details(new DecisionGate(), false).paidAmount()).hasToString("USD 49.00");
  }

  @Test
  void longInvoiceWithManyDeclines_boundedInTheOrderOfTheLines() {
    InvoiceProgress progress = progressOf(300);
    numbers(1, 200).forEach(line -> progress.declined(new int[] {line}, 1, "refused"));
    numbers(201, 300).forEach(line -> pay(progress, line));

    List<Integer> shown = shown(progress);

    assertThat(shown).hasSize(100).isSorted();
    assertThat(shown.subList(0, 90)).isEqualTo(numbers(1, 90));
    assertThat(shown.subList(90, 100)).isEqualTo(numbers(291, 300));
    assertThat(progress.details(new DecisionGate(), false).linesDeclined()).isEqualTo(200);
  }

  @Test
  void longInvoiceRetriedAfterManyDeclines_lineAtWorkShown() {
    InvoiceProgress progress = progressOf(150);
    numbers(1, 150).forEach(line -> progress.declined(new int[] {line}, 1, "refused"));

    progress.paying(120);

    assertThat(shown(progress)).contains(120).hasSizeLessThanOrEqualTo(100).isSorted();
  }

  @Test
  void longInvoiceOfOnePayment_firstAndNegativeLinesShownWhateverBecameOfIt() {
    String lines = "{\"item\": \"Desk\", \"amount\": 1},".repeat(149);
    String json = "{\"id\": \"A\", \"lines\": [%s {\"item\": \"Off\", \"amount\": -1}]}";
    Invoice invoice = InvoiceSamples.valid(json.formatted(lines));
    InvoiceProgress progress = InvoiceProgress.of(invoice, true, Instant.EPOCH);
    int[] all = IntStream.rangeClosed(1, 150).toArray();
    List<Integer> expected = Stream.concat(numbers(1, 20).stream(), Stream.of(150)).toList();

    assertThat(shown(progress)).isEqualTo(expected);
    progress.paying(all);
    assertThat(shown(progress)).isEqualTo(expected);
    progress.declined(all, 1, "refused");
    assertThat(shown(progress)).isEqualTo(expected);
    progress.paid(all, new PaymentResult("R", Instant.EPOCH, 1, false, ""));
    assertThat(shown(progress)).isEqualTo(expected);
  }

  @Test
  void longInvoiceOfWhichTheLedgerHoldsAll_theLatestPaidStayShown() {
    InvoiceProgress progress = progressOf(150);
    numbers(1, 150).stream().filter(line -> line != 5).forEach(line -> pay(progress, line));
    pay(progress, 5);
    List<Integer> latest = Stream.concat(Stream.of(5), numbers(142, 150).stream()).toList();
    BitSet all = new BitSet();
    all.set(1, 151);

    progress.agreeWith(
        new PaidLines(
            RecordingGateway.LEDGER,
            all.toByteArray(),
            latest.stream().map(line -> new PaidLine(line, "L", Instant.EPOCH, false)).toList(),
            new byte[0],
            ""));

    assertThat(shown(progress)).isEqualTo(latest);
    assertThat(progress.isFullyPaid()).isTrue();
  }

  @Test
  void retriedLine_keepsItsLastErrorAndAttemptsUntilItIsPaid() {
    InvoiceProgress progress = progressOf(1);
    progress.declined(new int[] {1}, 2, "refused");

    progress.paying(1);

    LineSnapshot paying = progress.details(new DecisionGate(), false).lines().get(0);
    assertThat(paying.state()).isEqualTo(LineState.PAYING);
    assertThat(paying.attempts()).isEqualTo(2);
    assertThat(paying.lastError()).hasValue("refused");
    pay(progress, 1);
    LineSnapshot paid = progress.details(new DecisionGate(), false).lines().get(0);
    assertThat(paid.attempts()).isEqualTo(3);
    assertThat(paid.lastError()).isEmpty();
    assertThat(progress.isFullyPaid()).isTrue();
  }

  @Test
  void nextRun_handedTheLinesWithoutWhatTheInvoiceSays_andShowsThemWhole() {
    Invoice invoice =
        InvoiceSamples.valid(
            """
            {"id": "INV-7", "lines": [{"item": "Widget", "amount": 125, "quantity": 10,
              "unit_price": 12.5, "description": "Blue"}]}""");
    InvoiceProgress first = InvoiceProgress.of(invoice, false, Instant.EPOCH);
    first.declined(new int[] {1}, 2, "refused");
    ContinueAsNewState carried =
        first.handedOn(ProcessingRules.DEFAULT, new DecisionGate(), Optional.empty(), 1);

    InvoiceProgress next = InvoiceProgress.resumed(invoice, carried);

    assertThat(ExactJson.write(carried)).contains("refused").doesNotContain("Blue", "12.5");
    assertThat(next.details(new DecisionGate(), false).lines())
        .isEqualTo(first.details(new DecisionGate(), false).lines())
        .allSatisfy(line -> assertThat(line.description()).isEqualTo("Blue"));
  }

  @Test
  void unreadInput_idFromTheWorkflowIdAndNothingElse() {
    var details =
        InvoiceProgress.unread("invoice-INV-7", Instant.EPOCH).details(new DecisionGate(), false);

    assertThat(details.id()).isEqualTo("INV-7");
    assertThat(details.lineCount()).isZero();
    assertThat(details.totalAmount()).hasToString("USD 0.00");
    assertThat(InvoiceProgress.unread("x", Instant.EPOCH).invoice().id()).isEmpty();
  }

  private static InvoiceProgress progressOf(int lines) {
    return InvoiceProgress.of(
        InvoiceSamples.valid(InvoiceSamples.ofLines(lines)), false, Instant.EPOCH);
  }

  private static void pay(InvoiceProgress progress, int line) {
    progress.paid(new int[] {line}, new PaymentResult("R-" + line, Instant.EPOCH, 1, false, ""));
  }

  private static List<Integer> shown(InvoiceProgress progress) {
    return progress.details(new DecisionGate(), false).lines().stream()
        .map(LineSnapshot::line)
        .toList();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }
}
