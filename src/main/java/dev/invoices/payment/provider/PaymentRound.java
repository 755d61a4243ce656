package dev.invoices.payment.provider;

import dev.invoices.payment.Payment;
import java.time.Instant;
import java.util.Objects;

/**
 * One try to pay what is owed; a new one begins only after the one before was declined.
 *
 * @param payment what is paid, and under which key
 * @param round its number, from 1
 * @param payee who is paid, by the provider's own identifier; the same whenever the round is sent
 * @param workflowId the workflow of the invoice
 * @param begunAt when the ledger wrote that it begins
 */
public record PaymentRound(
    Payment payment, int round, String payee, String workflowId, Instant begunAt) {

  /** The number of the first round. */
  public static final int FIRST = 1;

  public PaymentRound {
    Objects.requireNonNull(payment, "payment");
    Objects.requireNonNull(payee, "payee");
    Objects.requireNonNull(workflowId, "workflowId");
    Objects.requireNonNull(begunAt, "begunAt");
    if (round < FIRST) {
      throw new IllegalArgumentException("rounds are counted from 1, not " + round);
    }
  }

  /**
   * What the provider takes as idempotency key: of obligation and round. Round 1 has the payment's
   * own key, a later one has "-2" and so on appended.
   */
  public String key() {
    return round == FIRST ? payment.idempotencyKey() : payment.idempotencyKey() + "-" + round;
  }
}
