package dev.invoices.server.tools.wording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a person is told about an invoice whose content has changed since they saw it. */
class ContentChangeTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void everyField_isNamedWithItsOldAndItsNewContent() {
    InvoiceSnapshot before =
        submitted(
            """
            {"id": "A", "vendor": "Alpha", "number": "1", "issue_date": "2026-10-01",
             "due_date": "2026-12-31", "extra": {"terms": "30 days", "same": 1}, "lines": [
               {"item": "Fee", "amount": 10, "quantity": 2, "unit_price": 5, "description": "Old"}]}
            """);
    InvoiceSnapshot now =
        submitted(
            """
            {"id": "A", "vendor": "Omega", "number": "2", "issue_date": "2026-10-02",
             "purchase_order": "PO", "extra": {"terms": "\\"now\\"", "same": 1}, "lines": [
               {"item": "Fee", "amount": 10, "quantity": 1, "description": "New"}]}
            """);

    assertThat(ContentChange.sentences(before, now))
        .isEqualTo(
            "What differs (shown before -> now): Vendor: \"Alpha\" -> \"Omega\"; Number: \"1\" -> \"2\"; Issued: 2026-10-01 -> 2026-10-02; Due: 2026-12-31 -> nothing; Purchase order: nothing -> \"PO\"; Extra \"terms\": \"30 days\" -> \"'now'\"; Line 1, description: \"Old\" -> \"New\"; Line 1, quantity: 2 -> 1; Line 1, unit price: 5 -> nothing.");
  }

  @Test
  void numberThatBecameText_isSaidToReadTheSame() {
    String invoice =
        "{\"id\": \"A\", \"extra\": {\"terms\": %s}, \"lines\": [{\"item\": \"Fee\", \"amount\": 10}]}";

    assertThat(
            ContentChange.sentences(
                submitted(invoice.formatted("30")), submitted(invoice.formatted("\"30\""))))
        .isEqualTo(
            "Both read the same; a value is given in another way, such as a number as text.");
  }

  @Test
  void lineBeyondThoseListed_isNamed() {
    InvoiceSnapshot before = invoice(40, line -> line("Item " + line, 10));
    InvoiceSnapshot now = invoice(40, line -> line("Item " + line, line == 33 ? 11 : 10));

    assertThat(ContentChange.sentences(before, now))
        .isEqualTo(
            "What differs (shown before -> now): Total: USD 400.00 in 40 lines -> USD 401.00 in 40 lines; Line 33, amount: USD 10.00 -> USD 11.00.");
  }

  @Test
  void manyDifferences_tenAreNamedAndTheOthersCounted() {
    InvoiceSnapshot before = invoice(40, line -> line("Item " + line, 10));
    InvoiceSnapshot now = invoice(40, line -> line("Thing " + line, 10));

    assertThat(ContentChange.sentences(before, now))
        .contains("Line 10, item: \"Item 10\" -> \"Thing 10\"; and 30 more differences.")
        .doesNotContain("Line 11", "may differ");
  }

  @Test
  void linesThatWereNotShown_mayDiffer() {
    InvoiceSnapshot before = invoice(150, line -> line("Item " + line, 10));
    InvoiceSnapshot inALine = invoice(150, line -> line(line == 120 ? "X" : "Item " + line, 10));
    InvoiceSnapshot inTwo =
        invoice(150, line -> line(line == 120 || line == 3 ? "X" : "Item " + line, 10));

    assertThat(ContentChange.sentences(before, inALine))
        .isEqualTo("20 of the lines were compared; the others may differ.");
    assertThat(ContentChange.sentences(before, inTwo))
        .isEqualTo(
            "What differs (shown before -> now): Line 3, item: \"Item 3\" -> \"X\". 20 of the lines were compared; the others may differ, too.");
  }

  @Test
  void contentWithoutLines_saysThatTheyMayDiffer() {
    InvoiceSnapshot now = invoice(2, line -> line("Item " + line, 10));

    assertThat(ContentChange.sentences(now.withLines(List.of()), now))
        .isEqualTo("The lines were not compared, so that they may differ.");
  }

  @Test
  void lineAddedOrTakenAway_isNamedAsAWhole() {
    InvoiceSnapshot one = invoice(1, line -> line("Item " + line, 10));
    InvoiceSnapshot two = invoice(2, line -> line("Item " + line, 10));

    assertThat(ContentChange.sentences(one, two))
        .endsWith("Line 2: nothing -> USD 10.00 for \"Item 2\".");
    assertThat(ContentChange.sentences(two, one))
        .endsWith("Line 2: USD 10.00 for \"Item 2\" -> nothing.");
  }

  @Test
  void longTextsThatBeginAlike_areShownFromWhereTheyDiffer() {
    String start = "word ".repeat(80);
    InvoiceSnapshot before = invoice(1, line -> line(start + "old", 10));
    InvoiceSnapshot now = invoice(1, line -> line(start + "new", 10));

    assertThat(ContentChange.sentences(before, now))
        .endsWith("Line 1, item: \"…word word word word old\" -> \"…word word word word new\".");
  }

  private static InvoiceSnapshot invoice(int count, IntFunction<String> line) {
    return submitted(
        "{\"id\": \"A\", \"lines\": [%s]}"
            .formatted(
                IntStream.rangeClosed(1, count).mapToObj(line).collect(Collectors.joining(","))));
  }

  private static String line(String item, int amount) {
    return "{\"item\": \"%s\", \"amount\": %d}".formatted(item, amount);
  }

  private static InvoiceSnapshot submitted(String json) {
    return InvoiceSnapshot.submitted(InvoiceSamples.valid(json), NOON);
  }
}
