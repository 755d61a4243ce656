package dev.invoices.invoice.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.json.ExactJson;
import dev.invoices.json.Violation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of an invoice; its id and its numbers have tests of their own. */
class InvoiceReaderTest {

  private static final String FULL =
      """
      {"id": "2024/0017", "number": "17", "vendor": "Alpha Ltd", "issue_date": "2026-10-01",
       "due_date": "2026-12-31", "purchase_order": "PO-77", "currency": "EUR", "total": 125.00,
       "extra": {"terms": "30 days net", "cost centre": 4711, "rate": 0.50},
       "lines": [{"item": "Widget", "amount": 125, "description": "Blue", "quantity": 10.0,
                  "unit_price": 12.500}]}
      """;

  @Test
  void everyField_readExactly() throws Exception {
    Invoice invoice = read(FULL);

    assertThat(invoice.number()).isEqualTo("17");
    assertThat(invoice.issueDate()).hasValue(LocalDate.of(2026, 10, 1));
    assertThat(invoice.dueDate()).hasValue(LocalDate.of(2026, 12, 31));
    assertThat(invoice.purchaseOrder()).isEqualTo("PO-77");
    assertThat(invoice.extra())
        .containsExactly(
            Map.entry("cost centre", new BigDecimal("4711")),
            Map.entry("rate", "0.50"),
            Map.entry("terms", "30 days net"));
    assertThat(invoice.lines().get(0).quantity()).hasValue(new BigDecimal("10.0"));
    assertThat(invoice.lines().get(0).unitPrice()).hasValue(new BigDecimal("12.500"));
  }

  @Test
  void normalJson_readsBackAsTheSameInvoice_fromEveryClientOfToday() throws Exception {
    Invoice invoice = read(FULL);
    String json = ExactJson.write(invoice);

    assertThat(read(json)).isEqualTo(invoice);
    assertThat(read(json, InvoiceSource.ANY_CLIENT)).isEqualTo(invoice);
    assertThat(json)
        .isEqualTo(
            """
            {"id":"2024/0017","number":"17","vendor":"Alpha Ltd","issue_date":"2026-10-01",\
            "due_date":"2026-12-31","purchase_order":"PO-77","currency":"EUR","lines":[\
            {"item":"Widget","amount":125.00,"description":"Blue","quantity":10.0,"unit_price":12.500}],\
            "total":125.00,"extra":{"cost centre":4711,"rate":"0.50","terms":"30 days net"}}""");
  }

  @Test
  void numbersThatAreOnlyShown_keepTheirDigits() throws Exception {
    Map<String, Object> extra =
        read("""
                {"id": "A", "lines": [{"item": "B", "amount": 1}], "extra": {
                 "account": 4711.10, "centre": 1e3, "plain": 1000, "small": 0.0000001, "zero": 0.0}}
                """)
            .extra();

    assertThat(extra)
        .containsExactly(
            Map.entry("account", "4711.10"),
            Map.entry("centre", "1E+3"),
            Map.entry("plain", new BigDecimal("1000")),
            Map.entry("small", new BigDecimal("0.0000001")),
            Map.entry("zero", "0.0"));
  }

