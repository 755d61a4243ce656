package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.text.UtcTime;
import java.time.Instant;

/**
 * A human's decision about an invoice.
 *
 * @param approved true to pay, false not to
 * @param by the person; empty when the signal did not say
 * @param through the client they used; empty when the signal did not say
 * @param note their own words; may be empty
 * @param requestId tells two equal decisions apart; may be empty
 * @param at when it was sent; when Temporal or the workflow took note of it if the signal did not
 *     say
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Decision(
    boolean approved, String by, String through, String note, String requestId, Instant at) {

  /** The decision that this sender made and that was noticed at this time. */
  public static Decision of(boolean approved, DecisionSignal decider, Instant noticed) {
    return new Decision(
        approved,
        decider.by(),
        decider.through(),
        decider.note(),
        decider.requestId(),
        decider.decidedAt(noticed));
  }

  /** For a person: {@code approved by alice through claude-ai 1.0 at 2026-01-31T12:00:00Z}. */
  @JsonIgnore
  public String sentence() {
    return (approved ? "approved" : "rejected")
        + (by.isEmpty() ? "" : " by " + by)
        + (through.isEmpty() ? "" : " through " + through)
        + " at "
        + UtcTime.text(at)
        + (note.isEmpty() ? "" : " with the note \"" + note + "\"");
  }
}
