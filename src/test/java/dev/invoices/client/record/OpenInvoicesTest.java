package dev.invoices.client.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which open invoices a person may have meant. */
class OpenInvoicesTest {

  @ParameterizedTest
  @CsvSource({
    "INV-900, inv-900",
    "INV-900, INV 900",
    "2024/0017, 2024-0017",
    "RE 2024-17, re.2024.17",
    "ＩＮＶ-９, inv9",
    "STRASSE-1, straße-1",
    "0618|01/10/2020|0, 0618 01 10 2020 0",
    "21, Invoice 21",
    "invoice-OLD-1, OLD-1"
  })
  void otherCaseOrPunctuation_isSimilar(String open, String given) {
    OpenInvoice invoice = invoice(open);

    assertThat(open(invoice).idsSimilarTo(given)).containsExactly(invoice.id());
  }

  @ParameterizedTest
  @CsvSource({"INV-900, INV-901", "INV-900, 900", "Invoice, 21", "---, ///", "कि-1, का-1"})
  void otherLettersOrDigits_areNotSimilar(String open, String given) {
    assertThat(open(invoice(open)).idsSimilarTo(given)).isEmpty();
  }

  @Test
  void manySimilarIds_fewSuggested() {
    OpenInvoice[] many =
        IntStream.range(1, 10)
            .mapToObj(n -> invoice("A" + "-".repeat(n) + "1"))
            .toArray(OpenInvoice[]::new);

    assertThat(open(many).idsSimilarTo("a1")).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INV-1", "Invoice 1", "invoicing"})
  void id_isTheHandleOfEveryTool(String id) {
    assertThat(invoice(id).id()).isEqualTo(id);
    assertThat(InvoiceRun.invoiceId(id)).isEqualTo(id);
  }

  @Test
  void idThatBeginsAsWorkflowIdsDo_isFoundByTheWorkflowId() {
    String handle = invoice("invoice-1").id();

    assertThat(handle).isEqualTo("invoice-invoice-1");
    assertThat(InvoiceRun.invoiceId(handle)).isEqualTo("invoice-1");
  }

  @ParameterizedTest
  @CsvSource({"invoice-INV-21, INV-21", "invoice-, invoice-"})
  void idOfAWorkflow_namesItsInvoice(String asked, String invoiceId) {
    assertThat(InvoiceRun.invoiceId(asked)).isEqualTo(invoiceId);
  }

  private static OpenInvoices open(OpenInvoice... invoices) {
    return OpenInvoices.all(List.of(invoices));
  }

  private static OpenInvoice invoice(String id) {
    return new OpenInvoice(
        InvoiceRun.of(id, "run"), InvoiceStatus.AWAITING_APPROVAL, Optional.empty());
  }
}
