package dev.invoices.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineCountTest {

  @ParameterizedTest
  @CsvSource({"0, 0 lines", "1, 1 line", "2, 2 lines", "10000, '10,000 lines'"})
  void count_readsAsWords(int lines, String text) {
    assertThat(LineCount.text(lines)).isEqualTo(text);
  }
}
