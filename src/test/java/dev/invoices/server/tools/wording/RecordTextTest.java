package dev.invoices.server.tools.wording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.client.record.Ending;
import dev.invoices.client.record.Ending.How;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordTextTest {

  @Test
  void runThatWasEndedWithoutAPaymentInFlight_needsNoWarning() {
    assertThat(RecordText.inFlight(terminated(Optional.of(List.of())))).isEmpty();
  }

  @Test
  void paymentsInFlight_areNamedByTheirLines() {
    assertThat(RecordText.inFlight(terminated(Optional.of(List.of(3, 4)))).orElseThrow())
        .startsWith("The payments of lines 3, 4 were in flight then and may have been made.")
        .contains("INVOICE_LEDGER");
  }

  @Test
  void paymentOfAnUnknownLine_isNotNumbered() {
    assertThat(RecordText.inFlight(terminated(Optional.of(List.of(0)))).orElseThrow())
        .startsWith("A payment was in flight");
  }

  @Test
  void historyThatCouldNotBeRead_leavesOpenWhetherAPaymentWasInFlight() {
    assertThat(RecordText.inFlight(terminated(Optional.empty())).orElseThrow())
        .startsWith("Whether a payment was in flight then could not be read")
        .contains("INVOICE_LEDGER");
  }

  private static Ending terminated(Optional<List<Integer>> inFlight) {
    return new Ending(How.TERMINATED, "", Instant.EPOCH, inFlight);
  }
}
