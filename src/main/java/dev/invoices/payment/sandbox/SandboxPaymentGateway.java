package dev.invoices.payment.sandbox;

import dev.invoices.invoice.Money;
import dev.invoices.ledger.Ledger;
import dev.invoices.payment.Fence;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.PaymentOutdatedException;
import dev.invoices.payment.Receipt;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves no real money but keeps books like a bank. It records every payment in a durable {@link
 * Ledger}, pays a key only once, and declines a payment when the account has run out of money.
 */
public final class SandboxPaymentGateway implements PaymentGateway {

  private static final Logger log = LoggerFactory.getLogger(SandboxPaymentGateway.class);

  private final Ledger ledger;
  private final Optional<BigDecimal> balance;
  private final Clock clock;

  /**
   * @param ledger remembers what was paid
   * @param balance the money in the account, in each currency, before its first payment; empty for
   *     an account without a limit
   * @param clock dates the receipts
   */
  public SandboxPaymentGateway(Ledger ledger, Optional<BigDecimal> balance, Clock clock) {
    this.ledger = ledger;
    this.balance = balance;
    this.clock = clock;
  }

  /**
   * {@inheritDoc}
   *
   * @throws PaymentDeclinedException when the account has too little money left; when the payment
   *     was made for another vendor, amount or item; or when another payment has covered it or a
   *     part of it, or may have, because it was made before vendors were recorded
   * @throws PaymentOutdatedException when it was not made, and a fence stops it
   * @throws dev.invoices.ledger.LedgerException when the ledger cannot be used now
   */
  @Override
  public Receipt pay(Payment payment) throws PaymentDeclinedException {
    return ledger.transact(
        connection -> pay(payment, new PaymentTable(connection), new FenceTable(connection)));
  }

  /**
   * {@inheritDoc} Both happen in one transaction that excludes every writer: a payment is in the
   * answer, or it meets the fence.
   *
   * @throws dev.invoices.ledger.LedgerException when the ledger cannot be used now
   */
  @Override
  public Map<Integer, Receipt> find(List<Payment> payments, Optional<Fence> fence) {
    return ledger.transact(
        connection -> {
          if (fence.isPresent()) {
            new FenceTable(connection).raise(fence.get());
          }
          return payments.isEmpty() ? Map.of() : find(payments, new PaymentTable(connection));
        });
  }

  private static Map<Integer, Receipt> find(List<Payment> payments, PaymentTable table)
      throws SQLException {
    Map<Integer, LedgerEntry> made = new HashMap<>();
    for (LedgerEntry entry : table.ofInvoice(payments.get(0))) {
      made.put(entry.line(), entry);
    }
    Map<Integer, Receipt> receipts = new HashMap<>();
    for (Payment payment : payments) {
      Optional.ofNullable(made.get(payment.line()))
          .filter(entry -> entry.isSameAs(payment))
          .ifPresent(entry -> receipts.put(payment.line(), entry.receiptFor(payment)));
    }
    return receipts;
  }

  @Override
  public LedgerIdentity ledger() {
    return new LedgerIdentity(ledger.id(), ledger.file().toString());
  }

  private Receipt pay(Payment payment, PaymentTable table, FenceTable fences)
      throws SQLException, PaymentDeclinedException {
    Optional<LedgerEntry> earlier = table.find(payment);
    if (earlier.isEmpty()) {
      if (fences.stops(payment)) {
        throw new PaymentOutdatedException();
      }
      return payFirst(payment, table);
    }
    LedgerEntry made = earlier.get();
    if (made.isSameAs(payment)) {
      return repeat(payment, made);
    }
    throw new PaymentDeclinedException(DeclineReason.of(payment, made));
  }

  private static Receipt repeat(Payment payment, LedgerEntry made) {
    log.info("Payment for {} was already made: {}", payment.subject(), payment.content());
    return made.receiptFor(payment);
  }

  private Receipt payFirst(Payment payment, PaymentTable table)
      throws SQLException, PaymentDeclinedException {
    if (balance.isPresent()) {
      checkFunds(payment.amount(), balance.get(), table);
    }
    log.info("Processing payment for {}: {}", payment.subject(), payment.content());
    Receipt receipt = new Receipt("SBX-" + UUID.randomUUID(), clock.instant(), false);
    table.insert(payment, receipt);
    return receipt;
  }

  private static void checkFunds(Money asked, BigDecimal balance, PaymentTable table)
      throws SQLException, PaymentDeclinedException {
    BigDecimal left = balance.subtract(table.sum(asked.currency()));
    if (asked.amount().compareTo(left) > 0) {
      int decimals = Math.max(left.scale(), asked.amount().scale());
      throw new PaymentDeclinedException(
          "insufficient funds: %s needed, %s left"
              .formatted(asked, new Money(asked.currency(), left.setScale(decimals))));
    }
  }
}
