package dev.invoices.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.decision.DecisionMethod;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.decision.Objection;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallerTest {

  @Test
  void personWhoSawNoQuestion_answersTheFirstAndNoLaterOne() {
    Instant now = Instant.parse("2026-01-31T12:00:00Z");
    InvoiceSnapshot shown =
        InvoiceSnapshot.submitted(InvoiceSamples.valid(InvoiceSamples.BARE), now);

    DecisionSignal signal =
        Caller.atTerminal().decides(DecisionMethod.TERMINAL, "", Optional.of(shown), false);

    assertThat(signal.objection(true, shown.digest(), 1, now, false)).isEmpty();
    assertThat(signal.objection(true, shown.digest(), 2, now, false))
        .contains(Objection.OTHER_QUESTION);
  }
}
