package dev.invoices.server.inbox;

import dev.invoices.client.DecisionOutcome;
import dev.invoices.client.InvoiceView;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.invoice.LineItem;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Invoices of a test and the decisions about them. Its list stays as it is, as Temporal's does for
 * some seconds.
 */
final class ListOfInvoices implements Invoices {

  /** What was decided. */
  record Sent(String id, boolean approved, DecisionSignal signal) {}

  private List<WaitingInvoice> invoices;
  private Optional<WaitingInvoice> next = Optional.empty();
  private Optional<WaitingInvoice> seenNow = Optional.empty();
  private final Deque<DecisionOutcome> outcomes = new ArrayDeque<>();
  private final List<Sent> sent = new ArrayList<>();
  private OptionalLong unread = OptionalLong.of(0);
  private boolean canList = true;
  private List<LineItem> submitted = List.of();

  ListOfInvoices(WaitingInvoice... invoices) {
    this.invoices = List.of(invoices);
  }

  /** The next decision has this outcome; those after it count. */
  ListOfInvoices answering(DecisionOutcome outcome) {
    outcomes.add(outcome);
    return this;
  }

  /** Only the newest were read. */
  ListOfInvoices withoutTheOlderOnes() {
    unread = OptionalLong.empty();
    return this;
  }

  ListOfInvoices withoutAList() {
    canList = false;
    return this;
  }

  /** All lines of each can be read, and are these. */
  ListOfInvoices submittedWith(List<LineItem> lines) {
    submitted = lines;
    return this;
  }

  /** Once something is decided, the list has this instead. */
  void afterADecision(WaitingInvoice invoice) {
    next = Optional.of(invoice);
  }

  List<Sent> sent() {
    return sent;
  }

  /** What was found before is to be shown like this. */
  ListOfInvoices seenNow(WaitingInvoice invoice) {
    seenNow = Optional.of(invoice);
    return this;
  }

  @Override
  public InvoiceView asSeenNow(InvoiceView view) {
    return seenNow.map(WaitingInvoice::view).orElse(view);
  }

  @Override
  public Optional<OpenInvoices> open() {
    OptionalLong counted = unread.isEmpty() ? unread : OptionalLong.of(invoices.size());
    return canList
        ? Optional.of(
            new OpenInvoices(invoices.stream().map(WaitingInvoice::listed).toList(), counted))
        : Optional.empty();
  }

  @Override
  public Optional<InvoiceView> find(String id) {
    return invoice(id).map(WaitingInvoice::view);
  }

  @Override
  public List<LineItem> allLines(InvoiceView view) {
    return submitted;
  }

  @Override
  public List<String> findSimilar(String given) {
    return invoices.stream()
        .map(WaitingInvoice::id)
        .filter(id -> id.equalsIgnoreCase(given))
        .toList();
  }

  @Override
  public DecisionOutcome decide(String id, boolean approve, DecisionSignal signal) {
    sent.add(new Sent(id, approve, signal));
    next.ifPresent(instead -> invoices = List.of(instead));
    return Optional.ofNullable(outcomes.poll())
        .orElseGet(
            () ->
                new DecisionOutcome.Counted(
                    invoice(id)
                        .orElseThrow()
                        .decided(Decision.of(approve, signal, Instant.now()))));
  }

  private Optional<WaitingInvoice> invoice(String id) {
    return invoices.stream().filter(invoice -> invoice.id().equals(id)).findFirst();
  }
}
