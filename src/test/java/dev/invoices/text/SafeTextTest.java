package dev.invoices.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Müller & Söhne GmbH",
        "日本語 العربية עברית",
        "👍🏽 team",
        "a\u0300\u0301\u0302\u0303 b\u0300\u0301\u0302\u0303",
        "می\u200Cخواهم", // Persian needs the zero-width non-joiner
        "क्\u200Dष", // and Hindi the joiner
      })
  void textPeopleWrite_unchanged(String text) {
    assertThat(SafeText.problem(text, 100)).isEmpty();
    assertThat(SafeText.of(text, 100)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00,
        0x07,
        0x1B,
        0x1C,
        0x7F, // controls
        0x202A,
        0x202E,
        0x2066,
        0x2069, // characters that force a direction
        0xFFF9,
        0xFFFB, // annotations
        0xD800,
        0xDBFF,
        0xDC00,
        0xDFFF, // halves of a pair
        0xE000,
        0xF8FF,
        0xF0000,
        0x10FFFD, // private ones
        0xFDD0,
        0xFFFE,
        0x1FFFF // no characters
      })
  void unsafeCharacter_refusedByNameAndReplaced(int unsafe) {
    String text = "a" + Character.toString(unsafe) + "b";

    assertThat(SafeText.problem(text, 100))
        .hasValue(
            "must be one line of visible text; remove the character U+%04X".formatted(unsafe));
    assertThat(SafeText.of(text, 100)).isEqualTo("a?b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0378, 0x05FF, 0x1FBFF, 0x3FFFD})
  void characterThatThisJavaDoesNotKnow_refusedAsThatAndReplaced(int unknown) {
    String text = "a" + Character.toString(unknown) + "b";

    assertThat(SafeText.problem(text, 100))
        .hasValue(
            "holds a character that this Java does not know (U+%04X); write it in letters"
                .formatted(unknown));
    assertThat(SafeText.of(text, 100)).isEqualTo("a?b");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x061C,
        0x200B,
        0x200E,
        0x200F,
        0x2060,
        0x2064,
        0xFEFF, // zero width
        0xE0001,
        0xE0020,
        0xE0041,
        0xE007F, // tag letters
        0xFE00,
        0xFE0F, // variation selectors
        0xFFFC, // in place of a picture
        0x00AD, // soft hyphen
        0x034F, // combining grapheme joiner
        0x115F,
        0x1160,
        0x3164,
        0xFFA0, // Hangul fillers: letters without a shape
        0x180E, // Mongolian vowel separator
        0x2065,
        0x206A,
        0x206F, // formatting without a shape
        0xFFF0,
        0x1BCA0,
        0x1D173, // the same elsewhere
        0xE0000,
        0xE0100,
        0xE01EF // variation selectors that can carry any bytes after a letter
      })
  void characterWithoutAShape_refusedAndDropped(int invisible) {
    String text = "a" + Character.toString(invisible) + "b";

    assertThat(SafeText.problem(text, 100)).isPresent();
    assertThat(SafeText.of(text, 100)).isEqualTo("ab");
  }

  @ParameterizedTest
  @ValueSource(ints = {'\t', '\n', '\r', 0x85, 0x2028, 0x2029})
  void lineBreak_refusedAndReplacedByASpace(int lineBreak) {
    String text = "a" + Character.toString(lineBreak) + "b";

    assertThat(SafeText.problem(text, 100)).isPresent();
    assertThat(SafeText.of(text, 100)).isEqualTo("a b");
  }

  @Test
  void fiveMarksOnOneLetter_refusedByNameAndCutToFour() {
    String text = "Z" + "\u0336".repeat(5) + "x";

    assertThat(SafeText.problem(text, 100))
        .hasValue("must have at most 4 combining marks on a letter; remove the character U+0336");
    assertThat(SafeText.of("Z" + "\u0336".repeat(500) + "x", 100))
        .isEqualTo("Z" + "\u0336".repeat(4) + "x");
  }

  @Test
  void runOfBlanksOrInvisibleCharacters_pushesNothingAway() {
    assertThat(SafeText.of("a" + " \u2800\u3000\n".repeat(200) + "b", 10)).isEqualTo("a b");
    assertThat(SafeText.of("a" + "\uFE01\u200D".repeat(200) + "b", 10)).isEqualTo("ab");
  }

  @Test
  void safeText_staysAsItIs() {
    String safe = SafeText.of("  x\u202E\n\uE000 y" + "\u0301".repeat(9), 100);

    assertThat(SafeText.of(safe, 100)).isEqualTo(safe);
  }

  @Test
  void textAtItsLimit_unchangedAndOneMoreCut() {
    String emoji = "😀".repeat(5);

    assertThat(SafeText.problem(emoji, 5)).isEmpty();
    assertThat(SafeText.of(emoji, 5)).isEqualTo(emoji);
    assertThat(SafeText.problem(emoji + "x", 5))
        .hasValue("must have at most 5 characters but has 6");
    assertThat(SafeText.of(emoji + "x", 5)).isEqualTo(emoji + "…");
  }
}
