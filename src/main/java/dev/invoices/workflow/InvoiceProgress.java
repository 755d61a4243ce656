package dev.invoices.workflow;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceDetails;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.LineDetails;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.LineState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far one invoice has come: its status and the payment of each line. */
final class InvoiceProgress {

  /** Of an invoice that is too long to show whole, this many of the lines paid last. */
  private static final int LATEST_PAID_SHOWN = 10;

  private final Invoice invoice;
  private final String digest;
  private final Instant submittedAt;
  private final List<LineDetails> lines = new ArrayList<>();
  private InvoiceStatus status = InvoiceStatus.PROCESSING;
  private Instant deadline;

  private InvoiceProgress(Invoice invoice, String digest, Instant submittedAt) {
    this.invoice = invoice;
    this.digest = digest;
    this.submittedAt = submittedAt;
    for (LineItem item : invoice.lines()) {
      lines.add(
          new LineDetails(
              lines.size() + 1,
              item.item(),
              item.amount(),
              LineState.PENDING,
              0,
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
    }
  }

  /** Before the input has been read, or when it turned out to be no invoice. */
  static InvoiceProgress unread(String workflowId, Instant submittedAt) {
    String id = workflowId.substring(Math.min(workflowId.length(), "invoice-".length()));
    Currency currency = Currency.getInstance(Invoice.DEFAULT_CURRENCY);
    Invoice nothing = new Invoice(id, "", currency, List.of(), BigDecimal.ZERO.setScale(2));
    return new InvoiceProgress(nothing, "", submittedAt);
  }

  static InvoiceProgress of(Invoice invoice, Instant submittedAt) {
    return new InvoiceProgress(invoice, invoice.digest(), submittedAt);
  }

  Invoice invoice() {
    return invoice;
  }

  void enter(InvoiceStatus next) {
    status = next;
    deadline = null;
  }

  void enterAndWaitUntil(InvoiceStatus waiting, Instant until) {
    status = waiting;
    deadline = until;
  }

  InvoiceStatus status() {
    return status;
  }

  /** The lines that still have to be paid, in order. */
  List<LineDetails> unpaidLines() {
    return lines.stream().filter(line -> line.state() != LineState.PAID).toList();
  }

  void paying(int line) {
    LineDetails before = lines.get(line - 1);
    replace(
        before,
        LineState.PAYING,
        before.attempts(),
        Optional.empty(),
        Optional.empty(),
        before.lastError());
  }

  void paid(int line, PaymentResult result) {
    LineDetails before = lines.get(line - 1);
    replace(
        before,
        LineState.PAID,
        before.attempts() + result.attempts(),
        Optional.of(result.receipt()),
        Optional.of(result.paidAt()),
        Optional.empty());
  }

  void declined(int line, int attempts, String reason) {
    LineDetails before = lines.get(line - 1);
    replace(
        before,
        LineState.DECLINED,
        before.attempts() + attempts,
        Optional.empty(),
        Optional.empty(),
        Optional.of(reason));
  }

  boolean isFullyPaid() {
    return linesIn(LineState.PAID) == lines.size();
  }

  boolean isNothingPaid() {
    return linesIn(LineState.PAID) == 0;
  }

  InvoiceDetails details(Decisions decisions) {
    return new InvoiceDetails(
        invoice.id(),
        invoice.vendor(),
        invoice.currency(),
        invoice.total(),
        paid(),
        status,
        submittedAt,
        Optional.ofNullable(deadline),
        decisions.latest(),
        decisions.ignored(),
        decisions.ignoredCount(),
        lines.size(),
        linesIn(LineState.PAID),
        linesIn(LineState.DECLINED),
        shownLines(),
        digest);
  }

  private BigDecimal paid() {
    return lines.stream()
        .filter(line -> line.state() == LineState.PAID)
        .map(LineDetails::amount)
        .reduce(BigDecimal.ZERO.setScale(invoice.total().scale()), BigDecimal::add);
  }

  private int linesIn(LineState state) {
    return (int) linesOf(state).count();
  }

  private Stream<LineDetails> linesOf(LineState state) {
    return lines.stream().filter(line -> line.state() == state);
  }

  /**
   * All lines of a short invoice; of a long one those in trouble or at work and the latest paid.
   */
  private List<LineDetails> shownLines() {
    if (lines.size() <= InvoiceDetails.MAX_LINES_SHOWN) {
      return List.copyOf(lines);
    }
    List<LineDetails> paid = linesOf(LineState.PAID).toList();
    Stream<LineDetails> latestPaid =
        paid.stream().skip(Math.max(0, paid.size() - LATEST_PAID_SHOWN));
    Stream<LineDetails> notable =
        Stream.concat(linesOf(LineState.PAYING), linesOf(LineState.DECLINED))
            .limit(InvoiceDetails.MAX_LINES_SHOWN - LATEST_PAID_SHOWN);
    return Stream.concat(latestPaid, notable)
        .sorted((a, b) -> Integer.compare(a.line(), b.line()))
        .toList();
  }

  private void replace(
      LineDetails before,
      LineState state,
      int attempts,
      Optional<String> receipt,
      Optional<Instant> paidAt,
      Optional<String> lastError) {
    lines.set(
        before.line() - 1,
        new LineDetails(
            before.line(),
            before.item(),
            before.amount(),
            state,
            attempts,
            receipt,
            paidAt,
            lastError));
  }
}
