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

  @Test
  void capitalSharpS_hasTheLettersOfTheSmallOne() {
    assertThat(NameKey.ofLetters("GROẞ")).isEqualTo(NameKey.ofLetters("Groß")).isEqualTo("gross");
  }

  @ParameterizedTest
  @CsvSource({"Alpha,Alfa", "Alpha,Аlpha", "Alpha Ltd,Alpha Ltd.", "日本,日"})
  void differentNames_haveDifferentKeys(String one, String other) {
    assertThat(NameKey.of(one)).isNotEqualTo(NameKey.of(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Acme Ltd.", "ACME, Ltd", "acme ltd", "»Acme« Ltd", "Acme-Ltd_"})
  void nameWithOtherPunctuation_hasTheSameLetters(String name) {
    assertThat(NameKey.ofLetters(name)).isEqualTo("acmeltd");
  }

  @ParameterizedTest
  @CsvSource({
    "Acme Ltd,Acme Ldt",
    "!!,!?",
    "कि,का",
    "कु,के",
    "ガトー,カトー",
    "กิน,กัน",
    "Søren,Soren",
    "'',!"
  })
  void namesOfOtherLetters_areTwo(String one, String other) {
    assertThat(NameKey.ofLetters(one)).isNotEqualTo(NameKey.ofLetters(other));
  }

  @ParameterizedTest
  @CsvSource({
    "İSTANBUL TEKSTİL A.Ş.,istanbul tekstil a.ş.",
    "İSTANBUL TEKSTİL A.Ş.,Istanbul Tekstil AS",
    "ISPARTA HALI,ısparta halı",
    "ΑΛΦΑ ΝΑΥΤΙΛΙΑΚΗ ΑΕ,Άλφα Ναυτιλιακή Α.Ε.",
    "ΠΡΟΪΟΝΤΑ,προϊόντα",
    "Zoë Müller,ZOE MULLER",
    "ООО Ёлка,ооо елка",
    "شركة النُّور,شركة النور"
  })
  void namesThatDifferInCaseAndAccents_haveTheSameLetters(String one, String other) {
    assertThat(NameKey.ofLetters(one)).isEqualTo(NameKey.ofLetters(other));
    assertThat(NameKey.ofLetters(NameKey.of(one))).isEqualTo(NameKey.ofLetters(one));
  }

  @ParameterizedTest
  @CsvSource({"İzmir A.Ş.,İzmir A.S.", "ΑΛΦΑ,Άλφα", "İzmir,izmir"})
  void keyOfAPayment_tellsAccentsApart(String one, String other) {
    assertThat(NameKey.of(one)).isNotEqualTo(NameKey.of(other));
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

  @ParameterizedTest
  @ValueSource(strings = {"İstanbul Straße ﬃ ΣΑΣ ŉ", "(주)한국", "㈱ガトー", "¨", "≠ A\u0338"})
  void keyOfLetters_isItsOwnKey(String name) {
    String key = NameKey.ofLetters(name);

    assertThat(key).isNotEmpty();
    assertThat(NameKey.ofLetters(key)).isEqualTo(key);
  }
}
