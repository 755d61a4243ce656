package dev.invoices.register.sqlite;

import static dev.invoices.register.sqlite.RegisterFixture.FIRST;
import static dev.invoices.register.sqlite.RegisterFixture.TWIN;
import static dev.invoices.register.sqlite.RegisterFixture.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.invoices.ledger.LedgerException;
import dev.invoices.register.Finding;
import dev.invoices.register.Finding.State;
import dev.invoices.register.InvoiceEnding.Outcome;
import dev.invoices.register.InvoiceRegister;
import dev.invoices.register.Registration;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An invoice arrives while the ledger is locked. */
class MissedArrivalTest {

  @TempDir private Path folder;
  private RegisterFixture fixture;
  private InvoiceRegister register;

  /** The one that arrives before it may still be recorded when the lock ends, this one is not. */
  @BeforeEach
  void missTheFirst() throws Exception {
    fixture = RegisterFixture.in(folder);
    register = fixture.register();
    fixture.whileLocked(
        () -> {
          fails(invoice("run-0", "Gamma", "A", ""));
          fails(FIRST);
        });
  }

  private void fails(Registration invoice) {
    assertThatThrownBy(() -> register.recordArrival(invoice)).isInstanceOf(LedgerException.class);
  }

  @Test
  void missedArrival_isFoundByItsTwin() {
    assertThat(register.recordArrival(TWIN))
        .extracting(Finding::invoiceId, Finding::state)
        .containsExactly(tuple("Desks", State.OPEN));
  }

  @Test
  void missedArrivalThatWasPaid_isFoundAsSuch() throws Exception {
    fixture.pay(FIRST);

    assertThat(register.recordArrival(TWIN))
        .extracting(Finding::invoiceId, Finding::state)
        .containsExactly(tuple("Desks", State.PAID));
  }

  @Test
  void missedArrivalThatWasRejected_doesNotCount() {
    fixture.end("run-1", Outcome.REJECTED);

    assertThat(register.recordArrival(TWIN)).isEmpty();
  }

  @Test
  void missedArrival_isRecordedOnce() {
    register.recordArrival(invoice("run-3", "Beta GmbH", "B", ""));
    fixture.end("run-1", Outcome.REJECTED);
    register.recordArrival(invoice("run-4", "Beta GmbH", "C", ""));

    assertThat(register.recordArrival(TWIN)).isEmpty();
  }

  @Test
  void manyMissedArrivals_theOldestIsForgotten() {
    MissedArrivals missed = new MissedArrivals();
    for (int i = 0; i <= MissedArrivals.MAX; i++) {
      missed.add(invoice("run-" + i, "Alpha Ltd", "A", ""));
    }

    List<String> kept = missed.all().stream().map(Registration::runId).toList();

    assertThat(kept).hasSize(MissedArrivals.MAX).startsWith("run-1").doesNotContain("run-0");
  }
}
