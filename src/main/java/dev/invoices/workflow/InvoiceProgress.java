package dev.invoices.workflow;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.InvoiceWarning;
import dev.invoices.invoice.InvoiceWarning.Kind;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import dev.invoices.workflow.activity.PaidLines;
import dev.invoices.workflow.activity.PaidLines.PaidLine;
import dev.invoices.workflow.activity.PaymentResult;
import dev.invoices.workflow.decision.DecisionGate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Currency;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How far one invoice has come: its status and the payment of each line. The cost of a step does
 * not grow with the number of lines.
 */
final class InvoiceProgress {

  /** Of an invoice that is too long to show whole, this many of the lines that were paid last. */
  private static final int LATEST_PAID_SHOWN = 10;

  private final Invoice invoice;
  private final boolean onePayment;
  private final String digest;
  private final Instant submittedAt;
  private final List<LineSnapshot> lines = new ArrayList<>();
  private final Map<LineState, BitSet> linesByState = new EnumMap<>(LineState.class);
  private final Deque<Integer> latestPaid = new ArrayDeque<>();
  private BigDecimal paid;
  private List<InvoiceWarning> warnings = List.of();
  private InvoiceStatus status = InvoiceStatus.PROCESSING;
  private Instant deadline;
  private Instant endedAt;

  private InvoiceProgress(Invoice invoice, boolean onePayment, String digest, Instant submittedAt) {
    this.invoice = invoice;
    this.onePayment = onePayment;
    this.digest = digest;
    this.submittedAt = submittedAt;
    this.paid = BigDecimal.ZERO.setScale(invoice.total().scale());
    for (LineState state : LineState.values()) {
      linesByState.put(state, new BitSet());
    }
    for (LineItem item : invoice.lines()) {
      LineSnapshot line = LineSnapshot.submitted(lines.size() + 1, item);
      lines.add(line);
      linesByState.get(line.state()).set(line.line());
    }
  }

  /** Before the input has been read, or when it is not a valid invoice. */
  static InvoiceProgress unread(String workflowId, Instant submittedAt) {
    int prefix = InvoiceWorkflow.workflowId("").length();
    String id = workflowId.substring(Math.min(workflowId.length(), prefix));
    Currency currency = Currency.getInstance(Invoice.DEFAULT_CURRENCY);
    Invoice nothing = new Invoice(id, "", currency, List.of(), BigDecimal.ZERO.setScale(2));
    return new InvoiceProgress(nothing, false, "", submittedAt);
  }

  /**
   * At the start of its first run.
   *
   * @param onePayment whether it is paid in one payment of its total, rather than line by line
   */
  static InvoiceProgress of(Invoice invoice, boolean onePayment, Instant submittedAt) {
    return new InvoiceProgress(invoice, onePayment, invoice.digest(), submittedAt);
  }

  /**
   * Where an earlier run stopped.
   *
   * @param carried {@linkplain ContinueAsNewState#fits fits} the invoice
   */
  static InvoiceProgress resumed(Invoice invoice, ContinueAsNewState carried) {
    InvoiceProgress progress = of(invoice, false, carried.submittedAt());
    progress.restore(carried.paidLines(), LineState.PAID);
    progress.restore(carried.declinedLines(), LineState.DECLINED);
    carried
        .shownLines()
        .forEach(line -> progress.update(line.describedBy(invoice.lines().get(line.line() - 1))));
    progress.warn(carried.warnings());
    return progress;
  }

  Invoice invoice() {
    return invoice;
  }

  /** Of the invoice, see {@link Invoice#digest}. */
  String digest() {
    return digest;
  }

  Instant submittedAt() {
    return submittedAt;
  }

  /** What a person should know before they decide, in addition to what they were told. */
  void warn(List<InvoiceWarning> more) {
    warnings = Stream.concat(warnings.stream(), more.stream()).distinct().toList();
  }

  /** Whether an approval has to say that the invoice is no duplicate. */
  boolean isPossibleDuplicate() {
    return InvoiceWarning.isAmong(warnings, Kind.POSSIBLE_DUPLICATE);
  }

  /** Enters a status in which no decision is awaited, a final one included. */
  void enter(InvoiceStatus next, Instant now) {
    status = next;
    deadline = null;
    endedAt = next.mayStillPay() ? null : now;
  }

  void enterAndWaitUntil(InvoiceStatus waiting, Instant until) {
    status = waiting;
    deadline = until;
  }

  InvoiceStatus status() {
    return status;
  }

  /** The numbers of the lines from this one on that still have to be paid, in order. */
  int[] unpaidLinesFrom(int first) {
    BitSet paidLines = linesByState.get(LineState.PAID);
    BitSet freeLines = linesByState.get(LineState.FREE);
    return IntStream.rangeClosed(first, lines.size())
        .filter(line -> !paidLines.get(line) && !freeLines.get(line))
        .toArray();
  }

  /** Whether it is paid in one payment of its total. */
  boolean isOnePayment() {
    return onePayment;
  }

  /** Makes the declined lines payable again; why they were declined stays on record. */
  void retryDeclined() {
    BitSet declined = (BitSet) linesByState.get(LineState.DECLINED).clone();
    declined.stream().forEach(line -> update(line(line).in(LineState.PENDING)));
  }

  void paying(int... covered) {
    updateAll(covered, line -> line.in(LineState.PAYING));
  }

  void paid(int[] covered, PaymentResult result) {
    updateAll(
        covered,
        line -> line.paid(result.attempts(), result.receipt(), result.paidAt(), result.earlier()));
  }

  void declined(int[] covered, int attempts, String reason) {
    updateAll(covered, line -> line.declined(attempts, reason));
  }

