package dev.invoices.testkit;

import dev.invoices.payment.Payment;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.payment.provider.PaymentRound;
import dev.invoices.payment.provider.ProviderAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider that behaves as its contract says, and fails on command. It counts how often money
 * moved for each obligation, and remembers keys as long as it is told to. Safe for threads.
 */
public final class ScriptedProvider implements PaymentProvider {

  public static final String NAME = "scripted";

  /** What happens at one send. */
  @FunctionalInterface
  public interface Step {
    /**
     * Handles a send.
     *
     * @param bank moves the money, at most once for a key that is remembered
     */
    ProviderAnswer at(PaymentRound round, Bank bank);
  }

  /** The honest part of the provider. */
  @FunctionalInterface
  public interface Bank {
    ProviderAnswer move();
  }

  private final Clock clock;
  private final Duration keyLifetime;
  private final Map<String, ProviderAnswer> answersByKey = new ConcurrentHashMap<>();
  private final Map<String, ProviderAnswer.Paid> transfers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> moved = new ConcurrentHashMap<>();
  private final AtomicInteger references = new AtomicInteger();
  private final Deque<Step> steps = new ConcurrentLinkedDeque<>();
  private final Deque<ProviderAnswer> findings = new ConcurrentLinkedDeque<>();
  private final Deque<PaymentRound> sent = new ConcurrentLinkedDeque<>();
  private volatile Runnable beforeFind = () -> {};

  /**
   * @param clock dates the transfers
   * @param keyLifetime what it promises; {@link #forgetKeys} keeps the promise or breaks it
   */
  public ScriptedProvider(Clock clock, Duration keyLifetime) {
    this.clock = clock;
    this.keyLifetime = keyLifetime;
  }

  /** The next send goes so. */
  public ScriptedProvider then(Step step) {
    steps.add(step);
    return this;
  }

  /** The next look-up gets this answer, whatever is true. */
  public ScriptedProvider thenFinds(ProviderAnswer answer) {
    findings.add(answer);
    return this;
  }

  /** Each look-up begins with this. */
  public void beforeFind(Runnable action) {
    beforeFind = action;
  }

  /** As a provider does after the lifetime of its keys. */
  public void forgetKeys() {
    answersByKey.clear();
  }

  /** How often money moved for an obligation, by the payment's own key. */
  public int moved(String idempotencyKey) {
    return moved.getOrDefault(idempotencyKey, new AtomicInteger()).get();
  }

  /** All that was sent, in order. */
  public List<PaymentRound> sent() {
    return List.copyOf(sent);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String payee(Payment payment) {
    return "acct_" + payment.vendor().orElse("");
  }

  @Override
  public ProviderAnswer send(PaymentRound round) {
    sent.add(round);
    return Optional.ofNullable(steps.poll())
        .orElse((asked, bank) -> bank.move())
        .at(round, () -> move(round));
  }

  private ProviderAnswer move(PaymentRound round) {
    return answersByKey.computeIfAbsent(
        round.key(),
        key -> {
          var paid = new ProviderAnswer.Paid("tr_" + references.incrementAndGet(), clock.instant());
          moved
              .computeIfAbsent(round.payment().idempotencyKey(), any -> new AtomicInteger())
              .incrementAndGet();
          transfers.put(round.payment().idempotencyKey(), paid);
          return paid;
        });
  }

  /** From now on a key is answered so. */
  public ProviderAnswer answer(PaymentRound round, ProviderAnswer answer) {
    answersByKey.put(round.key(), answer);
    return answer;
  }

  @Override
  public ProviderAnswer find(PaymentRound round) {
    beforeFind.run();
    ProviderAnswer said = findings.poll();
    if (said != null) {
      return said;
    }
    ProviderAnswer.Paid paid = transfers.get(round.payment().idempotencyKey());
    return paid == null ? new ProviderAnswer.NotFound() : paid;
  }

  @Override
  public Duration keyLifetime() {
    return keyLifetime;
  }
}
