package dev.invoices.payment;

import dev.invoices.payment.sandbox.Hold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * A provider that moves no money, records what it was asked for and misbehaves as told, line by
 * line.
 */
public final class RecordingGateway implements PaymentGateway {

  /** Of no ledger that has a file. */
  public static final LedgerIdentity LEDGER =
      new LedgerIdentity("5fd6c3a0-0b3b-4f6e-9d63-0d6b6f1f8a11", "/books/ledger.db");

  public static final Instant PAID_AT = Instant.parse("2126-01-31T12:00:00Z");

  private final List<Payment> attempts = new CopyOnWriteArrayList<>();
  private final List<Payment> payments = new CopyOnWriteArrayList<>();
  private final List<Payment> outdated = new CopyOnWriteArrayList<>();
  private final List<Fence> fences = new CopyOnWriteArrayList<>();
  private final Map<Integer, Integer> failuresLeft = new ConcurrentHashMap<>();
  private final Map<Integer, String> declines = new ConcurrentHashMap<>();
  private final Map<Integer, Hold> holds = new ConcurrentHashMap<>();
  private volatile Optional<Hold> inquiries = Optional.empty();

  @Override
  public Receipt pay(Payment payment) throws PaymentDeclinedException {
    attempts.add(payment);
    Hold hold = holds.get(payment.line());
    if (hold != null) {
      hold.arriveAndWait();
    }
    if (failuresLeft.merge(payment.line(), -1, Integer::sum) >= 0) {
      throw new IllegalStateException("the provider is out of reach");
    }
    if (!isPaid(payment) && fences.stream().anyMatch(fence -> fence.stops(payment))) {
      outdated.add(payment);
      throw new PaymentOutdatedException();
    }
    String reason = declines.get(payment.line());
    if (reason != null) {
      throw new PaymentDeclinedException(reason);
    }
    if (!isPaid(payment)) {
      payments.add(payment);
    }
    return new Receipt("R-" + line(payment), PAID_AT, false);
  }

  @Override
  public Map<Integer, Receipt> find(List<Payment> asked, Optional<Fence> fence) {
    inquiries.ifPresent(Hold::arriveAndWait);
    fence.ifPresent(fences::add);
    return asked.stream()
        .filter(this::isPaid)
        .collect(
            Collectors.toMap(
                Payment::line, payment -> new Receipt("R-" + line(payment), PAID_AT, false)));
  }

  private boolean isPaid(Payment asked) {
    return payments.stream()
        .anyMatch(
            made ->
                made.idempotencyKey().equals(asked.idempotencyKey())
                    && made.submission().equals(asked.submission())
                    && made.item().equals(asked.item())
                    && made.amount().isSameAs(asked.amount()));
  }

  @Override
  public LedgerIdentity ledger() {
    return LEDGER;
  }

  /** The next attempts to pay this line fail in a way that may pass. */
  public void failTransiently(int line, int times) {
    failuresLeft.put(line, times);
  }

  /** Refuses this line for good. */
  public void decline(int line, String reason) {
    declines.put(line, reason);
  }

  /** Declines this line no longer. */
  public void accept(int line) {
    declines.remove(line);
  }

  /** Keeps the payments of this line under way until they are released. */
  public Hold hold(int line) {
    return holds.computeIfAbsent(line, key -> new Hold());
  }

  /** Keeps the questions what was paid without an answer until they are released. */
  public Hold holdInquiries() {
    Hold hold = new Hold();
    inquiries = Optional.of(hold);
    return hold;
  }

  /** Every attempt to pay, in order. */
  public List<Payment> attempts() {
    return List.copyOf(attempts);
  }

  /** Every payment that came after the workflow had gone on without it, in order. */
  public List<Payment> outdated() {
    return List.copyOf(outdated);
  }

  /** Every payment that was made, in order. */
  public List<Payment> payments() {
    return List.copyOf(payments);
  }

  /** Invoice and line of the payments that were made, in order: {@code INV-7/1}. */
  public List<String> paidLines() {
    return payments.stream().map(RecordingGateway::line).toList();
  }

  /** Invoice and line of every attempt, in order. */
  public List<String> attemptedLines() {
    return attempts.stream().map(RecordingGateway::line).toList();
  }

  private static String line(Payment payment) {
    return payment.invoiceId() + "/" + payment.line();
  }
}
