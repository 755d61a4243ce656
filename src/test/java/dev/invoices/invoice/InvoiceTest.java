package dev.invoices.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.json.ExactJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceTest {

  private static final String HOSTING =
      """
      {"id": "INV-7", "lines": [{"item": "Hosting", "amount": 5000}]}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"lines": [{"amount": 5000.00, "item": "Hosting"}], "id": "INV-7"}
        """,
        """
        {"id": "INV-7", "lines": [{"item": "Hosting", "amount": 5e3, "description": ""}]}
        """,
        """
        {"id": "INV-7", "currency": "USD", "total": 5000.0, "vendor": null,
         "lines": [{"item": "Hosting", "amount": 5000.0, "description": null}]}
        """
      })
  void sameInvoiceWrittenDifferently_sameDigest(String json) {
    assertThat(InvoiceSamples.valid(json).digest())
        .isEqualTo(InvoiceSamples.valid(HOSTING).digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"id": "INV-8", "lines": [{"item": "Hosting", "amount": 5000}]}
        """,
        """
        {"id": "INV-7", "vendor": "Acme", "lines": [{"item": "Hosting", "amount": 5000}]}
        """,
        """
        {"id": "INV-7", "currency": "EUR", "lines": [{"item": "Hosting", "amount": 5000}]}
        """,
        """
        {"id": "INV-7", "lines": [{"item": "Hosting", "amount": 5000.01}]}
        """,
        """
        {"id": "INV-7", "lines": [{"item": "hosting", "amount": 5000}]}
        """,
        """
        {"id": "INV-7", "lines": [{"item": "Hosting", "amount": 5000, "description": "x"}]}
        """,
        """
        {"id": "INV-7", "lines": [{"item": "Hosting", "amount": 2500},
                                  {"item": "Hosting", "amount": 2500}]}
        """,
        """
        {"id": "INV-7", "number": "7", "lines": [{"item": "Hosting", "amount": 5000}]}
        """,
        """
        {"id": "INV-7", "issue_date": "2026-10-01", "lines": [{"item": "Hosting", "amount": 5000}]}
        """,
        """
        {"id": "INV-7", "due_date": "2026-10-01", "lines": [{"item": "Hosting", "amount": 5000}]}
        """,
        """
        {"id": "INV-7", "purchase_order": "7", "lines": [{"item": "Hosting", "amount": 5000}]}
        """,
        """
        {"id": "INV-7", "extra": {"terms": "7"}, "lines": [{"item": "Hosting", "amount": 5000}]}
        """,
        """
        {"id": "INV-7", "lines": [{"item": "Hosting", "amount": 5000, "quantity": 1}]}
        """,
        """
        {"id": "INV-7", "lines": [{"item": "Hosting", "amount": 5000, "unit_price": 5000}]}
        """
      })
  void anotherInvoice_anotherDigest(String json) {
    assertThat(InvoiceSamples.valid(json).digest())
        .isNotEqualTo(InvoiceSamples.valid(HOSTING).digest());
  }

  @Test
  void digest_isTheSha256OfTheNormalJson() {
    assertThat(InvoiceSamples.valid(HOSTING).digest())
        .isEqualTo("0058d3d6bc17e30a5cbebc2343e51e1bb9aa4c44fcad4b28749e9cd067d24d2b");
  }

  @Test
  void normalJson_readsBackAsTheSameInvoice() {
    Invoice invoice = InvoiceSamples.valid(InvoiceSamples.with("vendor", "\"Acme\""));

    String json = ExactJson.write(invoice);

    assertThat(InvoiceSamples.valid(json)).isEqualTo(invoice);
    assertThat(InvoiceSamples.node(json).properties())
        .extracting(field -> field.getKey())
        .containsExactly("id", "vendor", "currency", "lines", "total");
  }

  @Test
  void normalJson_writesAmountsAsPlainExactNumbers() {
    assertThat(ExactJson.write(InvoiceSamples.valid(InvoiceSamples.withLine("amount", "1e3"))))
        .isEqualTo(
            """
            {"id":"INV-7","currency":"USD","lines":[{"item":"Hosting","amount":1000.00,\
            "description":""}],"total":1000.00}""");
  }
}
