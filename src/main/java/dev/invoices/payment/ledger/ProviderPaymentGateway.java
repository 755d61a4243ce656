package dev.invoices.payment.ledger;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerTime;
import dev.invoices.payment.Fence;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.PaymentOutdatedException;
import dev.invoices.payment.PaymentUncertainException;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.payment.provider.ProviderAnswer;
import dev.invoices.text.SafeText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pays through a provider. Each round is safe on the disk before anything leaves the machine. A
 * round whose outcome is unknown is never counted as declined: it is looked up, and sent again
 * under the same key. Each round is looked up before it is sent, also for the first time: a ledger
 * that was restored from a backup does not know what was paid since. Once the provider may have
 * forgotten the key, only the look-up protects the payment, so that no earlier request may be on
 * its way then.
 */
public final class ProviderPaymentGateway implements PaymentGateway {

  private static final Logger log = LoggerFactory.getLogger(ProviderPaymentGateway.class);
  private static final int MAX_REASON_LENGTH = 300;

  /** Later than this after it was written down, a round is not sent. */
  private static final Duration SEND_BEFORE = Duration.ofSeconds(10);

  /** This long after it was written down that a round is sent, no money moves because of it. */
  static final Duration SETTLED_AFTER = SEND_BEFORE.plus(PaymentProvider.MOVE_LIMIT);

  /** Most requests are over long before, so that the provider is asked again meanwhile. */
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(30);

  private static final String STOPPED =
      "it was stopped before the money moved, and is not made any more";

  private final PaymentLedger ledger;
  private final PaymentProvider provider;
  private final Clock clock;

  /**
   * @param ledger that remembers what was begun and paid
   * @param provider that moves the money
   */
  public ProviderPaymentGateway(Ledger ledger, PaymentProvider provider) {
    this(ledger, provider, ledger.time(), Clock.systemUTC());
  }

  /**
   * @param time dates what is begun and sent
   * @param clock measures how long something takes here
   */
  public ProviderPaymentGateway(
      Ledger ledger, PaymentProvider provider, LedgerTime time, Clock clock) {
    this.ledger = new PaymentLedger(ledger, provider.books(), time);
    this.provider = provider;
    this.clock = clock;
  }

  @Override
  public LedgerIdentity ledger() {
    return ledger.identity();
  }

  /**
   * {@inheritDoc}
   *
   * @throws PaymentDeclinedException when the provider declines it, or does not know the vendor; or
   *     as {@link PaymentLedger#payAtOnce}
   * @throws PaymentOutdatedException when it was not begun, or would be sent again, and a fence
   *     stops it
   * @throws PaymentUncertainException when it is not known yet whether it was made
   * @throws dev.invoices.ledger.LedgerException when the ledger cannot be used now
   */
  @Override
  public Receipt pay(Payment payment) throws PaymentDeclinedException {
    Standing standing = ledger.look(payment);
    if (standing instanceof Standing.Open) {
      standing = ledger.begin(payment, provider.payee(payment));
    }
    if (standing instanceof Standing.Begun begun) {
      return payBegun(begun, payment);
    }
    log.info("Payment for {} was already made: {}", payment.subject(), payment.content());
    return ((Standing.Paid) standing).receipt();
  }

  private Receipt payBegun(Standing.Begun found, Payment payment) throws PaymentDeclinedException {
    LedgerEntry begun = found.entry();
    requireOurs(begun);
    boolean keyIsKnown = remembersKey(begun, found.now());
    Optional<Duration> wait = keyIsKnown ? Optional.empty() : untilSettled(begun, found.now());
    Optional<Receipt> made = lookUp(begun, payment, wait);
    if (made.isPresent()) {
      return made.get();
    }
    Instant written = clock.instant();
    Standing standing = ledger.sending(payment, begun, !keyIsKnown);
    return standing instanceof Standing.Started started
        ? send(started.entry(), payment, written)
        : ((Standing.Paid) standing).receipt();
  }

  private void requireOurs(LedgerEntry begun) {
    if (!begun.provider().equals(provider.books())) {
      throw begun.leftToItsProvider();
    }
  }

  /**
   * Not before it was sent, and not when the clock was set back since: then it does not say how
   * long ago that was.
   */
  private boolean remembersKey(LedgerEntry begun, Instant now) {
    return begun
        .sent()
        .map(sent -> Duration.between(sent.first(), now))
        .filter(known -> known.compareTo(SETTLED_AFTER.negated()) > 0)
        .filter(known -> known.compareTo(provider.keyLifetime()) < 0)
        .isPresent();
  }

  /** How long a request for a round may still be on its way; empty when none can be. */
  private static Optional<Duration> untilSettled(LedgerEntry begun, Instant now) {
    return begun
        .sent()
        .map(sent -> Duration.between(now, sent.last().plus(SETTLED_AFTER)))
        .filter(left -> !left.isNegative());
  }

