package dev.invoices.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineState;
import dev.invoices.workflow.InvoiceWorkflow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What three independent sources say about one invoice: the workflow, the ledger and Temporal's
 * history. An audit fails when a line was paid twice; its assertions check that the sources agree.
 */
final class Audit {

  private final CrashScenario scenario;
  private final String id;
  private final int lines;
  private final InvoiceSnapshot snapshot;
  private final List<LedgerRow> ledger;
  private final PaidHistory history;
  private final Optional<String> result;

  private Audit(CrashScenario scenario, String id, int lines) throws Exception {
    this.scenario = scenario;
    this.id = id;
    this.lines = lines;
    this.snapshot = scenario.workflow(id).query(InvoiceWorkflow.GET_DETAILS, InvoiceSnapshot.class);
    this.ledger = scenario.ledger(id);
    this.history = scenario.history(id);
    this.result =
        history.count("WORKFLOW_EXECUTION_COMPLETED") == 1
            ? Optional.of(scenario.workflow(id).getResult(String.class))
            : Optional.empty();
  }

  static Audit of(CrashScenario scenario, String id, int lines) throws Exception {
    Audit audit = new Audit(scenario, id, lines);
    Totals.INVOICES.incrementAndGet();
    int doublePayments = audit.doublePayments();
    Totals.DOUBLE_PAYMENTS.addAndGet(doublePayments);
    assertThat(doublePayments).as("double payments of %s: %s", id, audit.receipts()).isZero();
    return audit;
  }

  PaidHistory history() {
    return history;
  }

  InvoiceSnapshot snapshot() {
    return snapshot;
  }

  /** It was completed: every line was paid once. */
  void assertCompleted() {
    assertEndedAs(InvoiceStatus.COMPLETED, allLines(), Optional.of("COMPLETED"));
  }

  /** It ended in this status with these lines paid, each once. */
  void assertEndedAs(InvoiceStatus status, Set<Integer> paidLines, Optional<String> outcome) {
    assertThat(paidInLedger()).as("lines of %s in the ledger", id).isEqualTo(paidLines);
    assertThat(paidInHistory()).as("lines of %s in the history", id).isEqualTo(paidLines);
    assertThat(history.paid()).as("payments of %s in the history", id).hasSameSizeAs(paidLines);
    assertThat(snapshot.status()).as("status of %s", id).isEqualTo(status);
    assertThat(snapshot.lineCount()).as("lines of %s", id).isEqualTo(lines);
    assertThat(snapshot.linesPaid()).as("paid lines of %s", id).isEqualTo(paidLines.size());
    assertThat(snapshot.paid()).as("money of %s", id).isEqualByComparingTo(ledgerSum());
    assertThat(result).as("result of %s", id).isEqualTo(outcome);
    scenario.accountedFor(id);
  }

  /** Each payment of a line beyond its first: another row, or another receipt for it anywhere. */
  private int doublePayments() {
    int moreRows = ledger.size() - paidInLedger().size();
    int moreReceipts = receipts().values().stream().mapToInt(known -> known.size() - 1).sum();
    return Math.max(moreRows, moreReceipts);
  }

  /** The receipts of each line that any of the three knows. */
  private Map<Integer, Set<String>> receipts() {
    Stream<Map.Entry<Integer, String>> all =
        Stream.of(
                ledger.stream().map(row -> Map.entry(row.line(), row.receipt())),
                history.paid().stream().map(paid -> Map.entry(paid.line(), paid.receipt())),
                snapshot.lines().stream()
                    .filter(line -> line.state() == LineState.PAID && line.receipt().isPresent())
                    .map(line -> Map.entry(line.line(), line.receipt().orElseThrow())))
            .flatMap(known -> known);
    return all.collect(
        Collectors.groupingBy(
            Map.Entry::getKey,
            TreeMap::new,
            Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
  }

  private Set<Integer> paidInLedger() {
    return ledger.stream().map(LedgerRow::line).collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<Integer> paidInHistory() {
    return history.paid().stream()
        .map(PaidHistory.Paid::line)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private BigDecimal ledgerSum() {
    return ledger.stream().map(LedgerRow::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private Set<Integer> allLines() {
    return IntStream.rangeClosed(1, lines).boxed().collect(Collectors.toSet());
  }
}
