package dev.invoices.payment.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a provider says of a round. A reason is for a person: one short phrase without secrets. */
public sealed interface ProviderAnswer {

  /**
   * The money moved.
   *
   * @param reference the provider's own identifier; it becomes the receipt
   * @param at when it moved
   */
  record Paid(String reference, Instant at) implements ProviderAnswer {}

  /** The money has certainly not moved, and will not under this key. */
  record Declined(String reason) implements ProviderAnswer {}

  /**
   * The money has certainly not moved, and the round may be sent again under the same key.
   *
   * @param retryAfter when the provider asks for a pause
   */
  record NotDone(String reason, Optional<Duration> retryAfter) implements ProviderAnswer {}

  /**
   * The money may have moved: no answer came, or one that does not say.
   *
   * @param retryAfter when the provider asks for a pause
   */
  record Unknown(String reason, Optional<Duration> retryAfter) implements ProviderAnswer {}

  /** The provider has no payment of this round. Only {@link PaymentProvider#find} says so. */
  record NotFound() implements ProviderAnswer {}
}
