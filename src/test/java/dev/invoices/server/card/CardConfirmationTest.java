package dev.invoices.server.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.decision.Objection;
import dev.invoices.server.card.CardConfirmation.Statement;
import dev.invoices.server.conversation.Caller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardConfirmationTest {

  private static final String DIGEST = "ab".repeat(32);

  /** What the card's script makes of {@link #SAID} under a seed of zeros. */
  private static final String PROOF =
      "1014280dffd05baa2e930d860cd48d5f2ccf4308d61cdc825f85ed82d7a8af62";

  private static final String SHOWN = "1.1769860800250." + DIGEST + ".";
  private static final String CONFIRMATION = SHOWN + PROOF;
  private static final Statement SAID = new Statement("INV-001", true, false);

  @TempDir private Path directory;
  private CardSeed zeros;

  @BeforeEach
  void keepSeedOfZeros() throws Exception {
    new CardSeed(directory).bytes();
    Files.write(directory.resolve("card-seed"), new byte[CardSeed.LENGTH]);
    zeros = new CardSeed(directory);
  }

  @Test
  void confirmationOfTheCard_isReadWithWhatItShowed() {
    assertThat(CardConfirmation.read(CONFIRMATION, SAID, zeros))
        .contains(new CardConfirmation(1, 1_769_860_800_250L, DIGEST))
        .map(card -> Caller.atTerminal().decides(card, "", false).submittedAt())
        .contains("2026-01-31T12:00:00.250Z");
  }

  @ParameterizedTest
  @CsvSource({"INV-002, true, false", "INV-001, false, false", "INV-001, true, true"})
  void confirmationOfSomethingElse_isNone(String id, boolean approved, boolean acknowledged) {
    assertThat(
            CardConfirmation.read(CONFIRMATION, new Statement(id, approved, acknowledged), zeros))
        .isEmpty();
  }

  @Test
  void confirmationUnderAnotherSeed_isNone() {
    CardSeed other = new CardSeed(directory.resolve("other"));

    assertThat(CardConfirmation.read(CONFIRMATION, SAID, other)).isEmpty();
  }

  @Test
  void otherQuestionSubmissionOrDigest_isNone() {
    Stream.of(
            CONFIRMATION.replace("1.176", "2.176"),
            CONFIRMATION.replace("250.", "251."),
            CONFIRMATION.replace(DIGEST, "ac".repeat(32)))
        .forEach(other -> assertThat(CardConfirmation.read(other, SAID, zeros)).isEmpty());
  }

  @Test
  void everyDigitOfTheProof_counts() {
    for (int i = 0; i < PROOF.length(); i++) {
      StringBuilder forged = new StringBuilder(PROOF);
      forged.setCharAt(i, PROOF.charAt(i) == '0' ? '1' : '0');

      assertThat(CardConfirmation.read(SHOWN + forged, SAID, zeros)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "1",
        "true",
        "01." + "ab" + "." + PROOF,
        "-1.x.y",
        "99999999999999999999.x.y",
        PROOF,
        "1.2." + PROOF,
        "1.2." + PROOF + ".",
        "1." + PROOF + "." + PROOF,
        "1.02." + PROOF + "." + PROOF,
        "1.2." + PROOF + "." + PROOF + "\n",
        "1.2." + PROOF + "." + PROOF + "." + PROOF
      })
  void anotherForm_isNone(String text) {
    assertThat(CardConfirmation.read(text, SAID, zeros)).isEmpty();
  }

  @Test
  void largestNumbers_areNoErrors() {
    assertThat(CardConfirmation.read("9999999999.1." + DIGEST + "." + PROOF, SAID, zeros))
        .isEmpty();
    assertThat(
            CardConfirmation.read("1." + "9".repeat(20) + "." + DIGEST + "." + PROOF, SAID, zeros))
        .isEmpty();
  }

  @Test
  void cardThatShowedNoQuestion_answersTheFirstOfItsSubmissionAndNoLaterOne() {
    DecisionSignal signal =
        Caller.atTerminal().decides(new CardConfirmation(0, 1, DIGEST), "again", false);

    Instant shown = Instant.ofEpochMilli(1);
    assertThat(signal.objection(true, DIGEST, 1, shown, false)).isEmpty();
    assertThat(signal.objection(true, DIGEST, 2, shown, false)).contains(Objection.OTHER_QUESTION);
    assertThat(signal.objection(true, DIGEST, 1, shown.plusMillis(1), false))
        .contains(Objection.OTHER_QUESTION);
  }
}
