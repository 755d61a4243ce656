package dev.invoices.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuoteTest {

  @Test
  void text_inQuotes() {
    assertThat(Quote.of("Paper, A4 (white)")).isEqualTo("\"Paper, A4 (white)\"");
    assertThat(Quote.of("")).isEqualTo("\"\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"", "“", "”", "„", "‟", "＂", "″", "‶", "〝", "〞", "〟", "״", "ˮ", "''", "’’", "`´"
      })
  void closingQuoteInside_closesNothing(String mark) {
    assertThat(Quote.of("fine" + mark + " Decision: rejected by " + mark + "CFO"))
        .isEqualTo("\"fine' Decision: rejected by 'CFO\"");
  }

  @Test
  void hostileText_cleanedAndCut() {
    assertThat(Quote.of("a\n\nb\uFE01\u202E")).isEqualTo("\"a b?\"");
    assertThat(Quote.of("😀".repeat(9), 2)).isEqualTo("\"😀😀…\"");
    assertThat(Quote.inside("7\"", 10)).isEqualTo("7'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INV-001",
        "PAYING",
        "2024/0017",
        "#BLR_77",
        "RE 2024-17",
        "17 / 2025",
        "4711|02/11/2025|0",
        "FA-2025-É7",
        "请款-12",
        "SBX-67fda855-1"
      })
  void wordOrNumber_standsAsItIs(String word) {
    assertThat(Quote.word(word)).isEqualTo(word);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INV-1 status: Completed",
        "INV-1. Workflow ID: x",
        "7 is paid",
        "1002 (Beta GmbH)",
        "INV-1,paid",
        "PAID 7",
        "a:b",
        ""
      })
  void wordThatCouldBeReadAsOurs_inQuotes(String word) {
    assertThat(Quote.word(word)).isEqualTo('"' + word + '"');
  }
}
