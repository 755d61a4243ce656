package dev.invoices.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.json.ExactJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an invoice of a case says, read without the product.
 *
 * @param head the fields beside the lines
 */
record SubmittedFields(JsonNode head, JsonNode lines) {

  private static final Pattern WITHOUT_SHAPE = Pattern.compile("\\p{Cf}");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

  /** The fields of an invoice, which may be a string of JSON, as may its lines. */
  static SubmittedFields of(JsonNode invoice) {
    JsonNode head = opened(invoice);
    return new SubmittedFields(head, opened(head.path("lines")));
  }

  /** Compares all of them with what is shown. */
  void assertIn(InvoiceSnapshot shown) {
    assertThat(shown.id()).isEqualTo(text(head, "id"));
    assertThat(readable(shown.vendor())).isEqualTo(text(head, "vendor"));
    assertThat(shown.number()).isEqualTo(text(head, "number"));
    assertThat(shown.purchaseOrder()).isEqualTo(text(head, "purchase_order"));
    assertThat(shown.issueDate().map(String::valueOf)).isEqualTo(given(head, "issue_date"));
    assertThat(shown.dueDate().map(String::valueOf)).isEqualTo(given(head, "due_date"));
    assertThat(shown.currency().getCurrencyCode())
        .isEqualTo(given(head, "currency").orElse(Invoice.DEFAULT_CURRENCY));
    assertThat(shown.extra()).hasSize(head.path("extra").size());
    assertThat(shown.lines()).hasSize(lines.size());
    BigDecimal sum = BigDecimal.ZERO;
    for (int at = 0; at < lines.size(); at++) {
      assertIn(lines.get(at), shown.lines().get(at));
      sum = sum.add(number(lines.get(at), "amount").orElseThrow());
    }
    assertThat(shown.total()).isEqualByComparingTo(sum);
    assertThat(shown.total()).isEqualByComparingTo(number(head, "total").orElse(sum));
  }

  private static void assertIn(JsonNode line, LineSnapshot shown) {
    // A long item continues in the description.
    assertThat(readable(shown.item() + " " + shown.description()))
        .isEqualTo(readable(text(line, "item") + " " + text(line, "description")));
    assertThat(shown.amount()).isEqualByComparingTo(number(line, "amount").orElseThrow());
    assertSame(shown.quantity(), number(line, "quantity"));
    assertSame(shown.unitPrice(), number(line, "unit_price"));
  }

  private static void assertSame(Optional<BigDecimal> shown, Optional<BigDecimal> given) {
    assertThat(shown.map(BigDecimal::stripTrailingZeros))
        .isEqualTo(given.map(BigDecimal::stripTrailingZeros));
  }

  /** Every value, as it is written. */
  List<String> values() {
    List<String> values = new ArrayList<>();
    add(head, values);
    return values;
  }

  private static void add(JsonNode node, List<String> values) {
    if (node.isValueNode()) {
      values.add(node.asText());
    }
    node.forEach(inner -> add(inner, values));
  }

  private static Optional<BigDecimal> number(JsonNode fields, String name) {
    return given(fields, name).map(BigDecimal::new);
  }

  private static String text(JsonNode fields, String name) {
    return readable(fields.path(name).asText());
  }

  private static Optional<String> given(JsonNode fields, String name) {
    return Optional.of(fields.path(name).asText()).filter(text -> !text.isEmpty());
  }

  private static String readable(String text) {
    return BLANKS.matcher(WITHOUT_SHAPE.matcher(text).replaceAll("")).replaceAll(" ").strip();
  }

  private static JsonNode opened(JsonNode node) {
    try {
      return node.isTextual() ? ExactJson.mapper().readTree(node.textValue()) : node;
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON in a string: " + node, e);
    }
  }
}
