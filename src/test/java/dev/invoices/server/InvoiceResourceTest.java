package dev.invoices.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.client.record.InvoiceRun;
import dev.invoices.client.record.OpenInvoice;
import dev.invoices.client.record.OpenInvoices;
import dev.invoices.invoice.InvoiceStatus;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult.CompleteCompletion;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which ids of a list are offered. */
class InvoiceResourceTest {

  @Test
  void idsThatBeginAsTyped_comeFirst_elseInTheOrderOfTheList() {
    List<OpenInvoice> list = list("X-RE 9", "re 2", "INV-1", "RE 1");

    assertThat(offered(list, "RE")).containsExactly("re 2", "RE 1", "X-RE 9");
    assertThat(offered(list, "")).containsExactly("X-RE 9", "re 2", "INV-1", "RE 1");
    assertThat(offered(list, null)).hasSize(4);
    assertThat(offered(list, "nothing")).isEmpty();
  }

  @Test
  void idsOfAnyScript_areOfferedAsTheyAre() {
    List<OpenInvoice> list = list("2024/0017", "Ä&Ö 100% + 1", "№ 5 {id}", "فاتورة-٧");

    assertThat(offered(list, "ä&ö 100%")).containsExactly("Ä&Ö 100% + 1");
    assertThat(offered(list, "{id}")).containsExactly("№ 5 {id}");
    assertThat(offered(list, "فاتورة")).containsExactly("فاتورة-٧");
    assertThat(offered(list, "4/00")).containsExactly("2024/0017");
  }

  @Test
  void idThatNoToolTakes_isNotOffered() {
    List<OpenInvoice> list =
        list("\u001b[31mRED", "a\u202eb", "two  spaces", " ", "Mixed-А", "x".repeat(101), "FINE");

    assertThat(offered(list, "")).containsExactly("FINE");
  }

  @Test
  void idThatBeginsAsWorkflowIdsDo_isOfferedAsItIsFound() {
    assertThat(offered(list("invoice-7"), "7")).containsExactly("invoice-invoice-7");
  }

  @Test
  void moreThanAHundred_areCutAndCounted() {
    List<OpenInvoice> list =
        list(IntStream.range(0, 101).mapToObj("INV-%d"::formatted).toArray(String[]::new));

    CompleteCompletion completion =
        InvoiceResource.offer(OpenInvoices.all(list), "inv").completion();

    assertThat(completion.values()).hasSize(100);
    assertThat(completion.total()).isEqualTo(101);
    assertThat(completion.hasMore()).isTrue();
  }

  @Test
  void listThatWasReadInPart_hasMoreAndNoTotal() {
    OpenInvoices part = new OpenInvoices(list("INV-1"), OptionalLong.empty());

    CompleteCompletion completion = InvoiceResource.offer(part, "").completion();

    assertThat(completion.values()).containsExactly("INV-1");
    assertThat(completion.total()).isNull();
    assertThat(completion.hasMore()).isTrue();
  }

  private static List<String> offered(List<OpenInvoice> list, String typed) {
    CompleteCompletion completion =
        InvoiceResource.offer(OpenInvoices.all(list), typed).completion();
    assertThat(completion.total()).isEqualTo(completion.values().size());
    assertThat(completion.hasMore()).isFalse();
    return completion.values();
  }

  private static List<OpenInvoice> list(String... ids) {
    return Stream.of(ids)
        .map(
            id ->
                new OpenInvoice(
                    InvoiceRun.latest(id), InvoiceStatus.AWAITING_APPROVAL, Optional.empty()))
        .toList();
  }
}
