package dev.invoices.payment.ledger;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.LedgerTime;
import dev.invoices.ledger.LedgerWork;
import dev.invoices.payment.Fence;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentOutdatedException;
import dev.invoices.payment.PaymentUncertainException;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.provider.PaymentProvider;
import dev.invoices.payment.provider.PaymentRound;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The payments in a ledger. What was paid is final; at most one round of a payment is begun at a
 * time; a new one begins only after the one before was declined. Each method is one transaction
 * that excludes every writer, and returns once it is safe on the disk.
 *
 * <p>Every method throws a {@link LedgerException} when the ledger cannot be used now. What begins
 * a payment also does so when the ledger has payments of another kind, tests or real money.
 */
public final class PaymentLedger {

  private static final Logger log = LoggerFactory.getLogger(PaymentLedger.class);

  private final Ledger ledger;
  private final String provider;
  private final LedgerTime time;

  /**
   * @param ledger that holds the payments
   * @param provider the name of the one that moves the money; another one's rounds are left to it
   * @param time dates the rounds
   */
  public PaymentLedger(Ledger ledger, String provider, LedgerTime time) {
    this.ledger = ledger;
    this.provider = provider;
    this.time = time;
  }

  /** Which ledger it is. */
  public LedgerIdentity identity() {
    return new LedgerIdentity(ledger.id(), ledger.place());
  }

  /**
   * Begins a payment and makes it, in one transaction; or confirms that it was made.
   *
   * @param making makes it, or declines; nothing is recorded of a decline
   * @throws PaymentDeclinedException when it is declined; when the payment was made or begun for
   *     another vendor, amount or item; or when another payment has covered it or a part of it, or
   *     may have, because it was made before vendors were recorded
   * @throws PaymentOutdatedException when it was not made, and a fence stops it
   * @throws PaymentUncertainException when another provider has begun it
   */
  public Receipt payAtOnce(Payment payment, LedgerWork<Receipt, PaymentDeclinedException> making)
      throws PaymentDeclinedException {
    return ledger.transact(
        connection -> {
          Standing standing = standing(payment, connection);
          if (standing instanceof Standing.Paid paid) {
            return repeat(payment, paid.receipt());
          }
          if (standing instanceof Standing.Begun begun) {
            throw begun.entry().leftToItsProvider();
          }
          requireMayBegin(payment, connection);
          Receipt receipt = making.in(connection);
          int round = ((Standing.Open) standing).round();
          new PaymentTable(connection).insertPaid(payment, round, provider, receipt);
          return receipt;
        });
  }

  /**
   * How a payment stands.
   *
   * @throws PaymentDeclinedException as {@link #payAtOnce}; also with the reason of a round that
   *     was declined for the same request
   */
  Standing look(Payment payment) throws PaymentDeclinedException {
    return ledger.transact(connection -> standing(payment, connection));
  }

  /**
   * Writes down that the next round of a payment begins; unless one has begun or paid it.
   *
   * @param payee who will be paid
   * @return {@link Standing.Begun} or {@link Standing.Paid}
   * @throws PaymentDeclinedException as {@link #look}
   * @throws PaymentOutdatedException when it was not begun, and a fence stops it
   */
  Standing begin(Payment payment, String payee) throws PaymentDeclinedException {
    return ledger.transact(
        connection -> {
          Standing standing = standing(payment, connection);
          if (standing instanceof Standing.Open open) {
            requireMayBegin(payment, connection);
            PaymentTable table = new PaymentTable(connection);
            table.insertBegun(payment, open.round(), provider, payee, time.now(connection));
            LedgerEntry begun =
                table
                    .latest(payment.idempotencyKey())
                    .orElseThrow(() -> new SQLException("a payment was not written down"));
            return new Standing.Begun(begun, begun.round().begunAt());
          }
          return standing;
        });
  }

  /**
   * Writes down that a round is sent.
   *
   * @param payment the request for which it is sent
   * @param begun as it was found
   * @param keyIsNew whether the provider is known to have no payment of the round, so that it knows
   *     the key only from now on
   * @return {@link Standing.Started} when it may be sent; or {@link Standing.Paid}
   * @throws PaymentDeclinedException when it was declined since
   * @throws PaymentOutdatedException when a fence stops the request
   * @throws PaymentUncertainException when another attempt has sent it since, so that what the
   *     provider said of the key counts no longer
   */
  Standing sending(Payment payment, LedgerEntry begun, boolean keyIsNew)
      throws PaymentDeclinedException {
    return ledger.transact(
        connection -> {
          PaymentTable table = new PaymentTable(connection);
          LedgerEntry now = table.reread(begun);
          if (now.state() != RoundState.BEGUN) {
            return settled(now, payment, connection);
          }
          new FenceTable(connection).requireNone(payment);
          if (keyIsNew && !now.sent().equals(begun.sent())) {
            throw new PaymentUncertainException(
                "another attempt of this payment is in progress", Optional.empty());
          }
          Instant last = time.now(connection);
          Instant first = keyIsNew ? last : now.sent().map(LedgerEntry.Sent::first).orElse(last);
          table.sent(now, new LedgerEntry.Sent(first, last), payment);
          return new Standing.Started(table.reread(now));
        });
  }

