package dev.invoices.payment.provider;

import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import java.time.Duration;

/**
 * Moves money through a service of others, such as Stripe. Named by {@code INVOICE_GATEWAY}; one's
 * own is found by {@link java.util.ServiceLoader}. Several threads use it at once.
 */
public interface PaymentProvider {

  /** How long {@link #send} and {@link #find} may take. */
  Duration SEND_LIMIT = Duration.ofSeconds(20);

  /**
   * How long after the beginning of {@link #send} money may move because of it. The ledger relies
   * on it. A service may carry out a request long after the worker gave up waiting, and Stripe
   * names no bound: its own library waits 80 seconds for an answer by default (stripe-java, {@code
   * Stripe.DEFAULT_READ_TIMEOUT}). So these are the limit of a send, within which the request
   * leaves, the 80 seconds, and 20 more.
   */
  Duration MOVE_LIMIT = Duration.ofMinutes(2);

  /** The end of the name of {@linkplain #books books} of a test. */
  String TEST = "-test";

  /** The {@linkplain #books books} of the sandbox, which moves no money and is no provider. */
  String SANDBOX = "sandbox";

  /**
   * Whether payments under two names of {@linkplain #books books} may be in one ledger: under the
   * same, or when both move real money. Else one that moved none would count as paid.
   */
  static boolean mayShareALedger(String books, String other) {
    return books.equals(other) || (movesMoney(books) && movesMoney(other));
  }

  private static boolean movesMoney(String books) {
    return !books.equals(SANDBOX) && !books.endsWith(TEST);
  }

  /** The value of {@code INVOICE_GATEWAY} that chooses it: {@code "stripe"}. */
  String name();

  /**
   * The name under which the ledger has its payments. It ends with {@value #TEST} where no real
   * money moves, as with a test key: tests and real payments may not share a ledger.
   */
  default String books() {
    return name();
  }

  /**
   * Who would be paid, by the provider's own identifier (Stripe: an account). Called before a round
   * begins, moves nothing.
   *
   * @throws PaymentDeclinedException when no payee is known for this vendor; the reason says what
   *     to add where
   */
  String payee(Payment payment) throws PaymentDeclinedException;

  /**
   * Asks the provider to move the money of a round. Called again for the same round, after a crash
   * or an unknown answer, it must send the same {@linkplain PaymentRound#key key}. Ends within
   * {@link #SEND_LIMIT}; money moves because of it within {@link #MOVE_LIMIT} or not at all.
   *
   * @return anything but {@link ProviderAnswer.NotFound}; an exception counts as {@link
   *     ProviderAnswer.Unknown}
   */
  ProviderAnswer send(PaymentRound round);

  /**
   * Looks up whether what a round is to pay was paid: in this round or in any other one of the same
   * {@linkplain Payment#idempotencyKey obligation}. A ledger that was restored from a backup may be
   * in an earlier round than the one that was paid, and would send it. Moves nothing. Ends within
   * {@link #SEND_LIMIT}.
   *
   * @return {@link ProviderAnswer.Paid}; {@link ProviderAnswer.NotFound} when no round was paid; or
   *     {@link ProviderAnswer.Unknown}, also when one was paid with another amount or to another
   *     payee
   */
  ProviderAnswer find(PaymentRound round);

  /**
   * How long, from the first send, the provider answers a repeated key with the first answer
   * (Stripe: 24 h; use less). After it, send is repeated only when no earlier one can be on its way
   * any more.
   */
  Duration keyLifetime();
}
