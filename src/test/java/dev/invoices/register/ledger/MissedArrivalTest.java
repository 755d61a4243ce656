package dev.invoices.register.ledger;

import static dev.invoices.register.ledger.RegisterFixture.FIRST;
import static dev.invoices.register.ledger.RegisterFixture.TWIN;
import static dev.invoices.register.ledger.RegisterFixture.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.invoices.ledger.LedgerException;
import dev.invoices.register.Finding;
import dev.invoices.register.Finding.State;
import dev.invoices.register.InvoiceEnding.Outcome;
import dev.invoices.register.Registration;
import dev.invoices.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An invoice arrives while the ledger is locked. */
class MissedArrivalTest {

  @TempDir private Path folder;
  private RegisterFixture fixture;
  private LedgerInvoiceRegister register;

  @BeforeEach
  void missTheFirst() throws Exception {
    missTheFirst(RegisterFixture.in(folder));
  }

  /** The one that arrives before it may still be recorded when the lock ends, this one is not. */
  private void missTheFirst(RegisterFixture locked) throws Exception {
    fixture = locked;
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
  void missedArrivalThatAnotherWorkerRecorded_andThatHasEnded_staysEnded() {
    RegisterFixture other = RegisterFixture.in(folder);
    other.register().recordArrival(FIRST);
    other.end("run-1", Outcome.REJECTED);

    register.recordArrival(invoice("run-3", "Beta GmbH", "B", ""));

    assertThat(register.recordArrival(TWIN)).isEmpty();
  }

  @Test
  void missedArrival_isRecordedByItself_onceTheLedgerCanBeUsed() throws Exception {
    Duration pause = Duration.ofMillis(100);
    missTheFirst(RegisterFixture.in(folder.resolve("retried"), pause));

    Eventually.see("the invoice", fixture::runs, runs -> runs.contains("run-1"));
    register.recordArrival(TWIN);
    assertThat(fixture.runs()).containsExactly("run-0", "run-1", "run-2");
  }

  @Test
  void missedArrival_isRecordedWhenTheWorkerStops() throws Exception {
    register.close();

    assertThat(fixture.runs()).contains("run-1");
  }

  @Test
  void ledgerThatIsLockedWhenTheWorkerStops_doesNotHoldItUp() throws Exception {
    AtomicReference<Duration> taken = new AtomicReference<>();

    fixture.whileLocked(
        () -> {
          Instant begin = Instant.now();
          register.close();
          taken.set(Duration.between(begin, Instant.now()));
        });

    assertThat(taken.get()).isLessThan(Duration.ofSeconds(6));
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
