package dev.invoices.register;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * How an invoice ended.
 *
 * @param runId the first run of its workflow, as when it arrived
 * @param outcome how
 * @param endedAt when
 */
@JsonNaming(SnakeCaseStrategy.class)
public record InvoiceEnding(String runId, Outcome outcome, Instant endedAt) {

  /** How an invoice can end. */
  public enum Outcome {
    /** Everything was paid. */
    PAID,
    /** Some lines were paid, the others will not be. */
    PARTIALLY_PAID,
    /** A person rejected it, nothing was paid. */
    REJECTED,
    /** No decision came in time, nothing was paid. */
    TIMED_OUT,
    /** An operator cancelled it. Whether something was paid, the payments say. */
    CANCELLED
  }
}
