package dev.invoices.payment.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a provider says of a round. A reason is for a person: one short phrase without secrets. A
 * provider that leaves a part out fails before the ledger believes it, which counts as {@link
 * Unknown}.
 */
public sealed interface ProviderAnswer {

  /**
   * The money moved.
   *
   * @param reference the provider's own identifier, which no other payment has; it becomes the
   *     receipt
   * @param at when it moved
   */
  record Paid(String reference, Instant at) implements ProviderAnswer {
    public Paid {
      Objects.requireNonNull(reference, "reference");
      Objects.requireNonNull(at, "at");
    }
  }

  /** The money has certainly not moved, and will not under this key. */
  record Declined(String reason) implements ProviderAnswer {
    public Declined {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * The money has certainly not moved, and the round may be sent again under the same key.
   *
   * @param retryAfter when the provider asks for a pause
   */
  record NotDone(String reason, Optional<Duration> retryAfter) implements ProviderAnswer {
    public NotDone {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(retryAfter, "retryAfter");
    }
  }

  /**
   * The money may have moved: no answer came, or one that does not say.
   *
   * @param retryAfter when the provider asks for a pause
   */
  record Unknown(String reason, Optional<Duration> retryAfter) implements ProviderAnswer {
    public Unknown {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(retryAfter, "retryAfter");
    }
  }

  /**
   * The provider has no payment of this round, nor of any other round of the same obligation. Only
   * {@link PaymentProvider#find} says so.
   */
  record NotFound() implements ProviderAnswer {}
}
