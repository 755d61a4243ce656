package dev.invoices.register.ledger;

import static dev.invoices.register.ledger.RegisterFixture.FIRST;
import static dev.invoices.register.ledger.RegisterFixture.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.invoices.register.Finding;
import dev.invoices.register.Finding.State;
import dev.invoices.register.InvoiceEnding.Outcome;
import dev.invoices.register.InvoiceRegister;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An invoice goes on after its ending: an operator has reset its workflow. */
class ResetInvoiceTest {

  @TempDir private Path folder;
  private RegisterFixture fixture;
  private InvoiceRegister register;

  @BeforeEach
  void open() {
    fixture = RegisterFixture.in(folder);
    register = fixture.register();
    register.recordArrival(FIRST);
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "TIMED_OUT", "CANCELLED"})
  void arrivalAfterTheEnding_countsAgain(Outcome outcome) {
    fixture.end("run-1", outcome);
    register.recordArrival(FIRST);

    assertThat(register.recordArrival(TWIN))
        .extracting(Finding::invoiceId, Finding::state)
        .containsExactly(tuple("Desks", State.OPEN));
  }

  @Test
  void arrivalAfterTheEnding_findsWhatArrivedBetween() {
    fixture.end("run-1", Outcome.REJECTED);
    assertThat(register.recordArrival(TWIN)).isEmpty();

    assertThat(register.recordArrival(FIRST))
        .extracting(Finding::invoiceId)
        .containsExactly("re 17");
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "TIMED_OUT", "CANCELLED", "PARTIALLY_PAID"})
  void paymentAfterTheEnding_countsAgain(Outcome outcome) throws Exception {
    fixture.end("run-1", outcome);
    fixture.pay(FIRST);

    assertThat(register.recordArrival(TWIN))
        .extracting(Finding::invoiceId, Finding::state)
        .containsExactly(tuple("Desks", State.PAID));
  }

  @Test
  void arrivalOfARun_isTheFirstOnlyOnce() {
    assertThat(register.enter(TWIN).first()).isTrue();
    assertThat(register.enter(TWIN).first()).isFalse();
    assertThat(register.enter(FIRST).first()).isFalse();

    fixture.end("run-1", Outcome.CANCELLED);

    assertThat(register.enter(FIRST).first()).isFalse();
  }

  @Test
  void endingAfterTheReset_isRecorded() {
    fixture.end("run-1", Outcome.REJECTED);
    register.recordArrival(FIRST);
    fixture.end("run-1", Outcome.REJECTED);

    assertThat(register.recordArrival(TWIN)).isEmpty();
  }
}
