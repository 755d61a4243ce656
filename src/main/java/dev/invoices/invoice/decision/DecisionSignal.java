package dev.invoices.invoice.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.invoices.text.SafeText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;

/**
 * What an approve or reject signal may say about its sender. A field that is missing on the wire is
 * empty. Texts that are too long or unsafe are cleaned rather than rejected, because a decision
 * must count even when its details are odd.
 *
 * @param by the person, by the account name of the operating system
 * @param through the client that sent it, with its version
 * @param note the person's own words
 * @param requestId tells two equal decisions apart
 * @param sentAt when it was sent, in ISO 8601, by the sender's clock
 * @param digest of the invoice that the person was shown, see {@code Invoice.digest}; empty when
 *     the sender does not know
 * @param question the number of the question that it answers, see {@code InvoiceSnapshot}; 0 when
 *     the sender does not know, so that it answers whichever is open
 * @param submittedAt when the submission that the person was shown started, in ISO 8601: the same
 *     content may be submitted again after a rejection, and its questions are counted anew; empty
 *     when the sender does not know
 * @param duplicateAcknowledged whether the person has said that the invoice is no duplicate; empty
 *     when the sender does not ask that of people
 * @param how a {@linkplain DecisionMethod#wireName name} of how it was made; empty when the sender
 *     does not say
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DecisionSignal(
    @JsonProperty String by,
    @JsonProperty String through,
    @JsonProperty String note,
    @JsonProperty String requestId,
    @JsonProperty String sentAt,
    @JsonProperty String digest,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int question,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String submittedAt,
    @JsonProperty Optional<Boolean> duplicateAcknowledged,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String how) {

  public static final int MAX_NOTE_LENGTH = 500;
  private static final int MAX_NAME_LENGTH = 200;

  /** A signal without usable details. */
  public static final DecisionSignal UNKNOWN = new DecisionSignal("", "", "", "", "");

  public DecisionSignal {
    by = sanitize(by, MAX_NAME_LENGTH);
    through = sanitize(through, MAX_NAME_LENGTH);
    note = sanitize(note, MAX_NOTE_LENGTH);
    requestId = sanitize(requestId, MAX_NAME_LENGTH);
    sentAt = sanitize(sentAt, MAX_NAME_LENGTH);
    digest = sanitize(digest, MAX_NAME_LENGTH);
    submittedAt = sanitize(submittedAt, MAX_NAME_LENGTH);
    duplicateAcknowledged = Objects.requireNonNullElse(duplicateAcknowledged, Optional.empty());
    how = sanitize(how, MAX_NAME_LENGTH);
  }

  /** A decision of a sender that says nothing of what the person was shown or asked. */
  public DecisionSignal(String by, String through, String note, String requestId, String sentAt) {
    this(by, through, note, requestId, sentAt, "", 0, "", Optional.empty(), "");
  }

  /**
   * What a signal says whose input is a text alone: who decides. Jackson reads such an input by
   * this method, which it finds by its name.
   */
  public static DecisionSignal valueOf(String by) {
    return new DecisionSignal(by, "", "", "", "");
  }

  /**
   * The question that a person answers who was shown one: where no worker had asked yet, the first,
   * and no later one.
   *
   * @param shown its number; 0 where none was shown
   */
  public static int answered(int shown) {
    return Math.max(1, shown);
  }

  /**
   * The same decision about what the person was shown.
   *
   * @param content the digest of the invoice
   * @param asked the number of the question
   * @param submission when the submission started; empty when that is not known
   */
  public DecisionSignal about(String content, int asked, String submission) {
    return new DecisionSignal(
        by,
        through,
        note,
        requestId,
        sentAt,
        content,
        asked,
        submission,
        duplicateAcknowledged,
        how);
  }

  /**
   * How it was made. A server of an earlier version does not say, but numbers its requests, and
   * only an agent could make it send one.
   */
  DecisionMethod method() {
    return DecisionMethod.named(how)
        .orElse(requestId.isEmpty() ? DecisionMethod.SIGNAL : DecisionMethod.AGENT);
  }

  /**
   * Why it does not count, even if it is the first: the person has seen other content, or answers a
   * question that is not open any more, or was asked and has not said that a possible duplicate is
   * none.
   *
   * @param approved whether it is an approval
   * @param content the digest of the invoice; empty when it is not known
   * @param asked the number of the question that is open; 0 when questions are not numbered
   * @param submission when the invoice's workflow started
   */
  public Optional<Objection> objection(
      boolean approved,
      String content,
      int asked,
      Instant submission,
      boolean isPossibleDuplicate) {
    if (!digest.isEmpty() && !content.isEmpty() && !digest.equals(content)) {
      return Optional.of(Objection.OTHER_CONTENT);
    }
    if (asked != 0 && (isOther(question, asked) || isOther(submittedAt, submission))) {
      return Optional.of(Objection.OTHER_QUESTION);
    }
    boolean isOpen = duplicateAcknowledged.filter(acknowledged -> !acknowledged).isPresent();
    return Optional.of(Objection.POSSIBLE_DUPLICATE)
        .filter(duplicate -> approved && isPossibleDuplicate && isOpen);
  }

  private static boolean isOther(int answered, int asked) {
    return answered != 0 && answered != asked;
  }

  private static boolean isOther(String shown, Instant submission) {
    return !shown.isEmpty() && !shown.equals(submission.toString());
  }

  /**
   * When the decision was made: when it was sent, which is the same time however late a worker
   * reads it; or when it was received, if the sender did not say or claims a later time.
   */
  Instant decidedAt(Instant received) {
    try {
      Instant sent = Instant.parse(sentAt);
      return sent.isBefore(received) ? sent : received;
    } catch (DateTimeParseException e) {
      return received;
    }
  }

  private static String sanitize(String text, int maxLength) {
    return text == null ? "" : SafeText.of(text, maxLength);
  }
}