  /**
   * Shows as paid what the ledger holds, and nothing else. Lines whose payment is in progress stay
   * so.
   */
  void agreeWith(PaidLines inLedger) {
    agreeWith(inLedger, IntStream.rangeClosed(1, lines.size()).toArray());
  }

  /** The same for some lines, if the ledger was asked about their payment only. */
  void agreeWith(PaidLines inLedger, int[] covered) {
    BitSet held = BitSet.valueOf(inLedger.lines());
    Map<Integer, PaidLine> receipts =
        inLedger.receipts().stream().collect(Collectors.toMap(PaidLine::line, paid -> paid));
    for (int number : covered) {
      LineSnapshot line = line(number);
      int payment = onePayment ? Payment.WHOLE_INVOICE : number;
      if (line.state() == LineState.FREE || line.state() == LineState.PAYING) {
        continue;
      }
      boolean wasPaid = line.state() == LineState.PAID;
      PaidLine receipt = receipts.get(payment);
      if (held.get(payment) && (!wasPaid || receipt != null)) {
        update(paid(line, receipt));
      } else if (wasPaid && !held.get(payment)) {
        update(line.unpaid());
      }
    }
  }

  /**
   * @param receipt null when the ledger was not asked for it, because the invoice is long
   */
  private static LineSnapshot paid(LineSnapshot line, PaidLine receipt) {
    return receipt == null
        ? line.in(LineState.PAID)
        : line.paid(0, receipt.receipt(), receipt.paidAt(), receipt.earlier());
  }

  boolean isFullyPaid() {
    return count(LineState.PAID) + count(LineState.FREE) == lines.size();
  }

  boolean hasPaidLines() {
    return count(LineState.PAID) > 0;
  }

  /** The lines in a state, as {@link ContinueAsNewState} holds them. */
  private byte[] linesIn(LineState state) {
    return linesByState.get(state).toByteArray();
  }

  /**
   * What the next run needs to continue.
   *
   * @param nextLine with which the payments continue
   */
  ContinueAsNewState handedOn(
      ProcessingRules rules,
      DecisionGate decisions,
      Optional<LedgerIdentity> ledger,
      int nextLine) {
    return new ContinueAsNewState(
        rules,
        submittedAt,
        decisions.latest(),
        decisions.ignored(),
        decisions.ignoredCount(),
        decisions.question(),
        ledger,
        nextLine,
        linesIn(LineState.PAID),
        linesIn(LineState.DECLINED),
        shownLines(),
        warnings,
        "");
  }

  /**
   * Everything that is known.
   *
   * @param numbersQuestions whether a decision may name the question that it answers
   */
  InvoiceSnapshot details(DecisionGate decisions, boolean numbersQuestions) {
    return new InvoiceSnapshot(
        invoice.id(),
        invoice.number(),
        invoice.vendor(),
        invoice.issueDate(),
        invoice.dueDate(),
        invoice.purchaseOrder(),
        invoice.extra(),
        invoice.currency(),
        invoice.total(),
        paid,
        status,
        submittedAt,
        Optional.ofNullable(deadline),
        Optional.ofNullable(endedAt),
        numbersQuestions ? decisions.question() : 0,
        decisions.latest(),
        decisions.ignored(),
        decisions.ignoredCount(),
        lines.size(),
        count(LineState.PAID),
        count(LineState.DECLINED),
        count(LineState.FREE),
        notableLines(),
        onePayment,
        warnings,
        digest);
  }

  /**
   * The lines that a snapshot shows, for the next run: without what their invoice says, which that
   * run is handed, too. Both together have to fit into one input.
   */
  private List<LineSnapshot> shownLines() {
    return notableLines().stream().map(LineSnapshot::undescribed).toList();
  }

  /** All lines of a short invoice; of a long one those that matter now. */
  private List<LineSnapshot> notableLines() {
    if (lines.size() <= InvoiceSnapshot.MAX_LINES_SHOWN) {
      return List.copyOf(lines);
    }
    // One payment covers all lines, so that none of them matters more than before it.
    if (onePayment
        || latestPaid.isEmpty() && count(LineState.PAYING) + count(LineState.DECLINED) == 0) {
      return InvoiceSnapshot.shownFirst(lines);
    }
    Stream<LineSnapshot> notable =
        IntStream.concat(
                linesByState.get(LineState.PAYING).stream(),
                linesByState.get(LineState.DECLINED).stream())
            .limit(InvoiceSnapshot.MAX_LINES_SHOWN - LATEST_PAID_SHOWN)
            .mapToObj(this::line);
    return Stream.concat(latestPaid.stream().map(this::line), notable)
        .sorted(Comparator.comparingInt(LineSnapshot::line))
        .toList();
  }

  private int count(LineState state) {
    return linesByState.get(state).cardinality();
  }

  private LineSnapshot line(int line) {
    return lines.get(line - 1);
  }

  private void restore(byte[] lineNumbers, LineState state) {
    BitSet.valueOf(lineNumbers).stream().forEach(line -> update(line(line).in(state)));
  }

  private void updateAll(int[] covered, UnaryOperator<LineSnapshot> change) {
    for (int line : covered) {
      update(change.apply(line(line)));
    }
  }

  private void update(LineSnapshot after) {
    LineSnapshot before = lines.set(after.line() - 1, after);
    linesByState.get(before.state()).clear(after.line());
    linesByState.get(after.state()).set(after.line());
    if (before.state() == LineState.PAID) {
      paid = paid.subtract(before.amount());
      latestPaid.remove(after.line());
    }
    if (after.state() == LineState.PAID) {
      paid = paid.add(after.amount());
      latestPaid.addLast(after.line());
      if (latestPaid.size() > LATEST_PAID_SHOWN) {
        latestPaid.removeFirst();
      }
    }
  }
}
