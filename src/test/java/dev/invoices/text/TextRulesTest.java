package dev.invoices.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextRulesTest {

  /** What runs of the earlier rules have read must be read again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "👨\u200D👩\u200D👧 ❤\uFE0F",
        "a\uFE00\uFE01b",
        "a\uE000b",
        "\u2800x",
        "Z\u0336\u0336\u0336\u0336\u0336\u0336",
        "a\u0378b"
      })
  void textThatEarlierRunsRead_readTheSame(String text) {
    assertThat(TextRules.EARLIER.clean(text)).isEqualTo(text);
    assertThat(TextRules.EARLIER.problem(text, 100)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u200E\n b", "\u200D\uFE0F"})
  void earlierRules_cleanAsTheyDid(String text) {
    assertThat(TextRules.EARLIER.clean(text)).isEqualTo(text.startsWith("a") ? "a b" : "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u202Eb", "a\uFEFFb", "a\u034Fb", "a\u0001b", "a\uD800b"})
  void earlierRules_refuseAsTheyDid(String text) {
    assertThat(TextRules.EARLIER.problem(text, 100))
        .hasValue(
            "must be one line of visible text; remove the character U+%04X"
                .formatted((int) text.charAt(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\uE000b", "a\u202Eb", "a\uFFFEb", "a\u0300\u0300\u0300\u0300\u0300"})
  void runAndCall_refuseTheSame(String text) {
    assertThat(TextRules.OF_A_RUN.problem(text, 100))
        .isPresent()
        .isEqualTo(TextRules.OF_A_CALL.problem(text, 100));
  }

  /** Under a later Java it is assigned, and a replay must come to the same invoice. */
  @Test
  void characterOfALaterUnicode_refusedOfACallAlone() {
    assertThat(TextRules.OF_A_CALL.problem("a\u0378b", 100)).isPresent();
    assertThat(TextRules.OF_A_RUN.problem("a\u0378b", 100)).isEmpty();
  }

  @Test
  void tooLong_refusedByEveryRule() {
    for (TextRules rules : TextRules.values()) {
      assertThat(rules.problem("abc", 2)).hasValue("must have at most 2 characters but has 3");
    }
  }
}
