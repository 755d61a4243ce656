package dev.invoices.invoice.decision;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.text.Quote;
import dev.invoices.text.UtcTime;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A person's decision about an invoice.
 *
 * @param approved true to pay, false not to
 * @param by the person; empty when the signal did not say
 * @param through the client that sent it; empty when the signal did not say
 * @param note the person's own words; may be empty
 * @param requestId tells two equal decisions apart; may be empty
 * @param at when it was sent, or when Temporal or the workflow received it if the signal did not
 *     say
 * @param duplicateAcknowledged whether the person has said that the invoice is no duplicate
 * @param objection why it does not count although it came in time; empty for all others
 * @param how it was made; empty when a version recorded it that did not know
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Decision(
    boolean approved,
    String by,
    String through,
    String note,
    String requestId,
    Instant at,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean duplicateAcknowledged,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Objection> objection,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<DecisionMethod> how) {

  /** The decision of a signal that was received at this time. */
  public static Decision of(boolean approved, DecisionSignal signal, Instant received) {
    return new Decision(
        approved,
        signal.by(),
        signal.through(),
        signal.note(),
        signal.requestId(),
        signal.decidedAt(received),
        signal.duplicateAcknowledged().orElse(false),
        Optional.empty(),
        Optional.of(signal.method()));
  }

  /** The same decision, which does not count. */
  public Decision refused(Objection reason) {
    return new Decision(
        approved,
        by,
        through,
        note,
        requestId,
        at,
        duplicateAcknowledged,
        Optional.of(reason),
        how);
  }

  /**
   * The same decision about an invoice: only an approval of a possible duplicate can say that the
   * invoice is none, whatever its sender claims.
   */
  public Decision about(boolean isPossibleDuplicate) {
    return new Decision(
        approved,
        by,
        through,
        note,
        requestId,
        at,
        duplicateAcknowledged && approved && isPossibleDuplicate,
        objection,
        how);
  }

  /** What was decided, how and when, without what the sender wrote. */
  @JsonIgnore
  public String outcome() {
    return "%s%s%s at %s"
        .formatted(
            approved ? "approved" : "rejected",
            duplicateAcknowledged ? " as no duplicate" : "",
            how.map(DecisionMethod::text).map(" "::concat).orElse(""),
            UtcTime.text(at));
  }

  /**
   * For a person: {@code approved in a form at 2026-01-31 12:00:00 UTC by "alice" through
   * "claude-ai 1.0" with the note "as agreed"}. What an agent did on its own is not said to be done
   * by the person.
   */
  @JsonIgnore
  public String sentence() {
    return sentence(Quote::of);
  }

  /**
   * The same.
   *
   * @param quote quotes what the sender wrote, as the place needs it where the sentence is shown
   */
  public String sentence(UnaryOperator<String> quote) {
    boolean isOfAgent = how.filter(DecisionMethod.AGENT::equals).isPresent();
    // How it was made has said so already.
    boolean isNamed = how.filter(method -> through.equals(method.wireName())).isPresent();
    return outcome()
        + labelled(isOfAgent ? " for " : " by ", by, quote)
        + labelled(" through ", isNamed ? "" : through, quote)
        + labelled(" with the note ", note, quote);
  }

  private static String labelled(String label, String text, UnaryOperator<String> quote) {
    return text.isEmpty() ? "" : label + quote.apply(text);
  }
}
