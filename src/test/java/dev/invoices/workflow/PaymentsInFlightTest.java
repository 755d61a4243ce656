package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.payment.RecordingGateway;
import dev.invoices.payment.sandbox.Hold;
import io.temporal.client.WorkflowFailedException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Several lines of one invoice in payment at a time. */
class PaymentsInFlightTest {

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.rules(Duration.ZERO, 3, 300));

  private final RecordingGateway gateway = environment.gateway();

  @Test
  void asManyAsAllowed_underWayTogetherAndNoneMore() throws Exception {
    List<Hold> holds = holdLines(1, 2, 3);
    SubmittedInvoice invoice = approved(5);
    holds.forEach(Hold::awaitArrival);
    invoice.awaitLinesIn(LineState.PAYING, 3);
    assertThat(invoice.details().lines())
        .extracting(LineSnapshot::state)
        .containsExactly(
            LineState.PAYING,
            LineState.PAYING,
            LineState.PAYING,
            LineState.PENDING,
            LineState.PENDING);

    holds.get(1).release();
    invoice.awaitLinesPaid(3);

    assertThat(gateway.paidLines()).containsExactlyInAnyOrder("INV-7/2", "INV-7/4", "INV-7/5");
    holds.forEach(Hold::release);
    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(gateway.attempts()).hasSize(5);
  }

  @Test
  void requests_haveTheTimesOfTheirSteps() throws Exception {
    SubmittedInvoice invoice = approved(5);

    assertThat(invoice.result()).isEqualTo("COMPLETED");

    assertThat(invoice.times()).hasSize(5).isSorted();
  }

  @Test
  void declineAmongThem_doesNotStopTheOthers() {
    gateway.decline(2, "no");
    SubmittedInvoice invoice = approved(5);

    invoice.awaitStatus(PAYMENT_DECLINED);

    assertThat(gateway.paidLines())
        .containsExactlyInAnyOrder("INV-7/1", "INV-7/3", "INV-7/4", "INV-7/5");
  }

  @Test
  void cancelled_allUnderWaySeenToTheirEndAndNoNewOneBegun() {
    List<Hold> holds = holdLines(1, 2, 3);
    SubmittedInvoice invoice = approved(5);
    holds.forEach(Hold::awaitArrival);
    invoice.cancel();
    holds.forEach(Hold::release);

    assertThatThrownBy(invoice::result).isInstanceOf(WorkflowFailedException.class);

    assertThat(gateway.paidLines()).containsExactlyInAnyOrder("INV-7/1", "INV-7/2", "INV-7/3");
    assertThat(invoice.memo().linesPaid()).isEqualTo(3);
  }

  @Test
  void pace_spacesTheStartsWhateverIsInFlight() throws Exception {
    try (InvoiceEnvironment paced = pausingAMinute()) {
      SubmittedInvoice invoice = paced.awaitingApproval(InvoiceSamples.ofLines(6));
      invoice.approve();

      invoice.result();

      assertThat(invoice.elapsed()).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7));
    }
  }

  @Test
  void lineThatIsPaidInAPause_isInTheMemoAtOnce() throws Exception {
    try (InvoiceEnvironment paced = pausingAMinute()) {
      SubmittedInvoice invoice = paced.awaitingApproval(InvoiceSamples.ofLines(3));
      invoice.approve();

      paced.skip(Duration.ofSeconds(90));

      invoice.awaitLinesPaidInMemo(1);
      assertThat(invoice.result()).isEqualTo("COMPLETED");
    }
  }

  private static InvoiceEnvironment pausingAMinute() {
    return InvoiceEnvironment.under(InvoiceEnvironment.rules(Duration.ofMinutes(1), 3, 300));
  }

  private List<Hold> holdLines(Integer... lines) {
    return Stream.of(lines).map(gateway::hold).toList();
  }

  private SubmittedInvoice approved(int lines) {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.ofLines(lines));
    invoice.approve();
    return invoice;
  }
}
