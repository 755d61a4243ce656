package dev.invoices.server.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.server.card.CardConfirmation.Statement;
import java.nio.file.Files;
import java.nio.file.Path;
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
      "d6a1ac4e7f66918343bbbb960a02e8d2de4b37d561c4d063948bbf0ef85f3006";

  private static final String CONFIRMATION = "1." + DIGEST + "." + PROOF;
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
  void confirmationOfTheCard_isReadWithItsQuestionAndDigest() {
    assertThat(CardConfirmation.read(CONFIRMATION, SAID, zeros))
        .contains(new CardConfirmation(1, DIGEST));
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
  void otherQuestionOrDigest_isNone() {
    assertThat(CardConfirmation.read("2." + DIGEST + "." + PROOF, SAID, zeros)).isEmpty();
    assertThat(CardConfirmation.read("1." + "ac".repeat(32) + "." + PROOF, SAID, zeros)).isEmpty();
  }

  @Test
  void everyDigitOfTheProof_counts() {
    for (int i = 0; i < PROOF.length(); i++) {
      StringBuilder forged = new StringBuilder(PROOF);
      forged.setCharAt(i, PROOF.charAt(i) == '0' ? '1' : '0');

      assertThat(CardConfirmation.read("1." + DIGEST + "." + forged, SAID, zeros)).isEmpty();
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
        "1." + PROOF,
        "1." + PROOF + ".",
        "1." + PROOF + "." + PROOF + "\n",
        "1." + PROOF + "." + PROOF + "." + PROOF
      })
  void anotherForm_isNone(String text) {
    assertThat(CardConfirmation.read(text, SAID, zeros)).isEmpty();
  }

  @Test
  void largestNumberOfAQuestion_isNoError() {
    assertThat(CardConfirmation.read("9999999999." + DIGEST + "." + PROOF, SAID, zeros)).isEmpty();
  }
}
