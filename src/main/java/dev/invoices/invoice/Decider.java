package dev.invoices.invoice;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What an approve or reject signal may tell about its sender. Every field may be missing on the
 * wire and is then empty; texts that are too long or unsafe are mended rather than refused, because
 * a decision must count even when its details are odd.
 *
 * @param by the person, as the operating system knows them
 * @param through the client they used, with its version
 * @param note the person's own words
 * @param requestId tells two equal decisions apart
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Decider(
    @JsonProperty String by,
    @JsonProperty String through,
    @JsonProperty String note,
    @JsonProperty String requestId) {

  public static final int MAX_NOTE_LENGTH = 500;
  private static final int MAX_NAME_LENGTH = 200;

  /** A signal without usable details. */
  public static final Decider UNKNOWN = new Decider("", "", "", "");

  public Decider {
    by = mend(by, MAX_NAME_LENGTH);
    through = mend(through, MAX_NAME_LENGTH);
    note = mend(note, MAX_NOTE_LENGTH);
    requestId = mend(requestId, MAX_NAME_LENGTH);
  }

  private static String mend(String text, int maxLength) {
    return text == null ? "" : SafeText.of(text, maxLength);
  }
}
