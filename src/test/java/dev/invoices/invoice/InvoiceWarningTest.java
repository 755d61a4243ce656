package dev.invoices.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceWarning.Kind;
import org.junit.jupiter.api.Test;

class InvoiceWarningTest {

  private static final String WHY = "It may be a duplicate.";

  @Test
  void whatTheOtherInvoiceIsNow_standsBeforeWhatStrangersWrote() {
    InvoiceWarning warning =
        InvoiceWarning.possibleDuplicate(WHY, "A-1 Its id: B", "Acme. Its id: C");

    assertThat(warning.text())
        .isEqualTo(WHY + " Its id: \"A-1 Its id: B\", its vendor: \"Acme. Its id: C\"");
    assertThat(warning.withPresent(InvoiceStatus.COMPLETED).text())
        .isEqualTo(
            WHY
                + " It is now: Completed. Its id: \"A-1 Its id: B\", its vendor: \"Acme. Its id: C\"");
  }

  @Test
  void otherInvoiceWithoutAVendor_namedByItsIdAlone() {
    InvoiceWarning warning = InvoiceWarning.possibleDuplicate(WHY, "A-1", "");

    assertThat(warning.kind()).isEqualTo(Kind.POSSIBLE_DUPLICATE);
    assertThat(warning.otherInvoice()).hasValue("A-1");
    assertThat(warning.text()).isEqualTo(WHY + " Its id: A-1");
  }
}
