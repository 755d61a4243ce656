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
    assertThat(Markdown.text(text)).isEqualTo(markdown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Acme Inc. (Berlin)", "R&D", "A/B test #3", "Hosting: May - June!", "a+b", "v1.2"})
  void ordinaryText_unchanged(String text) {
    assertThat(Markdown.text(text)).isEqualTo(text);
  }

  @Test
  void codeMark_escaped() {
    assertThat(Markdown.text("`rm`")).isEqualTo("\\`rm\\`");
  }

  @Test
  void leadingSpaces_makeNoCodeBlock() {
    assertThat(Markdown.text("      - x")).isEqualTo("\\- x");
  }

  @Test
  void lineBreaks_makeNoNewParagraph() {
    assertThat(Markdown.text("x\n\n# Approved")).isEqualTo("x??# Approved");
  }
}