  /**
   * Sends a round that was just written down, and records the answer.
   *
   * @param written when that was, or a little earlier, by the clock of this machine
   */
  private Receipt send(LedgerEntry begun, Payment payment, Instant written)
      throws PaymentDeclinedException {
    if (!clock.instant().isBefore(written.plus(SEND_BEFORE))) {
      throw new PaymentUncertainException(
          "the ledger took too long to write the payment down, so it was not sent",
          Optional.empty());
    }
    log.info("Processing payment for {}: {}", payment.subject(), payment.content());
    ProviderAnswer answer = ask(() -> provider.send(begun.round()));
    if (answer instanceof ProviderAnswer.Paid paid) {
      return record(begun, paid, payment);
    }
    if (answer instanceof ProviderAnswer.Declined declined) {
      return ledger.declined(begun, cleaned(declined.reason()), payment);
    }
    throw uncertain(answer);
  }

  /**
   * What the provider has of a round.
   *
   * @param wait how long one of ours may still be on its way, if that matters
   * @return empty when it has nothing, and nothing of ours can reach it any more
   * @throws PaymentUncertainException when that is not known
   */
  private Optional<Receipt> lookUp(LedgerEntry begun, Payment payment, Optional<Duration> wait) {
    ProviderAnswer answer = ask(() -> provider.find(begun.round()));
    if (answer instanceof ProviderAnswer.Paid paid) {
      if (begun.sent().isEmpty()) {
        log.warn(
            "{} has made the payment for {} before, and the ledger did not know it. Was it restored from a backup?",
            provider.name(),
            payment.subject());
      }
      return Optional.of(record(begun, paid, payment));
    }
    if (!(answer instanceof ProviderAnswer.NotFound)) {
      throw begun.sent().isPresent() ? uncertain(answer) : notAsked(answer);
    }
    if (wait.isPresent()) {
      throw new PaymentUncertainException(
          "%s has no payment yet, and one may still be on its way".formatted(provider.name()),
          wait.map(left -> left.compareTo(LOOK_AGAIN_AFTER) < 0 ? left : LOOK_AGAIN_AFTER));
    }
    return Optional.empty();
  }

  /** An exception says as little of the money as no answer does. */
  private static ProviderAnswer ask(Supplier<ProviderAnswer> question) {
    try {
      ProviderAnswer answer = question.get();
      return answer instanceof ProviderAnswer.Paid paid && paid.reference().isBlank()
          ? new ProviderAnswer.Unknown("it named no payment", Optional.empty())
          : answer;
    } catch (RuntimeException e) {
      return new ProviderAnswer.Unknown(String.valueOf(e.getMessage()), Optional.empty());
    }
  }

  private Receipt record(LedgerEntry begun, ProviderAnswer.Paid paid, Payment payment) {
    return ledger.paid(begun, new Receipt(cleaned(paid.reference()), paid.at(), false), payment);
  }

  private PaymentUncertainException uncertain(ProviderAnswer answer) {
    if (answer instanceof ProviderAnswer.NotDone notDone) {
      return new PaymentUncertainException(
          "%s has not made the payment yet: %s"
              .formatted(provider.name(), cleaned(notDone.reason())),
          notDone.retryAfter());
    }
    return open("it is not known whether %s made the payment".formatted(provider.name()), answer);
  }

  /** This ledger has sent nothing; but it may be a backup. */
  private PaymentUncertainException notAsked(ProviderAnswer answer) {
    return open(
        "%s was not asked for the payment, because it does not say whether it has made it before"
            .formatted(provider.name()),
        answer);
  }

  private static PaymentUncertainException open(String clause, ProviderAnswer answer) {
    return answer instanceof ProviderAnswer.Unknown unknown
        ? new PaymentUncertainException(
            clause + ": " + cleaned(unknown.reason()), unknown.retryAfter())
        : new PaymentUncertainException(clause, Optional.empty());
  }

  private static String cleaned(String text) {
    String safe = SafeText.of(text, MAX_REASON_LENGTH);
    return safe.isBlank() ? "no reason was given" : safe;
  }

  /**
   * {@inheritDoc} Settles every open round, too: the provider is asked for each one that the fence
   * stops, and what it does not have is declined.
   *
   * @throws PaymentUncertainException when the provider does not say, or a request may still be on
   *     its way to it
   * @throws dev.invoices.ledger.LedgerException when the ledger cannot be used now
   */
  @Override
  public Map<Integer, Receipt> find(List<Payment> payments, Optional<Fence> fence) {
    FoundPayments found = ledger.find(payments, fence);
    if (found.begun().isEmpty()) {
      return found.receipts();
    }
    for (LedgerEntry begun : found.begun()) {
      requireOurs(begun);
      boolean isMissing =
          lookUp(begun, begun.payment(), untilSettled(begun, found.now())).isEmpty();
      if (isMissing && fence.isPresent()) {
        ledger.stopped(begun, STOPPED);
      }
    }
    return ledger.find(payments, fence).receipts();
  }
}
