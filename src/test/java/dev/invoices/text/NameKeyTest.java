package dev.invoices.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameKeyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zoë Straße GmbH",
        "ZOË STRASSE GMBH",
        "zoe\u0308 stra\u00DFe gmbh",
        "  Zoë \t Straße\u00A0\u3000GmbH\n",
        "Ｚoë Straße ＧmbH",
        "Zoë Stra\u00ADße Gm\u200BbH\u200E"
      })
  void oneNameWrittenInManyWays_hasOneKey(String name) {
    assertThat(NameKey.of(name)).isEqualTo("zoëstrassegmbh");
  }

  @ParameterizedTest
  @CsvSource({
    "ΟΔΟΣ,οδος",
    "ΟΔΟΣ,οδοσ",
    "ﬁrma,FIRMA",
    "ООО ЁЛКА,ооо ёлка",
    "㈱日本,(株)日本",
    "Alpha Ltd,AlphaLtd"
  })
  void twoSpellings_haveEqualKeys(String one, String other) {
    assertThat(NameKey.of(one)).isEqualTo(NameKey.of(other));
  }

  @ParameterizedTest
  @CsvSource({"Alpha,Alfa", "Alpha,Аlpha", "Alpha Ltd,Alpha Ltd.", "日本,日"})
  void differentNames_haveDifferentKeys(String one, String other) {
    assertThat(NameKey.of(one)).isNotEqualTo(NameKey.of(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Acme Ltd.", "ACME, Ltd", "acme ltd", "»Acme« Ltd", "Acme-Ltd_"})
  void nameWithOtherPunctuation_isOneWithoutIt(String name) {
    assertThat(NameKey.withoutPunctuation(name)).isEqualTo("acmeltd");
  }

  @ParameterizedTest
  @CsvSource({"Acme Ltd,Acme Ldt", "!!,!?", "कि,का", "'',!"})
  void namesThatDifferInMoreThanPunctuation_areTwoWithoutIt(String one, String other) {
    assertThat(NameKey.withoutPunctuation(one)).isNotEqualTo(NameKey.withoutPunctuation(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u00A0\t\u200B"})
  void blankName_hasAnEmptyKey(String name) {
    assertThat(NameKey.of(name)).isEmpty();
  }

  @Test
  void key_isItsOwnKey() {
    String key = NameKey.of("İstanbul Straße ﬃ ΣΑΣ ŉ");

    assertThat(NameKey.of(key)).isEqualTo(key);
  }
}
