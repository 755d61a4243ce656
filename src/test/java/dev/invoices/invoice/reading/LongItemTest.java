package dev.invoices.invoice.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.invoices.invoice.Invoice;
import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.LineItem;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LongItemTest {

  private static final String WORDS = String.join(" ", Collections.nCopies(200, "words"));

  @Test
  void longItemWithoutADescription_goesOnThereAndLosesNoWord() throws Exception {
    LineItem line = read(WORDS, "").lines().get(0);

    assertThat(line.item()).hasSize(497);
    assertThat(line.item() + " " + line.description()).isEqualTo(WORDS);
  }

  @Test
  void itemOfExactlyTheLimit_staysWhole() {
    assertThat(LongItem.of("a".repeat(499) + " b", 500, 2_000))
        .isEqualTo(Optional.of(new LongItem("a".repeat(499), "b")));
    assertThat(LongItem.of("a".repeat(500) + " b", 500, 2_000))
        .isEqualTo(Optional.of(new LongItem("a".repeat(500), "b")));
    assertThat(LongItem.of("a".repeat(500), 500, 2_000)).isEmpty();
    assertThat(LongItem.of("a".repeat(501), 500, 2_000)).isEmpty();
  }

  @Test
  void longItemThatCannotBeDivided_refusedWithItsLength() {
    assertThatThrownBy(() -> read("a".repeat(501), ""))
        .hasMessageContaining("lines[0].item")
        .hasMessageContaining("501");
    assertThatThrownBy(() -> read(WORDS, "Blue"))
        .hasMessageContaining("lines[0].item")
        .hasMessageContaining("1,199");
    assertThatThrownBy(() -> read(WORDS + " " + WORDS + " " + WORDS, ""))
        .hasMessageContaining("lines[0].item")
        .hasMessageContaining("3,599");
  }

  private static Invoice read(String item, String description) throws InvalidInvoiceException {
    ObjectNode json = (ObjectNode) InvoiceSamples.node(InvoiceSamples.BARE);
    ObjectNode line = (ObjectNode) json.get("lines").get(0);
    line.put("item", item);
    line.put("description", description);
    return InvoiceReader.read(json, InvoiceSource.TOOL_CALL);
  }
}
