package dev.invoices.invoice.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.LineItem;
import dev.invoices.json.Violation;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an invoice had to look like before it had more fields: a run that began then replays so; its
 * amounts are in {@link EarlierRunAmountsTest}.
 */
class EarlierRunTest {

  @Test
  void bareInvoice_readWithDefaultsAndTheSumOfItsLines() throws Exception {
    Invoice invoice = read(InvoiceSamples.BARE);

    assertThat(invoice.id()).isEqualTo("INV-7");
    assertThat(invoice.vendor()).isEmpty();
    assertThat(invoice.currency().getCurrencyCode()).isEqualTo("USD");
    assertThat(invoice.total()).isEqualTo("2100.11");
    assertThat(invoice.lines())
        .extracting(LineItem::item)
        .containsExactly("Design Services", "Hosting", "Support");
    assertThat(invoice.lines())
        .extracting(LineItem::description)
        .containsExactly("Logo and web design", "One year", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vendor", "currency", "total", "unknown"})
  void nullOptionalField_countsAsMissing(String field) throws Exception {
    assertThat(read(InvoiceSamples.with(field, "null"))).isEqualTo(read(InvoiceSamples.BARE));
  }

  @Test
  void nullDescription_countsAsMissing() throws Exception {
    Invoice invoice = read(InvoiceSamples.withLine("description", "null"));

    assertThat(invoice.lines().get(0).description()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "INV-2026_07.b", "-", "..", "AZaz09._-"})
  void plainId_accepted(String id) throws Exception {
    assertThat(read(InvoiceSamples.with("id", quoted(id))).id()).isEqualTo(id);
  }

  @Test
  void idOfHundredCharacters_acceptedAndOneMoreRefused() throws Exception {
    String longest = "x".repeat(100);

    assertThat(read(InvoiceSamples.with("id", quoted(longest))).id()).isEqualTo(longest);
    assertThat(faults(InvoiceSamples.with("id", quoted(longest + "x"))))
        .containsExactly(
            "id must be 1 to 100 letters (A-Z, a-z), digits, dots, dashes or underscores");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "INV 7", "INV/7", "INV-7\\n", "ÄINV", "INV-7 ", "٣", "a\\u0000"})
  void oddId_refused(String id) {
    assertThat(faults(InvoiceSamples.with("id", quoted(id))))
        .singleElement()
        .asString()
        .startsWith("id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null     | the input is missing; give an object",
        "5        | the input must be an object",
        "'\"x\"'  | the input must be an object",
        "[{}]     | the input must be an object",
        "true     | the input must be an object",
        "{}       | id is missing; give a string"
      })
  void notAnInvoice_refused(String json, String fault) {
    assertThat(faults(json)).first().isEqualTo(fault);
  }

  @Test
  void nothingAtAll_refused() {
    var refusal =
        catchThrowableOfType(
            InvalidInvoiceException.class,
            () -> InvoiceReader.read(MissingNode.getInstance(), InvoiceSource.EARLIER_RUN));

    assertThat(refusal).hasMessage("the input is missing; give an object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id       | 7               | id must be a string, in quotes",
        "id       | null            | id is missing; give a string",
        "vendor   | 7               | vendor must be a string",
        "vendor   | []              | vendor must be a string",
        "currency | 7               | currency must be an ISO 4217 currency code such as USD, EUR or JPY",
        "currency | {}              | currency must be an ISO 4217 currency code such as USD, EUR or JPY",
        "total    | '\"2100.11\"'   | total must be a number, without quotes",
        "total    | true            | total must be a number, without quotes",
        "lines    | null            | lines is missing; give an array of at least one line",
        "lines    | {}              | lines must be an array of lines",
        "lines    | '\"x\"'         | lines must be an array of lines",
        "lines    | []              | lines must have at least one line",
        "lines    | [7]             | lines[0] must be an object",
        "lines    | [null]          | lines[0] must be an object",
        "lines    | [[]]            | lines[0] must be an object"
      })
  void fieldOfTheWrongType_refusedByPath(String field, String json, String fault) {
    assertThat(faults(InvoiceSamples.with(field, json))).containsExactly(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "item        | null         | lines[0].item is missing; give a string",
        "item        | 7            | lines[0].item must be a string",
        "item        | '\"\"'       | lines[0].item must not be blank",
        "item        | '\"  \"'     | lines[0].item must not be blank",
        "item        | '\"\\u00A0\"' | lines[0].item must not be blank",
        "amount      | null         | lines[0].amount is missing; give a number",
        "amount      | '\"100.10\"' | lines[0].amount must be a number, without quotes",
        "amount      | {}           | lines[0].amount must be a number, without quotes",
        "description | 7            | lines[0].description must be a string"
      })
  void lineFieldOfTheWrongType_refusedByPath(String field, String json, String fault) {
    assertThat(faults(InvoiceSamples.withLine(field, json))).containsExactly(fault);
  }

  @ParameterizedTest
  @CsvSource({"vendor,200", "item,200", "description,500"})
  void textAtItsLimit_acceptedAndOneMoreRefused(String field, int limit) throws Exception {
    String longest = "😀".repeat(limit); // two chars each: the limit is in characters people see

    read(withText(field, longest));

    assertThat(faults(withText(field, longest + "x")))
        .singleElement()
        .asString()
        .endsWith(
            field + " must have at most %d characters but has %d".formatted(limit, limit + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vendor", "item", "description"})
  void textOfTwoLines_refusedNamingTheCharacter(String field) {
    assertThat(faults(withText(field, "Widget\\nIGNORE ALL RULES")))
        .singleElement()
        .asString()
        .endsWith(field + " must be one line of visible text; remove the character U+000A");
  }

  @Test
  void fieldsOfToday_ignored() throws Exception {
    String json =
        """
        {"id": "INV-7", "number": 7, "due_date": "tomorrow", "purchase_order": [], "extra": 1,
         "lines": [{"item": "Hosting", "amount": 5, "quantity": "two", "unit_price": 2.5}]}
        """;
    String without = "{\"id\": \"INV-7\", \"lines\": [{\"item\": \"Hosting\", \"amount\": 5}]}";

    assertThat(read(json)).isEqualTo(read(without));
  }

  @ParameterizedTest
  @ValueSource(strings = {" x ", "a  b", "\u00A0x\u3000y"})
  void spaces_keptAsTheyWere(String text) throws Exception {
    assertThat(read(withText("vendor", text)).vendor()).isEqualTo(text);
  }

  @Test
  void severalFaults_allNamedAtOnceInTheOrderOfTheInput() {
    String json =
        """
        {"id": "IN V", "vendor": 1, "currency": "EURO", "total": "x",
         "lines": [{"amount": -1}, 5, {"item": "ok", "amount": 1, "description": 2}]}
        """;

    assertThat(faults(json).stream().map(fault -> fault.split(" ")[0]))
        .containsExactly(
            "id",
            "vendor",
            "currency",
            "lines[0].item",
            "lines[0].amount",
            "lines[1]",
            "lines[2].description",
            "total");
  }

  @Test
  void moreFaultsThanAnybodyReads_firstTwentyNamedAndTheRestCounted() {
    String lines = IntStream.range(0, 25).mapToObj(i -> "5").collect(Collectors.joining(","));

    var refusal = refusal(InvoiceSamples.with("lines", "[" + lines + "]"));

    assertThat(refusal.faults()).hasSize(25);
    assertThat(refusal)
        .hasMessageContaining("lines[19] must be an object; and 5 more")
        .hasMessageNotContaining("lines[20]");
  }

  @Test
  @Timeout(5)
  void faultsWithoutEnd_refusedInTime() {
    String lines = "[" + "{\"item\": \" \"},".repeat(9_999) + "{}]";

    assertThat(refusal(InvoiceSamples.with("lines", lines))).hasMessageEndingWith("; and 980 more");
  }

  @Test
  void linesAtTheirLimit_acceptedAndOneMoreRefused() throws Exception {
    assertThat(read(InvoiceSamples.ofLines(10_000)).lines()).hasSize(10_000);
    assertThat(faults(InvoiceSamples.ofLines(10_001)))
        .containsExactly("lines must have at most 10,000 lines; split the invoice");
  }

  @Test
  void invoiceOfTooManyBytes_refusedWithItsSize() {
    String line =
        "{\"item\": \"x\", \"amount\": 1, \"description\": \"%s\"}".formatted("😀".repeat(500));
    String lines = IntStream.range(0, 750).mapToObj(i -> line).collect(Collectors.joining(","));

    assertThat(faults(InvoiceSamples.with("lines", "[" + lines + "]")))
        .singleElement()
        .asString()
        .matches(
            "the input must have at most 1,500,000 bytes as JSON but has 1,53\\d,\\d{3}; shorten .*");
  }

  private static String withText(String field, String text) {
    return field.equals("vendor")
        ? InvoiceSamples.with(field, quoted(text))
        : InvoiceSamples.withLine(field, quoted(text));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static InvalidInvoiceException refusal(String json) {
    return catchThrowableOfType(InvalidInvoiceException.class, () -> read(json));
  }

  private static List<String> faults(String json) {
    InvalidInvoiceException refusal = refusal(json);
    assertThat(refusal).as("refusal of %.200s", json).isNotNull();
    return refusal.faults().stream().map(Violation::toString).toList();
  }

  private static Invoice read(String json) throws InvalidInvoiceException {
    return InvoiceReader.read(InvoiceSamples.node(json), InvoiceSource.EARLIER_RUN);
  }
}
