package dev.invoices.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Design Services => Design Services",
        "**bold** _it_ => \\*\\*bold\\*\\* \\_it\\_",
        "[pay](https://evil.example) => \\[pay\\](https\\://evil.example)",
        "<img src=x> => \\<img src=x\\>",
        "www.evil.example => www\\.evil.example",
        "mailto:a@evil.example => mailto\\:a@evil.example",
        "&lt;b&gt; &#60; => \\&lt;b\\&gt; \\&#60;",
        "| a | b | => \\| a \\| b \\|",
        "# title => \\# title",
        "> quote => \\> quote",
        "~~gone~~ => \\~\\~gone\\~\\~",
        "![x](y) => !\\[x\\](y)",
        "\\* not => \\\\\\* not",
        "$5 and $10 => \\$5 and \\$10",
        "x^2 => x\\^2",
        "- item => \\- item",
        "+ item => \\+ item",
        ": item => \\: item",
        "1. item => 1\\. item",
        "2026) item => 2026\\) item",
        "INV-7 => INV-7"
      })
  void markup_shownAsItIs(String text, String markdown) {
    assertThat(Markdown.text(text, 100)).isEqualTo(markdown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Acme Inc. (Berlin)", "R&D", "A/B test #3", "Hosting: May - June!", "a+b", "v1.2"})
  void ordinaryText_unchanged(String text) {
    assertThat(Markdown.text(text, 100)).isEqualTo(text);
  }

  @Test
  void codeMark_escaped() {
    assertThat(Markdown.text("`rm`", 100)).isEqualTo("\\`rm\\`");
  }

  @Test
  void leadingSpaces_makeNoCodeBlock() {
    assertThat(Markdown.text("      - x", 100)).isEqualTo("\\- x");
  }

  @Test
  void lineBreaks_makeNoNewParagraph() {
    assertThat(Markdown.text("x\n\n# Approved", 100)).isEqualTo("x # Approved");
  }

  @Test
  void quotedText_escapedAndInQuotesThatItCannotClose() {
    assertThat(Markdown.quote("*x*\" paid", 100)).isEqualTo("\"\\*x\\*' paid\"");
    assertThat(Markdown.quote("- x", 100)).isEqualTo("\"- x\"");
    assertThat(Markdown.quote("😀".repeat(9), 100, 14)).isEqualTo("\"😀😀…\"");
  }

  @Test
  void wordOfManyBytes_itsBeginningAndItsEnd() {
    String one = "😀".repeat(99) + "1";
    String other = "😀".repeat(99) + "2";

    assertThat(Markdown.word(one, 500)).isEqualTo('"' + one + '"');
    assertThat(Markdown.word(one, 320))
        .hasSizeLessThan(130)
        .isNotEqualTo(Markdown.word(other, 320));
  }
}
