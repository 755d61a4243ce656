package dev.invoices.payment.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** What came of one request. A reason is a clause without a full stop and without secrets. */
sealed interface StripeReply {

  /**
   * An answer came, though perhaps not from Stripe itself.
   *
   * @param status of HTTP
   * @param retryAfter for how long the server asks to wait
   * @param mayBeRetried Stripe's own word that another try may end in another way
   * @param body an object; a missing node when it cannot be read
   */
  record Answered(int status, Optional<Duration> retryAfter, boolean mayBeRetried, JsonNode body)
      implements StripeReply {

    /** Stripe's error; a missing node when the body has none. */
    JsonNode error() {
      return body.path("error");
    }

    /** Whether the request was accepted and the answer can be read. */
    boolean isSuccess() {
      return status == 200 && body.isObject();
    }
  }

  /** No connection came about, so that Stripe knows nothing of the request. */
  record NotSent(String reason) implements StripeReply {}

  /** The request may have arrived, and no whole answer came. */
  record Unanswered(String reason) implements StripeReply {}
}
