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
        "👩‍💻 team", // an emoji made with a zero-width joiner
        "❤️", // an emoji made with a variation selector
        "می‌خواهم" // Persian needs the zero-width non-joiner
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
        '\t',
        '\n',
        '\r',
        0x1B,
        0x7F,
        0x85, // controls, line breaks among them
        0x2028,
        0x2029, // line and paragraph separators
        0x061C,
        0x200E,
        0x200F,
        0x202A,
        0x202E,
        0x2066,
        0x2069, // bidirectional controls
        0x200B,
        0x2060,
        0x2064,
        0xFEFF, // zero width
        0xE0001,
        0xE0020,
        0xE0041,
        0xE007F, // tag letters
        0xD800,
        0xDBFF,
        0xDC00,
        0xDFFF // halves of a pair
      })
  void unsafeCharacter_refusedByNameAndReplaced(int unsafe) {
    String text = "a" + Character.toString(unsafe) + "b";

    assertThat(SafeText.problem(text, 100))
        .hasValue(
            "must be one line of visible text; remove the character U+%04X".formatted(unsafe));
    assertThat(SafeText.of(text, 100)).isEqualTo("a?b");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
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
  void characterWithoutAShape_refusedAndReplaced(int invisible) {
    String text = "a" + Character.toString(invisible) + "b";

    assertThat(SafeText.problem(text, 100)).isPresent();
    assertThat(SafeText.of(text, 100)).isEqualTo("a?b");
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
