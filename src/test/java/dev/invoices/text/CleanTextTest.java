package dev.invoices.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {

  @ParameterizedTest
  @CsvSource({
    "'Wax XL\nrefined', Wax XL refined",
    "'a \t\r\n b', a b",
    "'  a\u00A0\u2003b ', a b",
    "'a\u2028b\u2029c\u0085d\u000Be\f', a b c d e",
    "Rech\u00ADnungs\u200Bformulare, Rechnungsformulare",
    "a\u2060b\uFEFFc\u200Ed\u200Fe\u061Cf, abcdef",
    "'a \u200B b', a b",
    "'a\u2800\u2800b', a b",
    "❤\uFE0F, ❤",
    "a\uFE00\uFE01\uDB40\uDD00b, ab",
    "👨\u200D👩, 👨👩",
    "a\u200Db, ab",
    "می\u200C\u200C\u200Dخواهم, می\u200Dخواهم",
    "'\u200Cمی \u200Cخواهم\u200C', می خواهم",
    "٣\u200D٣, ٣٣",
    "a\uDB40\uDC41b, ab"
  })
  void text_readsAsAPersonReadsIt(String given, String clean) {
    assertThat(CleanText.of(given)).isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "می\u200Cخواهم",
        "क्\u200Dष",
        "مَ\u200Cن",
        "a\uE000b",
        "e\u0301 is not é",
        "a\u202Eb",
        "a\u0000b",
        "a\u001Cb",
        "ＡＢＣ"
      })
  void whatHasAMeaningOrIsToBeRefused_stays(String text) {
    assertThat(CleanText.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u00A0\t\n", "\u200B\u200E", "\u200D", "\uFE0F \u200C"})
  void nothingThatCanBeSeen_isEmpty(String text) {
    assertThat(CleanText.of(text)).isEmpty();
  }
}
