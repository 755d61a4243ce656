package dev.invoices.invoice.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.text.TextRules;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers as they stand on paper. */
class InvoiceIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INV/2023/03/0008",
        "0618|01/10/2020|0",
        "Invoice number 114",
        "001",
        "#BLR_77",
        "FA-É1",
        "Rg.Nr.: 88",
        "请款-12",
        "فاتورة 12",
        "СЧ-15/а",
        "ΤΠΥ 7",
        "№ 15",
        "12 µm",
        "a%20b?c=d&e",
        "😀"
      })
  void numberOfAnyScript_standsAsItIs(String id) {
    assertThat(InvoiceId.normal(id)).isEqualTo(id);
    assertThat(InvoiceId.problem(id)).isEmpty();
    assertThat(ofANewOne(id)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "' RE  2024\u00A0-\u300017\n', RE 2024 - 17",
    "E\u0301-1, É-1",
    "\u212B-1, Å-1",
    "'\t7\u0085', 7"
  })
  void id_inItsNormalForm(String given, String normal) {
    assertThat(InvoiceId.normal(given)).isEqualTo(normal);
    assertThat(InvoiceId.normal(normal)).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource({
    "'RE\t2024-17', RE 2024-17",
    "'A\nB', A B",
    "'A \r\n\u2028 B', A B",
    "' RE\u00852024\t', RE 2024"
  })
  void lineBreakOrTabInAnIdThatACallerGives_isOneSpace(String given, String meant) {
    assertThat(InvoiceId.meant(given)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\tb",
        "a\nb",
        "a\u2028b",
        "a\u0000",
        "a\u200Bb",
        "a\u00ADb",
        "a\u200Db",
        "a\u200Cb",
        "a\u202Eb",
        "a\uFE0F",
        "a\u2060",
        "a\uDB40\uDC41",
        "a\uFEFFb"
      })
  void controlOrInvisibleCharacter_refusedByItsNumber(String id) {
    assertThat(InvoiceId.problem(InvoiceId.normal(id)).orElseThrow())
        .contains("remove the character U+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\uE000", "a\uDBFF\uDFFD", "a\uFDD0"})
  void privateCharacterOrNone_refusedByItsNumber(String id) {
    assertThat(InvoiceId.problem(id).orElseThrow()).contains("remove the character U+");
    assertThat(ofANewOne(id).orElseThrow()).contains("U+");
  }

  @Test
  void characterThatThisJavaDoesNotKnow_refusedAsThat() {
    String problem = "holds a character that this Java does not know (U+0378); write it in letters";

    assertThat(InvoiceId.problem("a\u0378")).hasValue(problem);
    assertThat(ofANewOne("a\u0378")).hasValue(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INВ-5", "ΑLPHA", "Сч-Σ", "r\u0435sume", "\u2126A", "ＡΑ"})
  void mixtureOfAlphabetsThatLookAlike_refused(String id) {
    assertThat(InvoiceId.problem(InvoiceId.normal(id)))
        .hasValue(
            "must not mix Latin, Cyrillic and Greek letters, because they look alike; write it in one of them");
  }

  @Test
  void hundredCharacters_fineAndOneMoreRefusedWithItsLength() {
    assertThat(InvoiceId.problem("😀".repeat(100))).isEmpty();
    assertThat(InvoiceId.problem("😀".repeat(101)))
        .hasValue("must have at most 100 characters but has 101");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "invoice-7     | must not begin with \"invoice-\", as the workflow ids do; leave that beginning out",
        "-7            | must not begin with \"-\", because a command would read it as an option; leave that beginning out",
        "--help        | must not begin with \"-\", because a command would read it as an option; leave that beginning out",
        "..            | must have a letter, a digit or a symbol such as №, because people say and type it",
        "-             | must have a letter, a digit or a symbol such as №, because people say and type it",
        "#/ \"?\"     | must have a letter, a digit or a symbol such as №, because people say and type it",
        "$             | must have a letter, a digit or a symbol such as №, because people say and type it",
        "a\u0300\u0301\u0302\u0303\u0304 | must have at most 4 combining marks on a letter; remove the character U+0304"
      })
  void confusingId_refusedOfANewInvoiceAlone(String id, String problem) {
    assertThat(InvoiceId.problem(id)).isEmpty();
    assertThat(ofANewOne(id)).hasValue(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INV-7\uD834\uDD59", "\uD834\uDD59", "7 \uD834\uDD59 8"})
  void characterThatIsShownAsASpace_refusedOfACallersNewInvoiceAlone(String id) {
    assertThat(InvoiceId.problem(id)).isEmpty();
    assertThat(InvoiceId.problemOfANewOne(id, TextRules.OF_A_RUN)).isEmpty();
    assertThat(ofANewOne(id)).hasValue("must be visible characters; remove the character U+1D159");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Invoice-7", "7-", "_7", "№1", "Ⅳ", "😀", "漢"})
  void idThatPeopleCanTell_fine(String id) {
    assertThat(ofANewOne(id)).isEmpty();
  }

  private static Optional<String> ofANewOne(String id) {
    return InvoiceId.problemOfANewOne(id, TextRules.OF_A_CALL);
  }
}
