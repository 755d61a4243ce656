package dev.invoices.payment.sandbox;

import dev.invoices.invoice.Money;
import dev.invoices.ledger.Ledger;
import dev.invoices.payment.Fence;
import dev.invoices.payment.LedgerIdentity;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.ledger.PaymentLedger;
import dev.invoices.payment.provider.PaymentProvider;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
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

  /** The name under which the ledger records its payments. */
  public static final String NAME = PaymentProvider.SANDBOX;

  private final PaymentLedger ledger;
  private final Optional<BigDecimal> balance;
  private final Clock clock;

  /**
   * @param ledger remembers what was paid
   * @param balance the money in the account, in each currency, before its first payment; empty for
   *     an account without a limit
   * @param clock dates the receipts
   */
  public SandboxPaymentGateway(Ledger ledger, Optional<BigDecimal> balance, Clock clock) {
    this.ledger = new PaymentLedger(ledger, NAME, ledger.time());
    this.balance = balance;
    this.clock = clock;
  }

  /**
   * {@inheritDoc} It is begun and made in one transaction.
   *
   * @throws PaymentDeclinedException when the account has too little money left; or as {@link
   *     PaymentLedger#payAtOnce}
   * @throws dev.invoices.ledger.LedgerException when the ledger cannot be used now
   */
  @Override
  public Receipt pay(Payment payment) throws PaymentDeclinedException {
    return ledger.payAtOnce(payment, connection -> payFirst(payment, connection));
  }

  /**
   * {@inheritDoc} Both happen in one transaction that excludes every writer: a payment is in the
   * answer, or it meets the fence.
   *
   * @throws dev.invoices.ledger.LedgerException when the ledger cannot be used now
   */
  @Override
  public Map<Integer, Receipt> find(List<Payment> payments, Optional<Fence> fence) {
    return ledger.findPaid(payments, fence);
  }

  @Override
  public LedgerIdentity ledger() {
    return ledger.identity();
  }

  private Receipt payFirst(Payment payment, Connection connection)
      throws SQLException, PaymentDeclinedException {
    if (balance.isPresent()) {
      checkFunds(payment.amount(), balance.get(), new RunningTotals(connection));
    }
    log.info("Processing payment for {}: {}", payment.subject(), payment.content());
    return new Receipt("SBX-" + UUID.randomUUID(), clock.instant(), false);
  }

  private static void checkFunds(Money asked, BigDecimal balance, RunningTotals totals)
      throws SQLException, PaymentDeclinedException {
    BigDecimal left = balance.subtract(totals.sum(asked.currency()));
    if (asked.amount().compareTo(left) > 0) {
      int decimals = Math.max(left.scale(), asked.amount().scale());
      throw new PaymentDeclinedException(
          "insufficient funds: %s needed, %s left"
              .formatted(asked, new Money(asked.currency(), left.setScale(decimals))));
    }
  }
}
