package dev.invoices.payment.sandbox;

import dev.invoices.invoice.Money;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.Receipt;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
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
   * @throws PaymentDeclinedException when the account has too little money left, or when the key
   *     was used for another amount or item
   * @throws LedgerException when the ledger cannot be used now
   */
  @Override
  public Receipt pay(Payment payment) throws PaymentDeclinedException {
    return ledger.transact(
        transaction -> {
          Optional<LedgerEntry> earlier = transaction.find(payment.idempotencyKey());
          return earlier.isPresent()
              ? repeat(payment, earlier.get())
              : payFirst(payment, transaction);
        });
  }

  private static Receipt repeat(Payment payment, LedgerEntry earlier)
      throws PaymentDeclinedException {
    if (!earlier.amount().isSameAs(payment.amount()) || !earlier.item().equals(payment.item())) {
      throw new PaymentDeclinedException(
          "payment %s was already made for %s, %s; it cannot be made again for %s, %s"
              .formatted(
                  payment.idempotencyKey(),
                  earlier.item(),
                  earlier.amount(),
                  payment.item(),
                  payment.amount()));
    }
    log.info(
        "Payment {} was already made: {} - {}",
        payment.idempotencyKey(),
        payment.item(),
        payment.amount());
    return earlier.receipt();
  }

  private Receipt payFirst(Payment payment, LedgerTransaction transaction)
      throws SQLException, PaymentDeclinedException {
    if (balance.isPresent()) {
      checkFunds(payment.amount(), balance.get(), transaction);
    }
    log.info(
        "Processing payment {}: {} - {}",
        payment.idempotencyKey(),
        payment.item(),
        payment.amount());
    Receipt receipt = new Receipt("SBX-" + UUID.randomUUID(), clock.instant());
    transaction.insert(payment, receipt);
    return receipt;
  }

  private static void checkFunds(Money asked, BigDecimal balance, LedgerTransaction transaction)
      throws SQLException, PaymentDeclinedException {
    BigDecimal left = balance.subtract(transaction.sum(asked.currency()));
    if (asked.amount().compareTo(left) > 0) {
      int decimals = Math.max(left.scale(), asked.amount().scale());
      throw new PaymentDeclinedException(
          "insufficient funds: %s needed, %s left"
              .formatted(asked, new Money(asked.currency(), left.setScale(decimals))));
    }
  }
}
