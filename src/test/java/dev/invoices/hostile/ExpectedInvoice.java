package dev.invoices.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an accepted invoice has to say, value for value.
 *
 * @param texts the optional texts and dates of its head by the names of their fields; one that is
 *     missing or empty must be absent
 */
public record ExpectedInvoice(
    String id,
    Map<String, String> texts,
    String currency,
    List<Line> lines,
    BigDecimal total,
    Map<String, Object> extra) {

  static final List<String> TEXTS =
      List.of("number", "vendor", "issue_date", "due_date", "purchase_order");

  private static final JsonMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** One line of it. */
  public record Line(
      String item,
      BigDecimal amount,
      String description,
      Optional<BigDecimal> quantity,
      Optional<BigDecimal> unitPrice) {

    Line withItem(String other) {
      return new Line(other, amount, description, quantity, unitPrice);
    }

    Line withAmount(BigDecimal other) {
      return new Line(item, other, description, quantity, unitPrice);
    }

    Line withDescription(String other) {
      return new Line(item, amount, other, quantity, unitPrice);
    }

    Line withQuantity(Optional<BigDecimal> other) {
      return new Line(item, amount, description, other, unitPrice);
    }

    Line withUnitPrice(Optional<BigDecimal> other) {
      return new Line(item, amount, description, quantity, other);
    }
  }

  public ExpectedInvoice {
    texts = Map.copyOf(texts);
    lines = List.copyOf(lines);
    extra = Map.copyOf(extra);
  }

  /** Who is paid; empty when it does not say. */
  public String vendor() {
    return texts.getOrDefault("vendor", "");
  }

  /** Compares with what was submitted to Temporal. */
  public void assertIs(byte[] submitted) throws IOException {
    JsonNode invoice = EXACT.readTree(submitted);
    assertThat(invoice.path("id").asText()).isEqualTo(id);
    for (String name : TEXTS) {
      String text = texts.getOrDefault(name, "");
      assertThat(invoice.path(name).asText()).as(name).isEqualTo(text);
      assertThat(invoice.has(name)).as(name).isEqualTo(!text.isEmpty());
    }
    assertThat(invoice.path("currency").asText()).isEqualTo(currency);
    assertThat(number(invoice.path("total"))).isEqualByComparingTo(total);
    assertThat(invoice.path("extra")).hasSize(extra.size());
    extra.forEach((name, value) -> assertIs(invoice.path("extra").path(name), value));
    assertThat(invoice.path("lines")).hasSize(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      assertIs(invoice.path("lines").path(i), lines.get(i));
    }
  }

  private static void assertIs(JsonNode line, Line expected) {
    assertThat(line.path("item").asText()).isEqualTo(expected.item());
    assertThat(number(line.path("amount"))).isEqualByComparingTo(expected.amount());
    assertThat(line.path("description").asText()).isEqualTo(expected.description());
    assertIsOrAbsent(line.path("quantity"), expected.quantity());
    assertIsOrAbsent(line.path("unit_price"), expected.unitPrice());
  }

  private static void assertIsOrAbsent(JsonNode number, Optional<BigDecimal> expected) {
    assertThat(number.isMissingNode()).isEqualTo(expected.isEmpty());
    expected.ifPresent(value -> assertThat(number(number)).isEqualByComparingTo(value));
  }

  private static void assertIs(JsonNode given, Object value) {
    if (value instanceof BigDecimal number) {
      // Of a number with zeros at its end, or with an exponent, the text is kept.
      assertThat(given.isNumber() ? given.decimalValue() : new BigDecimal(given.textValue()))
          .isEqualByComparingTo(number);
    } else {
      assertThat(given.textValue()).isEqualTo(value);
    }
  }

  private static BigDecimal number(JsonNode number) {
    assertThat(number.isNumber()).isTrue();
    return number.decimalValue();
  }
}