  /**
   * Records that a round was paid.
   *
   * @param payment the request that is answered
   * @return the receipt that the ledger has for it
   * @throws PaymentUncertainException when the ledger has declined the round and begun another one,
   *     so that money may have moved twice
   */
  Receipt paid(LedgerEntry entry, Receipt receipt, Payment payment) {
    return ledger.transact(
        connection -> {
          PaymentTable table = new PaymentTable(connection);
          table.paid(entry, receipt);
          LedgerEntry now = table.reread(entry);
          Optional<Receipt> recorded = now.receiptFor(payment);
          if (recorded.filter(first -> first.id().equals(receipt.id())).isEmpty()) {
            log.error(
                "{} says that round {} of {} was paid as {}, and the ledger has it as {}. Check at {} whether it was paid twice.",
                entry.provider(),
                entry.round().round(),
                payment.subject(),
                receipt.id(),
                recorded.map(Receipt::id).orElse(now.state().text()),
                entry.provider());
          }
          return recorded.orElseThrow(
              () ->
                  new PaymentUncertainException(
                      "%s has paid a round that the ledger had declined, as %s, and another round has begun since; check at %s whether it was paid twice"
                          .formatted(entry.provider(), receipt.id(), entry.provider()),
                      Optional.empty()));
        });
  }

  /**
   * Records that a round was declined.
   *
   * @param reason for a person
   * @param payment the request that is answered
   * @return the receipt, when another attempt has recorded that it was paid
   * @throws PaymentDeclinedException otherwise, with the reason that the ledger has
   */
  Receipt declined(LedgerEntry entry, String reason, Payment payment)
      throws PaymentDeclinedException {
    Standing settled =
        ledger.transact(
            connection -> {
              PaymentTable table = new PaymentTable(connection);
              table.declined(entry, reason);
              return settled(table.reread(entry), payment, connection);
            });
    return ((Standing.Paid) settled).receipt();
  }

  /**
   * Records that a round that was begun and is not at the provider will not be made any more;
   * unless it was sent again since.
   */
  void stopped(LedgerEntry entry, String reason) {
    ledger.<Void, RuntimeException>transact(
        connection -> {
          PaymentTable table = new PaymentTable(connection);
          if (table.reread(entry).sent().equals(entry.sent())) {
            table.declined(entry, reason);
          }
          return null;
        });
  }

  /**
   * Which of these payments were made. From then on none begins, and no round is sent again, that
   * the fence stops.
   *
   * @param payments all of one invoice
   */
  FoundPayments find(List<Payment> payments, Optional<Fence> fence) {
    return ledger.transact(
        connection -> {
          if (fence.isPresent()) {
            new FenceTable(connection).raise(fence.get());
          }
          return FoundPayments.of(payments, fence, connection, time.now(connection));
        });
  }

  /**
   * The same where no round is ever begun.
   *
   * @throws PaymentUncertainException when another provider has begun one
   */
  public Map<Integer, Receipt> findPaid(List<Payment> payments, Optional<Fence> fence) {
    FoundPayments found = find(payments, fence);
    for (LedgerEntry begun : found.begun()) {
      throw begun.leftToItsProvider();
    }
    return found.receipts();
  }

  private Standing standing(Payment payment, Connection connection)
      throws SQLException, PaymentDeclinedException {
    Optional<LedgerEntry> found = new PaymentSearch(connection).find(payment);
    if (found.isPresent()) {
      if (!found.get().isSameAs(payment)) {
        throw new PaymentDeclinedException(DeclineReason.of(payment, found.get()));
      }
      return settled(found.get(), payment, connection);
    }
    Optional<LedgerEntry> declined = new PaymentTable(connection).latest(payment.idempotencyKey());
    if (declined.isPresent() && !declined.get().isBefore(payment)) {
      return settled(declined.get(), payment, connection);
    }
    return new Standing.Open(
        declined.map(last -> last.round().round() + 1).orElse(PaymentRound.FIRST));
  }

  private Standing settled(LedgerEntry entry, Payment payment, Connection connection)
      throws SQLException, PaymentDeclinedException {
    Optional<Receipt> receipt = entry.receiptFor(payment);
    if (receipt.isPresent()) {
      return new Standing.Paid(receipt.get());
    }
    if (entry.reason().isPresent()) {
      throw new PaymentDeclinedException(entry.reason().get());
    }
    return new Standing.Begun(entry, time.now(connection));
  }

  /** All payments fit together, so that the first one tells whether another does. */
  private void requireMayBegin(Payment payment, Connection connection) throws SQLException {
    new FenceTable(connection).requireNone(payment);
    Optional<String> first = new PaymentTable(connection).firstProvider();
    if (first.isPresent() && !PaymentProvider.mayShareALedger(provider, first.get())) {
      throw new LedgerException(
          ledger.place(),
          "it has payments of %s, and this worker would pay through %s. Tests and payments of real money may not share a ledger: stop this worker, or set its INVOICE_LEDGER to another one"
              .formatted(first.get(), provider));
    }
  }

  private static Receipt repeat(Payment payment, Receipt receipt) {
    log.info("Payment for {} was already made: {}", payment.subject(), payment.content());
    return receipt;
  }
}
