package dev.invoices.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayeesTest {

  private static final String LIST =
      """
      {"payees": [
        {"vendor": "Alpha GmbH", "aliases": ["ALPHA", "Alpha Deutschland"], "stripe": "acct_1Alpha"},
        {"vendor": "Beta Ltd.", "stripe": "acct_1Beta"}
      ]}
      """;

  @ParameterizedTest
  @CsvSource({
    "Alpha GmbH, acct_1Alpha",
    "'alpha  gmbh', acct_1Alpha",
    "ALPHAGMBH, acct_1Alpha",
    "Alpha, acct_1Alpha",
    "'Alpha Deutschland ', acct_1Alpha",
    "beta ltd., acct_1Beta"
  })
  void nameOrAlias_withoutRegardToCaseAndSpacing(String vendor, String account) throws Exception {
    assertThat(Payees.read(LIST).account(vendor)).contains(account);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Alpha", "Beta Ltd", "Beta, Ltd.", "Bèta Ltd.", "Gamma", ""})
  void otherName_hasNoAccount(String vendor) throws Exception {
    String without = LIST.replace("\"ALPHA\", ", "");

    assertThat(Payees.read(without).account(vendor)).isEmpty();
  }

  @Test
  void oneNameWithTwoAccounts_refusedWithBothNames() {
    String twice =
        """
        {"payees": [
          {"vendor": "Alpha GmbH", "stripe": "acct_1"},
          {"vendor": "Gamma", "aliases": ["ALPHA gmbh"], "stripe": "acct_2"}
        ]}
        """;

    assertThatThrownBy(() -> Payees.read(twice))
        .isInstanceOf(Payees.InvalidException.class)
        .hasMessage(
            "payees[1].aliases[0] has the account acct_2, but \"Alpha GmbH\" has acct_1 already; give each name one account. The name: \"ALPHA gmbh\"");
  }

  @Test
  void oneNameTwiceWithTheSameAccount_taken() throws Exception {
    String twice =
        """
        {"payees": [{"vendor": "Alpha", "aliases": ["ALPHA"], "stripe": "acct_1"}]}
        """;

    assertThat(Payees.read(twice).size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|it is empty",
        "{|it is not valid JSON at column 2",
        "[]|the input must be an object",
        "{}|payees must be an array of objects",
        "{\"payees\": {}}|payees must be an array of objects",
        "{\"payees\": [], \"more\": 1}|more is not a known field. Known fields: payees. If what it says matters, write it into another file; otherwise leave it out",
        "{\"payees\": [1]}|payees[0] must be an object",
        "{\"payees\": [{\"stripe\": \"acct_1\"}]}|payees[0].vendor is missing; give a string",
        "{\"payees\": [{\"vendor\": \" \", \"stripe\": \"acct_1\"}]}|payees[0].vendor is missing; give a string",
        "{\"payees\": [{\"vendor\": \"A\"}]}|payees[0].stripe is missing; give a string",
        "{\"payees\": [{\"vendor\": \"A\", \"stripe\": \"ba_1\"}]}|payees[0].stripe must be the id of an account at Stripe, such as acct_1Nv0FGQ9RKHgCVdK",
        "{\"payees\": [{\"vendor\": \"A\", \"stripe\": \"acct_1&amount=9\"}]}|payees[0].stripe must be the id of an account at Stripe, such as acct_1Nv0FGQ9RKHgCVdK",
        "{\"payees\": [{\"vendor\": \"A\", \"stripe\": \"acct_1\", \"aliases\": \"B\"}]}|payees[0].aliases must be an array of strings",
        "{\"payees\": [{\"vendor\": \"A\", \"stripe\": \"acct_1\", \"aliases\": [2]}]}|payees[0].aliases[0] must be a string that is not blank",
        "{\"payees\": [{\"vendor\": \"A\", \"stripe\": \"acct_1\", \"aliases\": [\"\"]}]}|payees[0].aliases[0] must be a string that is not blank",
        "{\"payees\": [{\"vendor\": \"A\", \"vendor\": \"B\", \"stripe\": \"acct_1\"}]}|it breaks a rule: The key \"vendor\" occurs twice in one object.",
      })
  void invalidList_refusedSayingWhereAndWhy(String json, String problem) {
    assertThatThrownBy(() -> Payees.read(json))
        .isInstanceOf(Payees.InvalidException.class)
        .hasMessage(problem);
  }

  @Test
  void manyFaults_onlySomeSaid() {
    String entries =
        IntStream.range(0, 9).mapToObj(i -> "{\"vendor\": \"A\"}").collect(Collectors.joining(","));

    assertThatThrownBy(() -> Payees.read("{\"payees\": [" + entries + "]}"))
        .hasMessageContaining("payees[4].stripe is missing")
        .hasMessageNotContaining("payees[5]")
        .hasMessageEndingWith("; and 4 more");
  }
}
