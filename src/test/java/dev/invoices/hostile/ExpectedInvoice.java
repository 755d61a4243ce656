package dev.invoices.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** What an accepted invoice has to say, value for value. */
public record ExpectedInvoice(
    String id, String vendor, String currency, List<Line> lines, BigDecimal total) {

  private static final JsonMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** One line of it. */
  public record Line(String item, BigDecimal amount, String description) {}

  public ExpectedInvoice {
    lines = List.copyOf(lines);
  }

  /** Compares with what was submitted to Temporal. */
  public void assertIs(byte[] submitted) throws IOException {
    JsonNode invoice = EXACT.readTree(submitted);
    assertThat(invoice.path("id").asText()).isEqualTo(id);
    assertThat(invoice.path("vendor").asText()).isEqualTo(vendor);
    assertThat(invoice.path("currency").asText()).isEqualTo(currency);
    assertThat(number(invoice.path("total"))).isEqualByComparingTo(total);
    assertThat(invoice.path("lines")).hasSize(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = invoice.path("lines").path(i);
      assertThat(line.path("item").asText()).isEqualTo(lines.get(i).item());
      assertThat(number(line.path("amount"))).isEqualByComparingTo(lines.get(i).amount());
      assertThat(line.path("description").asText()).isEqualTo(lines.get(i).description());
    }
  }

  private static BigDecimal number(JsonNode number) {
    assertThat(number.isNumber()).isTrue();
    return number.decimalValue();
  }
}