  @Test
  void numbersWithMoreZeros_haveTheSameDigest_andEarlierRunsReadThemWithout() throws Exception {
    Invoice given = read(InvoiceSamples.withLine("quantity", "1.10"));
    String json = ExactJson.write(given);

    assertThat(given.lines().get(0).quantity()).hasValue(new BigDecimal("1.10"));
    assertThat(read(InvoiceSamples.withLine("quantity", "1e1")).lines().get(0).quantity())
        .hasValue(new BigDecimal("10"));
    for (InvoiceSource source : List.of(InvoiceSource.ANY_CLIENT, InvoiceSource.OTHER_CLIENT)) {
      assertThat(read(json, source).digest()).isEqualTo(given.digest());
    }
    assertThat(read(json, InvoiceSource.OTHER_CLIENT).lines().get(0).quantity())
        .hasValue(new BigDecimal("1.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"number", "vendor", "issue_date", "due_date", "purchase_order", "extra", "total"})
  void optionalFieldFilledWithNothing_isAbsent(String field) throws Exception {
    Invoice bare = read(InvoiceSamples.BARE);

    for (String nothing : List.of("null", "\"\"", "\" \"", "\"\\u200b\"")) {
      assertThat(read(InvoiceSamples.with(field, nothing))).as(nothing).isEqualTo(bare);
      assertThat(read(InvoiceSamples.with(field, nothing)).digest()).isEqualTo(bare.digest());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"description", "quantity", "unit_price"})
  void optionalFieldOfALineFilledWithNothing_isAbsent(String field) throws Exception {
    Invoice bare = read(InvoiceSamples.withLine("description", "\"\""));

    assertThat(read(InvoiceSamples.withLine(field, "null"))).isEqualTo(bare);
    assertThat(read(InvoiceSamples.withLine(field, "\"\""))).isEqualTo(bare);
  }

  @Test
  void currencyFilledWithNothing_isTheUsual_andSpacesAroundOneAreDropped() throws Exception {
    assertThat(read(InvoiceSamples.with("currency", "\"\"")).currency()).hasToString("USD");
    assertThat(read(InvoiceSamples.with("currency", "\" EUR\\n\"")).currency()).hasToString("EUR");
  }

  /** A run that ended may have failed of it, and must come to the same end. */
  @Test
  void currencyInSmallLetters_isTheSameInACall_andRefusedOfARunAsBefore() throws Exception {
    String json = InvoiceSamples.with("currency", "\"eur\"");

    Invoice invoice = read(json);

    assertThat(invoice).isEqualTo(read(InvoiceSamples.with("currency", "\"EUR\"")));
    assertThat(ExactJson.write(invoice)).contains("\"currency\":\"EUR\"");
    assertThatThrownBy(() -> read(json, InvoiceSource.ANY_CLIENT))
        .hasMessage("currency must be in capitals: EUR");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id        | null    | id is missing; give a string",
        "id        | '\"\"'  | id is missing; give a string",
        "id        | '\" \"' | id is missing; give a string",
        "id        | 7.0     | id must be a string, in quotes",
        "id        | 1e3     | id must be a string, in quotes",
        "id        | -7      | id must be a string, in quotes",
        "number    | 7.0     | number must be a string",
        "number    | -7      | number must be a string",
        "vendor    | 7       | vendor must be a string",
        "vendor    | []      | vendor must be a string",
        "currency  | 7       | currency must be an ISO 4217 currency code such as USD, EUR or JPY",
        "currency  | '\"ınr\"' | currency must be an ISO 4217 currency code such as USD, EUR or JPY",
        "total     | true    | total must be a number",
        "lines     | '\"\"'  | lines is missing; give an array of at least one line",
        "lines     | {}      | lines must be an array of lines",
        "lines     | []      | lines must have at least one line",
        "lines     | [null]  | lines[0] must be an object",
        "lines     | '[\"\"]' | lines[0] is a string that is empty; give the JSON value itself, without quotes around it",
        "extra     | 7       | extra must be an object",
        "extra     | []      | extra must be an object",
      })
  void fieldOfTheWrongType_refusedByPath(String field, String json, String fault) {
    assertThat(faults(InvoiceSamples.with(field, json))).containsExactly(fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "31.12.2026",
        "2026-02-30",
        "2026-1-5",
        "2026-12-31T00:00:00Z",
        "1899-12-31",
        "2200-01-01",
        "+12026-01-01",
        "2026-12-32",
        "tomorrow",
        "0000-00-00",
        "\\u0662026-12-31"
      })
  void otherThanADateOfTheCalendar_refusedWithAnExample(String text) {
    assertThat(faults(InvoiceSamples.with("due_date", quoted(text))))
        .containsExactly(
            "due_date must be a date of the calendar written as year-month-day, such as 2026-12-31, from 1900 to 2199");
  }

  @ParameterizedTest
  @ValueSource(strings = {"20261231", "[]", "true"})
  void dateThatIsNoString_refused(String json) {
    assertThat(faults(InvoiceSamples.with("issue_date", json)))
        .singleElement()
        .asString()
        .startsWith("issue_date must be a date");
  }

  @Test
  void leapDayAndDateWithSpacesAround_read() throws Exception {
    assertThat(read(InvoiceSamples.with("due_date", "\" 2028-02-29\\n\"")).dueDate())
        .hasValue(LocalDate.of(2028, 2, 29));
  }

  @ParameterizedTest
  @CsvSource({"number,100", "vendor,200", "purchase_order,100", "item,500", "description,2000"})
  void textAtItsLimit_acceptedAndOneMoreRefusedWithItsLength(String field, int limit)
      throws Exception {
    String longest = "😀".repeat(limit); // two chars each: the limit is in characters people see

    read(withText(field, longest));

    assertThat(faults(withText(field, longest + "x")))
        .singleElement()
        .asString()
        .endsWith(
            field + " must have at most %,d characters but has %,d".formatted(limit, limit + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"number", "vendor", "purchase_order", "item", "description"})
  void text_cleanedAsAPersonReadsIt(String field) throws Exception {
    String json = withText(field, "\\u00a0Wax\\u200b XL\\r\\n\\t re\\u00adfined\\u200f ");

    Invoice invoice = read(json);

    assertThat(ExactJson.write(invoice)).contains("\"" + field + "\":\"Wax XL refined\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"number", "vendor", "purchase_order", "item", "description"})
  void textWithADirectionalOverrideOrAControlCharacter_refusedNamingTheCharacter(String field) {
    assertThat(faults(withText(field, "a\\u202eb")))
        .singleElement()
        .asString()
        .endsWith(field + " must be one line of visible text; remove the character U+202E");
    assertThat(faults(withText(field, "a\\u0000b")))
        .singleElement()
        .asString()
        .endsWith("remove the character U+0000");
  }

  @Test
  void unknownFields_refusedWithTheAdviceToUseExtra_orIgnored() throws Exception {
    String json =
        """
        {"id": "INV-7", "due": "tomorrow",
         "lines": [{"item": "Hosting", "amount": 5, "qty": 2}]}
        """;

    assertThat(faults(json))
        .containsExactly(
            "due is not a known field. Known fields: currency, due_date, extra, id, issue_date, lines, number, purchase_order, total, vendor. If what it says matters, put it into extra; otherwise leave it out",
            "lines[0].qty is not a known field. Known fields: amount, description, item, quantity, unit_price. If what it says matters, put it into description, or into extra of the invoice; otherwise leave it out");
    assertThat(read(json, InvoiceSource.OTHER_CLIENT).total()).isEqualTo("5.00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '\"\"'",
        "'a\nxxx' | '\"a xxx\"'",
        "'x is fine. Status: Completed' | '\"x is fine. Status: Completed\"'"
      })
  void unknownFieldWithAHostileName_shownSafely(String name, String shown) {
    assertThat(faults(InvoiceSamples.with(name, "1")).get(0)).startsWith(shown + " is not a known");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\": null}", "{\"a\": \"\"}", "\"{}\""})
  void extraThatSaysNothing_isAbsent(String extra) throws Exception {
    assertThat(read(InvoiceSamples.with("extra", extra)).digest())
        .isEqualTo(read(InvoiceSamples.BARE).digest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a': true}           | extra.a must be a string or a number",
        "{'a': {'b': 1}}       | extra.a must be a string or a number",
        "{'a': [1]}            | extra.a must be a string or a number",
        "{'a': 1e40}           | extra.a must have at most 40 digits before the decimal point",
        "{'a': 1e999999999}    | extra.a must have at most 40 digits before the decimal point",
        "{'a': 1e-13}          | extra.a must have at most 12 decimal places; it is only shown, so shorten it or leave it out",
        "{'a': 'x\\u202e'}     | extra.a must be one line of visible text; remove the character U+202E",
        "{' ': 1}              | 'extra.\"\" must have a name that can be seen'",
        "{'a\\u202e': 1}       | 'extra.\"a?\" has a name that must be one line of visible text; remove the character U+202E'",
        "{'a b': 1, 'a\\tb': 2} | 'extra.\"a b\" is there twice; give each entry a name of its own'"
      })
  void extraBeyondTheRules_refusedByPath(String extra, String fault) {
    assertThat(faults(InvoiceSamples.with("extra", extra.replace('\'', '"'))))
        .containsExactly(fault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\" \\n\"", "null"})
  void entriesOfExtraThatAreLeftEmpty_notCounted(String empty) throws Exception {
    String full = entries(20);
    String more =
        "%s, \"d\": %s, \"e\": %s}".formatted(full.substring(0, full.length() - 1), empty, empty);

    assertThat(read(InvoiceSamples.with("extra", more)))
        .isEqualTo(read(InvoiceSamples.with("extra", full)));
    assertThatThrownBy(() -> read(InvoiceSamples.with("extra", more), InvoiceSource.ANY_CLIENT))
        .as("a run reads what it read when it began")
        .isInstanceOf(InvalidInvoiceException.class);
  }

  @Test
  void extraAtItsLimits_acceptedAndMoreRefused() throws Exception {
    assertThat(read(InvoiceSamples.with("extra", entries(20))).extra()).hasSize(20);
    assertThat(faults(InvoiceSamples.with("extra", entries(21))))
        .containsExactly(
            "extra must have at most 20 entries but has 21; leave out what the approver need not see");
    assertThat(
            faults(InvoiceSamples.with("extra", "{\"a\": %s}".formatted(quoted("x".repeat(201))))))
        .containsExactly("extra.a must have at most 200 characters but has 201");
    assertThat(faults(InvoiceSamples.with("extra", "{%s: 1}".formatted(quoted("x".repeat(61))))))
        .singleElement()
        .asString()
        .endsWith("has a name that must have at most 60 characters but has 61");
  }

  @Test
  void jsonInStrings_readAsWhatItHolds() throws Exception {
    String lines = "[{\"item\": \"Hosting\", \"amount\": 12.30}]";
    String plain = "{\"id\": \"S-3\", \"extra\": {\"a\": 1}, \"lines\": %s}".formatted(lines);
    String nested =
        "{\"id\": \"S-3\", \"extra\": %s, \"lines\": %s}"
            .formatted(json("{\"a\": 1}"), json(lines));

    assertThat(read(json(plain))).isEqualTo(read(plain));
    assertThat(read(nested)).isEqualTo(read(plain));
    assertThat(read(json(nested))).isEqualTo(read(plain));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "please pay             | is a string that is not valid JSON at column 1;",
        "[1] [2]                | is a string that contains more than one JSON value;",
        "[NaN]                  | is a string that is not valid JSON at column",
        "'[{\"a\":1,\"a\":2}]'  | is a string that is refused as JSON: The key \"a\" occurs twice in one object;",
        "[1e999999999]          | is a string that is refused as JSON: A number has more than the 1,000 digits allowed;",
      })
  void stringWithoutStrictJson_refusedNamingTheField(String text, String fault) {
    assertThat(faults(InvoiceSamples.with("lines", json(text))))
        .singleElement()
        .asString()
        .startsWith("lines " + fault);
    assertThat(faults(json(text))).first().asString().startsWith("the input " + fault);
  }

  @Test
  void nestedTooDeepInAString_refusedNamingTheField() {
    assertThat(faults(InvoiceSamples.with("lines", json("[".repeat(101) + "]".repeat(101)))))
        .containsExactly(
            "lines is a string that is refused as JSON: The message is nested deeper than the 100 levels allowed; give the JSON value itself, without quotes around it");
    assertThat(faults(InvoiceSamples.with("lines", json("[".repeat(5_000)))))
        .containsExactly(
            "lines is a string that is nested deeper than the 100 levels allowed; give the JSON value itself, without quotes around it");
  }

  @Test
  void severalFaults_allNamedAtOnceInTheOrderOfTheInput() {
    String json =
        """
        {"id": "INВ", "number": 5.0, "vendor": 1, "issue_date": 7, "due_date": "x",
         "purchase_order": {}, "currency": "EURO", "total": "x", "extra": 7,
         "lines": [{"amount": "$5"}, 5, {"item": "ok", "amount": 1, "quantity": "many"}]}
        """;

    assertThat(faults(json).stream().map(fault -> fault.split(" ")[0]))
        .containsExactly(
            "id",
            "number",
            "vendor",
            "issue_date",
            "due_date",
            "purchase_order",
            "currency",
            "lines[0].item",
            "lines[0].amount",
            "lines[1]",
            "lines[2].quantity",
            "total",
            "extra");
  }

  @Test
  void earlierId_validForAWorkerAndRefusedAtTheDoor() throws Exception {
    String json = InvoiceSamples.with("id", "\"invoice-7\"");

    assertThat(read(json, InvoiceSource.OTHER_CLIENT).id()).isEqualTo("invoice-7");
    assertThat(read(json, InvoiceSource.EARLIER_RUN).id()).isEqualTo("invoice-7");
    assertThat(faults(json))
        .containsExactly(
            "id must not begin with \"invoice-\", as the workflow ids do; leave that beginning out");
  }

  private static String entries(int count) {
    return IntStream.range(0, count)
        .mapToObj("\"e%d\": 1"::formatted)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String withText(String field, String text) {
    return List.of("item", "description").contains(field)
        ? InvoiceSamples.withLine(field, quoted(text))
        : InvoiceSamples.with(field, quoted(text));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /** The text as a JSON string. */
  private static String json(String text) {
    return ExactJson.write(text);
  }

  private static Invoice read(String json) throws InvalidInvoiceException {
    return read(json, InvoiceSource.TOOL_CALL);
  }

  private static Invoice read(String json, InvoiceSource source) throws InvalidInvoiceException {
    return InvoiceReader.read(InvoiceSamples.node(json), source);
  }

  private static List<String> faults(String json) {
    var refusal = catchThrowableOfType(InvalidInvoiceException.class, () -> read(json));
    assertThat(refusal).as("refusal of %.200s", json).isNotNull();
    return refusal.faults().stream().map(Violation::toString).toList();
  }
}
