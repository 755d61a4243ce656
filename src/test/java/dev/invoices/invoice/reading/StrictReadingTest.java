package dev.invoices.invoice.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.json.ExactJson;
import dev.invoices.json.ObjectReader;
import dev.invoices.text.TextRules;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What became stricter: for callers and for runs that begin today, not for those that wait. */
class StrictReadingTest {

  private static final String HIDDEN = "Alpha\uFE00\uFE01\uDB40\uDD00 Ltd \u2764\uFE0F";

  @ParameterizedTest
  @EnumSource(names = {"TOOL_CALL", "ANY_CLIENT"})
  void sentenceInVariationSelectors_isNotReadToday(InvoiceSource source) throws Exception {
    assertThat(withVendor(HIDDEN, source).vendor()).isEqualTo("Alpha Ltd \u2764");
  }

  /** A replay must come to the same digest, or decisions would be about other content. */
  @Test
  void waitingInvoice_readAsBefore() throws Exception {
    String selector = "Alpha \u2764\uFE0F";

    Invoice invoice = withVendor(selector, InvoiceSource.OTHER_CLIENT);

    assertThat(invoice.vendor()).isEqualTo(selector);
    assertThat(invoice.digest())
        .isNotEqualTo(withVendor(selector, InvoiceSource.ANY_CLIENT).digest());
    assertThat(withVendor(selector, InvoiceSource.EARLIER_RUN).vendor()).isEqualTo(selector);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\uE000b | must be one line of visible text; remove the character U+E000",
        "a\uFDD0b | must be one line of visible text; remove the character U+FDD0",
        "Z\u0336\u0336\u0336\u0336\u0336 | must have at most 4 combining marks on a letter; remove the character U+0336"
      })
  void privateCharacterOrManyMarks_refusedTodayNamingTheField(String vendor, String problem)
      throws Exception {
    for (var source : new InvoiceSource[] {InvoiceSource.TOOL_CALL, InvoiceSource.ANY_CLIENT}) {
      assertThatThrownBy(() -> withVendor(vendor, source)).hasMessage("vendor " + problem);
    }
    assertThat(withVendor(vendor, InvoiceSource.OTHER_CLIENT).vendor()).isEqualTo(vendor);
    assertThat(withVendor(vendor, InvoiceSource.EARLIER_RUN).vendor()).isEqualTo(vendor);
  }

  /** A run that began with such an input has failed of it, and must fail again. */
  @ParameterizedTest
  @CsvSource({"id, 0", "id, 1001", "number, 2024", "purchase_order, 4500000000000012345"})
  void integerAsANumberOnPaper_isItsDigitsInACallAlone(String field, String digits)
      throws Exception {
    JsonNode json = InvoiceSamples.node(InvoiceSamples.with(field, digits));

    Invoice invoice = InvoiceReader.read(json, InvoiceSource.TOOL_CALL);

    assertThat(ExactJson.write(invoice)).contains("\"%s\":\"%s\"".formatted(field, digits));
    for (var source : new InvoiceSource[] {InvoiceSource.ANY_CLIENT, InvoiceSource.OTHER_CLIENT}) {
      assertThatThrownBy(() -> InvoiceReader.read(json, source))
          .hasMessageStartingWith(field + " must be a string");
    }
  }

  @Test
  void minusSignOfUnicode_readInACallAlone() throws Exception {
    JsonNode json = discounted("\u221220.00");

    assertThat(InvoiceReader.read(json, InvoiceSource.TOOL_CALL).total()).hasToString("80.00");
    assertThatThrownBy(() -> InvoiceReader.read(json, InvoiceSource.ANY_CLIENT))
        .hasMessageStartingWith("lines[1].amount must be a plain number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\u20142.50 | ; write a minus sign as -",
        "\u2013 20 | ; write a minus sign as -",
        "\uFF0D20 | ; write a minus sign as -",
        "\u22122.500 | which may mean -2.50 or -2500.00. Ask the person which it is, and write it so",
        "\u22121,234 | thousands separators or other text",
        "-1,234 | thousands separators or other text"
      })
  void amountWithAnUncertainSignOrPoint_refusedWithWhatToWrite(String amount, String advice) {
    assertThatThrownBy(() -> InvoiceReader.read(discounted(amount), InvoiceSource.TOOL_CALL))
        .hasMessageStartingWith("lines[1].amount ")
        .hasMessageEndingWith(advice);
  }

  private static JsonNode discounted(String amount) throws Exception {
    return InvoiceSamples.node(
        InvoiceSamples.with(
            "lines",
            "[{\"item\": \"Desk\", \"amount\": 100}, {\"item\": \"Discount\", \"amount\": \"%s\"}]"
                .formatted(amount)));
  }

  @Test
  void byteOrderMark_readInACallAlone() throws Exception {
    String marked =
        InvoiceSamples.with("lines", "\"\\uFEFF[{\\\"item\\\": \\\"Fee\\\", \\\"amount\\\": 1}]\"");

    assertThat(InvoiceReader.read(InvoiceSamples.node(marked), InvoiceSource.TOOL_CALL).lines())
        .hasSize(1);
    assertThatThrownBy(
            () -> InvoiceReader.read(InvoiceSamples.node(marked), InvoiceSource.ANY_CLIENT))
        .isInstanceOf(InvalidInvoiceException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e3", "true"})
  void purchaseOrderThatIsNoInteger_refused(String json) {
    assertThatThrownBy(
            () ->
                InvoiceReader.read(
                    InvoiceSamples.node(InvoiceSamples.with("purchase_order", json)),
                    InvoiceSource.TOOL_CALL))
        .hasMessage("purchase_order must be a string");
  }

  /** Another reading of the id would make another invoice of a run that waits. */
  @Test
  void lineBreakInAnId_readAsASpaceInACallAlone() throws Exception {
    String json = InvoiceSamples.with("id", "\"RE\\t2024-17\"");

    Invoice invoice = InvoiceReader.read(InvoiceSamples.node(json), InvoiceSource.TOOL_CALL);

    assertThat(invoice.id()).isEqualTo("RE 2024-17");
    for (var source : new InvoiceSource[] {InvoiceSource.ANY_CLIENT, InvoiceSource.OTHER_CLIENT}) {
      assertThatThrownBy(() -> InvoiceReader.read(InvoiceSamples.node(json), source))
          .hasMessage("id must be one line of visible text; remove the character U+0009");
    }
  }

  @Test
  void lineBreakInTheIdOfAnEarlierInvoice_readAsASpace() throws Exception {
    ObjectReader fields =
        ObjectReader.generous(
            InvoiceSamples.node("{\"invoice_id\": \"RE\\n2024-17\"}"), TextRules.OF_A_CALL);

    assertThat(InvoiceReader.readId(fields, "invoice_id", UnaryOperator.identity()))
        .isEqualTo("RE 2024-17");
    assertThat(fields.faults()).isEmpty();
  }

  @Test
  void characterThatThisJavaDoesNotKnow_refusedAtTheDoorAlone() throws Exception {
    assertThatThrownBy(() -> withVendor("a\u0378", InvoiceSource.TOOL_CALL))
        .hasMessage(
            "vendor holds a character that this Java does not know (U+0378); write it in letters");
    assertThat(withVendor("a\u0378", InvoiceSource.ANY_CLIENT).vendor()).isEqualTo("a\u0378");
  }

  @ParameterizedTest
  @ValueSource(strings = {"invoice-7", "-7", "..", "-"})
  void confusingId_refusedTodayAndReadOfAWaitingInvoice(String id) throws Exception {
    for (var source : new InvoiceSource[] {InvoiceSource.TOOL_CALL, InvoiceSource.ANY_CLIENT}) {
      assertThatThrownBy(() -> with("id", id, source)).hasMessageStartingWith("id must ");
    }
    assertThat(with("id", id, InvoiceSource.OTHER_CLIENT).id()).isEqualTo(id);
    assertThat(with("id", id, InvoiceSource.EARLIER_RUN).id()).isEqualTo(id);
  }

  private static Invoice withVendor(String vendor, InvoiceSource source)
      throws InvalidInvoiceException {
    return with("vendor", vendor, source);
  }

  private static Invoice with(String field, String text, InvoiceSource source)
      throws InvalidInvoiceException {
    return InvoiceReader.read(
        InvoiceSamples.node(InvoiceSamples.with(field, ExactJson.write(text))), source);
  }
}
