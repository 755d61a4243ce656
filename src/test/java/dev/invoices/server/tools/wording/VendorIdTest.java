package dev.invoices.server.tools.wording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The id that is offered where another vendor's invoice has the number. */
class VendorIdTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "1001,Beta Cleaning GmbH,1001 (Beta Cleaning GmbH)",
        "1001,  Beta \u00a0 GmbH ,1001 (Beta GmbH)",
        "1001,Be\u00adta,1001 (Beta)",
        "1001,Бета,1001 (Бета)",
        "1001,株式会社,1001 (株式会社)"
      })
  void idAndVendor_makeOneId(String id, String vendor, String offered) {
    assertThat(VendorId.of(id, vendor, id)).isEqualTo(offered);
  }

  @ParameterizedTest
  @CsvSource({"INV-1, Бета", "ФА-1, Beta", "ФА-1, Βήτα", "1001, Бeta"})
  void mixedAlphabets_getANumberInstead(String id, String vendor) {
    assertThat(VendorId.of(id, vendor, id)).isEqualTo(id + " (2)");
  }

  @Test
  void noVendor_getsANumberInstead() {
    assertThat(VendorId.of("1001", "", "1001")).isEqualTo("1001 (2)");
  }

  @Test
  void longVendor_isCutToAValidId() {
    assertThat(VendorId.of("1001", "x".repeat(200), "1001"))
        .isEqualTo("1001 (" + "x".repeat(93) + ")")
        .hasSize(100);
  }

  @Test
  void vendorIsNotCutInsideALetter_orBeforeASpace() {
    assertThat(offered("1".repeat(90), "abcdex\u0304\u0304 y"))
        .isEqualTo("1".repeat(90) + " (abcde)");
    assertThat(offered("1".repeat(90), "abcdef ghi")).isEqualTo("1".repeat(90) + " (abcdef)");
    String faces = offered("1".repeat(90), "😀".repeat(20));
    assertThat(faces).isEqualTo("1".repeat(90) + " (" + "😀".repeat(7) + ")");
  }

  @Test
  void longId_getsANumberInstead() {
    assertThat(offered("1".repeat(100), "Beta")).isEqualTo("1".repeat(96) + " (2)");
  }

  @ParameterizedTest
  @CsvSource({
    "INV-21, Гамма, INV-21 (2), INV-21 (3)",
    "INV-21, Гамма, INV-21 (9), INV-21 (10)",
    "INV-21, '', INV-21 (99), INV-21 (100)",
    "INV-21 (2), Гамма, INV-21 (2), INV-21 (3)",
    "INV-21, Gamma, INV-21 (2), INV-21 (Gamma)",
    "INV-21, Beta, INV-21 (Beta), INV-21 (2)",
    "INV-21, Гамма, INV-21 (2026), INV-21 (2)",
    "INV-21, Гамма, INV-20 (2), INV-21 (2)",
    "invoice-7, Гамма, ФА-7, ФА-7 (Гамма)"
  })
  void thirdVendor_getsAnIdOfTheNumberThatIsNotTaken(
      String number, String vendor, String taken, String offered) {
    assertThat(VendorId.of(number, vendor, taken)).isEqualTo(offered);
  }

  @Test
  void longIdThatIsCounted_isCountedOn() {
    String stem = "1".repeat(96);

    assertThat(VendorId.of("1".repeat(100), "Beta", stem + " (2)")).isEqualTo(stem + " (3)");
    assertThat(VendorId.of("1".repeat(100), "Beta", stem + " (9)"))
        .isEqualTo("1".repeat(95) + " (10)");
  }

  private static String offered(String id, String vendor) {
    return VendorId.of(id, vendor, id);
  }
}
