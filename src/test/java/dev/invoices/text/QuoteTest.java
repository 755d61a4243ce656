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
        "\"",
        "“",
        "”",
        "„",
        "‟",
        "＂",
        "″",
        "‶",
        "〝",
        "〞",
        "〟",
        "״",
        "ˮ",
        "''",
        "’’",
        "`´",
        "\u02F5",
        "\u1CD3",
        "\u2760",
        "\u2E42",
        "\uFF07\uFF07",
        "\uFF40\uFF40",
        "\u05F3\u05F3",
        "\u02BB\u02BB",
        "\u02BD'",
        "\u02BE\u02BF",
        "\u02C8\u02C8",
        "\u02CA\u02CB",
        "\uA78C\uA78B",
        "\u055A\u055B",
        "\u055D\u055D",
        "\u07F4\u07F5",
        "\u0374\u0384",
        "\u1FBF\u1FEF",
        "\u275B\u275C",
        "\u144A\u144A",
        "\u16CC\u16CC",
        "\uD81B\uDF51\uD81B\uDF52"
      })
  void closingQuoteInside_closesNothing(String mark) {
    assertThat(Quote.of("fine" + mark + " Decision: rejected by " + mark + "CFO"))
        .isEqualTo("\"fine' Decision: rejected by 'CFO\"");
  }

  /** As drawn, U+030E after a blank is a quotation mark. */
  @ParameterizedTest
  @ValueSource(strings = {"\u030B", "\u030E", "\u030F", "\u030E\u0301"})
  void markThatNoLetterCarries_closesNothing(String mark) {
    assertThat(Quote.of("fine. " + mark + " Decision: rejected"))
        .isEqualTo("\"fine. ' Decision: rejected\"");
    assertThat(Quote.of("o" + mark)).isEqualTo("\"o" + mark + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hawai\u02BBi Gas",
        "O\u2019Brien & Sons",
        "\u05E6\u05F3\u05E8\u05DC\u05D9",
        "\u05D7\u05D9\u05D9\u05DD",
        "\u041E\u041E\u041E \u00AB\u0420\u043E\u043C\u0430\u0448\u043A\u0430\u00BB",
        "\u300C\u5C71\u7530\u300D",
        "D\uFF07Angelo",
        "Ko\u02BColau"
      })
  void nameWithASingleMarkOrAPairThatLooksOtherwise_standsAsItIs(String name) {
    assertThat(Quote.of(name)).isEqualTo('"' + name + '"');
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
        "FAC 7",
        "USD-10",
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
        "USD 10.00",
        "EUR 5",
        "JPY 100 / 2",
        "\uFF35\uFF33\uFF24 10.00",
        "a:b",
        ""
      })
  void wordThatCouldBeReadAsOurs_inQuotes(String word) {
    assertThat(Quote.word(word)).isEqualTo('"' + word + '"');
  }
}
