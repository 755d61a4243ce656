package dev.invoices.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LineSnapshotTest {

  private static final LineItem PEN =
      InvoiceSamples.valid(InvoiceSamples.withLine("item", "\"Pen\"")).lines().get(0);
  private static final LineSnapshot PAID =
      LineSnapshot.submitted(1, PEN).paid(1, "SBX-1", Instant.EPOCH, false);

  @Test
  void receiptOfWhatIsPaid_stays() {
    assertThat(PAID.describedBy(PEN).receipt()).hasValue("SBX-1");
  }

  @Test
  void receiptOfWhatIsNotPaid_isDropped() {
    LineSnapshot line = PAID.in(LineState.PENDING).describedBy(PEN);

    assertThat(line.receipt()).isEmpty();
    assertThat(line.paidAt()).isEmpty();
  }
}
