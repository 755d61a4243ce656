package dev.invoices.payment.ledger;

import dev.invoices.payment.Receipt;
import java.time.Instant;

/** How a payment stands in the ledger that may still be made. */
sealed interface Standing {

  /** It was made. */
  record Paid(Receipt receipt) implements Standing {}

  /**
   * A round of it is written down, and its outcome is not known.
   *
   * @param now the ledger's time when it was read
   */
  record Begun(LedgerEntry entry, Instant now) implements Standing {}

  /** It was just written down that a round is sent. */
  record Started(LedgerEntry entry) implements Standing {}

  /**
   * Nothing of it is begun or paid.
   *
   * @param round the number that its next round gets
   */
  record Open(int round) implements Standing {}
}
