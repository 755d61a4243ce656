package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.LineSnapshot;
import dev.invoices.invoice.LineState;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.payment.RecordingGateway;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A payment that is declined permanently: the others continue, then a person decides again. */
class DeclineTest {

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.WITHOUT_PAUSE);

  private final RecordingGateway gateway = environment.gateway();

  @Test
  void declinedLine_othersPaidAndAHumanAskedAgain() {
    SubmittedInvoice invoice = declined(2);

    assertThat(gateway.paidLines()).containsExactly("INV-7/1", "INV-7/3");
    assertThat(invoice.status()).isEqualTo("Payment declined - awaiting decision");
    InvoiceSnapshot details = invoice.details();
    assertThat(details.paidAmount()).hasToString("USD 2,000.01");
    assertThat(details.linesPaid()).isEqualTo(2);
    assertThat(details.linesDeclined()).isEqualTo(1);
    assertThat(details.approvalDeadline()).isPresent();
    LineSnapshot line = details.lines().get(1);
    assertThat(line.state()).isEqualTo(LineState.DECLINED);
    assertThat(line.lastError()).hasValue("line 2 is refused");
    assertThat(line.receipt()).isEmpty();
    assertThat(line.attempts()).isEqualTo(1);
    assertThat(invoice.summaries(EVENT_TYPE_TIMER_STARTED))
        .containsExactly(
            "Approval deadline (rejects the invoice)",
            "Decision deadline (stops further payments)");
  }

  @Test
  void declineAfterRetries_countsEveryAttempt() {
    gateway.failTransiently(2, 2);

    SubmittedInvoice invoice = declined(2);

    assertThat(gateway.attemptedLines())
        .containsExactly("INV-7/1", "INV-7/2", "INV-7/2", "INV-7/2", "INV-7/3");
    assertThat(invoice.details().lines().get(1).attempts()).isEqualTo(3);
  }

  @Test
  void hostileReason_shownSafelyAndBounded() {
    gateway.decline(2, "no\n\u202E" + "x".repeat(1_000));
    SubmittedInvoice invoice = approved();

    invoice.awaitStatus(PAYMENT_DECLINED);

    assertThat(invoice.details().lines().get(1).lastError())
        .hasValue("no ?" + "x".repeat(296) + "…");
  }

  @Test
  void approvedAgain_onlyTheUnpaidLineRetriedUnderItsKey() throws Exception {
    SubmittedInvoice invoice = declined(2);
    gateway.accept(2);

    invoice.approve();

    assertThat(invoice.result()).isEqualTo("COMPLETED");
    assertThat(invoice.status()).isEqualTo("Completed");
    assertThat(gateway.attemptedLines())
        .containsExactly("INV-7/1", "INV-7/2", "INV-7/3", "INV-7/2");
    assertThat(gateway.paidLines()).containsExactly("INV-7/1", "INV-7/3", "INV-7/2");
    InvoiceSnapshot details = invoice.details();
    assertThat(details.paidAmount()).hasToString("USD 2,100.11");
    assertThat(details.linesDeclined()).isZero();
    assertThat(details.lines().get(1).attempts()).isEqualTo(2);
    assertThat(details.lines().get(1).lastError()).isEmpty();
  }

  @Test
  void rejected_stoppedAsPartiallyPaid() throws Exception {
    SubmittedInvoice invoice = declined(2);

    invoice.reject(new DecisionSignal("bob", "", "leave it", "", ""));

    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
    assertThat(invoice.status()).isEqualTo("Partially paid - stopped");
    assertThat(gateway.paidLines()).containsExactly("INV-7/1", "INV-7/3");
    assertThat(invoice.details().paidAmount()).hasToString("USD 2,000.01");
    assertThat(invoice.details().decision()).get().extracting(Decision::by).isEqualTo("bob");
    assertThat(invoice.details().lines().get(1).lastError()).hasValue("line 2 is refused");
  }

  @Test
  void nobodyDecides_stoppedAsPartiallyPaidAfterFiveDays() throws Exception {
    SubmittedInvoice invoice = declined(2);

    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");

    assertThat(invoice.status()).isEqualTo("Partially paid - stopped");
    assertThat(gateway.paidLines()).containsExactly("INV-7/1", "INV-7/3");
    assertThat(invoice.events(EVENT_TYPE_TIMER_STARTED))
        .extracting(
            event -> event.getTimerStartedEventAttributes().getStartToFireTimeout().getSeconds())
        .containsExactly(Duration.ofDays(5).toSeconds(), Duration.ofDays(5).toSeconds());
    assertThat(invoice.details().decision()).get().extracting(Decision::approved).isEqualTo(true);
  }

  @Test
  void nothingPaidAndRejected_rejected() throws Exception {
    SubmittedInvoice invoice = declined(1, 2, 3);

    invoice.reject();

    assertThat(invoice.result()).isEqualTo("REJECTED");
    assertThat(invoice.status()).isEqualTo("Rejected by approver");
    assertThat(gateway.paidLines()).isEmpty();
    assertThat(gateway.attemptedLines()).containsExactly("INV-7/1", "INV-7/2", "INV-7/3");
  }

  @Test
  void nothingPaidAndNobodyDecides_timeout() throws Exception {
    SubmittedInvoice invoice = declined(1, 2, 3);

    assertThat(invoice.result()).isEqualTo("REJECTED");

    assertThat(invoice.status()).isEqualTo("Approval timeout - invoice rejected");
    assertThat(gateway.paidLines()).isEmpty();
  }

  @Test
  void approvedAgain_linesThatWaitForTheirTurnNoLongerCountAsDeclined() {
    SubmittedInvoice invoice = declined(1, 2);
    var hold = gateway.hold(1);

    invoice.approve();
    hold.awaitArrival();

    assertThat(invoice.details().linesDeclined()).isZero();
    LineSnapshot second = invoice.details().lines().get(1);
    assertThat(second.state()).isEqualTo(LineState.PENDING);
    assertThat(second.lastError()).hasValue("line 2 is refused");
    hold.release();
  }

  @Test
  void severalRounds_eachRetriesWhatIsStillUnpaid() throws Exception {
    SubmittedInvoice invoice = declined(1, 2);
    gateway.accept(1);
    invoice.approve();
    invoice.awaitAttempts(2, 2);
    invoice.awaitStatus(PAYMENT_DECLINED);
    assertThat(gateway.paidLines()).containsExactly("INV-7/3", "INV-7/1");

    invoice.approve();
    invoice.awaitAttempts(2, 3);
    invoice.awaitStatus(PAYMENT_DECLINED);
    invoice.reject();

    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
    assertThat(gateway.attemptedLines())
        .isEqualTo(List.of("INV-7/1", "INV-7/2", "INV-7/3", "INV-7/1", "INV-7/2", "INV-7/2"));
    assertThat(gateway.paidLines()).containsExactly("INV-7/3", "INV-7/1");
    assertThat(invoice.details().paidAmount()).hasToString("USD 2,000.01");
    assertThat(invoice.details().ignoredDecisionCount()).isZero();
  }

  @Test
  void decisionsDuringTheFirstRound_doNotAnswerTheSecondQuestion() {
    var hold = gateway.hold(3);
    gateway.decline(2, "line 2 is refused");
    SubmittedInvoice invoice = approved();
    hold.awaitArrival();
    invoice.approve();
    invoice.reject();

    hold.release();

    invoice.awaitStatus(PAYMENT_DECLINED);
    assertThat(invoice.details().ignoredDecisionCount()).isEqualTo(2);
    assertThat(gateway.attemptedLines()).containsExactly("INV-7/1", "INV-7/2", "INV-7/3");
  }

  /** An approved invoice of three lines of which these have been declined. */
  private SubmittedInvoice declined(int... lines) {
    for (int line : lines) {
      gateway.decline(line, "line " + line + " is refused");
    }
    SubmittedInvoice invoice = approved();
    invoice.awaitStatus(PAYMENT_DECLINED);
    return invoice;
  }

  private SubmittedInvoice approved() {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    invoice.approve();
    return invoice;
  }
}
