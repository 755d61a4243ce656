package dev.invoices.client.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PendingPaymentTest {

  private static final PendingPayment RETRIED = payment(false);
  private static final PendingPayment UNCERTAIN = payment(true);

  @ParameterizedTest
  @EnumSource(names = {"PROCESSING_PAYMENTS", "CHECKING_PAYMENTS"})
  void uncertainPayment_needsAttention(InvoiceStatus said) {
    assertThat(PendingPayment.status(said, List.of(RETRIED, UNCERTAIN)))
        .isEqualTo(InvoiceStatus.PAYMENT_UNCERTAIN);
    assertThat(PendingPayment.status(said, List.of(RETRIED))).isEqualTo(said);
  }

  @Test
  void invoiceThatIsNotBeingPaid_keepsItsStatus() {
    assertThat(PendingPayment.status(InvoiceStatus.COMPLETED, List.of(UNCERTAIN)))
        .isEqualTo(InvoiceStatus.COMPLETED);
  }

  private static PendingPayment payment(boolean uncertain) {
    return new PendingPayment(false, 1, 1, "no answer", uncertain, Optional.empty());
  }
}
