package dev.invoices.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Design Services => Design Services",
        "**bold** _it_ => \\*\\*bold\\*\\* \\_it\\_",
        "[pay](https://evil.example) => \\[pay\\](https\\:\\/\\/evil\\.example\\)",
        "<img src=x> => \\<img src=x\\>",
        "www.evil.example => www\\.evil\\.example",
        "a@evil.example => a\\@evil\\.example",
        "&lt;b&gt; => \\&lt;b\\&gt;",
        "| a | b | => \\| a \\| b \\|",
        "# title => \\# title",
        "> quote => \\> quote",
        "~~gone~~ => \\~\\~gone\\~\\~",
        "![x](y) => \\!\\[x\\](y\\)",
        "\\* not => \\\\\\* not",
        "- item => \\- item",
        "+ item => \\+ item",
        "1. item => 1\\. item",
        "1) item => 1\\) item",
        "INV-7 => INV-7"
      })
  void markup_shownAsItIs(String text, String markdown) {
    assertThat(Markdown.text(text)).isEqualTo(markdown);
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
    assertThat(Markdown.text("x\n\n# Approved")).isEqualTo("x??\\# Approved");
  }
}
