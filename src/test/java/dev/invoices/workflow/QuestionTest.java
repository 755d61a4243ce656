package dev.invoices.workflow;

import static dev.invoices.invoice.InvoiceStatus.AWAITING_APPROVAL;
import static dev.invoices.invoice.InvoiceStatus.PAYMENT_DECLINED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.InvoiceSamples;
import dev.invoices.invoice.InvoiceSnapshot;
import dev.invoices.invoice.InvoiceStatus;
import dev.invoices.invoice.decision.Decision;
import dev.invoices.invoice.decision.DecisionSignal;
import dev.invoices.invoice.decision.Objection;
import dev.invoices.payment.RecordingGateway;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A decision answers one of several questions, and names it by its number. */
class QuestionTest {

  private static final int LINES_PER_RUN = 3;

  @AutoClose
  private final InvoiceEnvironment environment =
      InvoiceEnvironment.under(InvoiceEnvironment.rules(Duration.ZERO, 1, LINES_PER_RUN));

  private final RecordingGateway gateway = environment.gateway();

  @Test
  void answerToTheFirstQuestionBySignal_afterADecline_isIgnoredAndSaysWhy() throws Exception {
    SubmittedInvoice invoice = declined(2);
    assertThat(invoice.details().question()).isEqualTo(2);

    invoice.approve(answering(1));

    InvoiceSnapshot details = invoice.details();
    assertThat(details.status()).isEqualTo(PAYMENT_DECLINED);
    assertThat(details.ignoredDecisions())
        .extracting(Decision::objection)
        .singleElement()
        .isEqualTo(Optional.of(Objection.OTHER_QUESTION));
    invoice.reject(answering(2));
    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
    assertThat(gateway.attemptedLines()).containsOnlyOnce("INV-7/2");
  }

  @Test
  void answerToTheFirstQuestionByUpdate_afterADecline_isRefusedAndSaysWhy() {
    SubmittedInvoice invoice = declined(2);

    assertThatThrownBy(() -> invoice.approveAtOnce(answering(1)))
        .isInstanceOf(WorkflowUpdateException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refusal ->
                assertThat(refusal.getOriginalMessage()).isEqualTo(InvoiceWorkflow.OTHER_QUESTION));

    assertThat(invoice.status()).isEqualTo(PAYMENT_DECLINED.text());
    assertThat(invoice.details().ignoredDecisionCount()).isZero();
    assertThat(gateway.attemptedLines()).containsOnlyOnce("INV-7/2");
  }

  @Test
  void answerWithoutANumber_counts() throws Exception {
    SubmittedInvoice invoice = declined(2);

    invoice.reject(answering(0));

    assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
    assertThat(invoice.details().ignoredDecisionCount()).isZero();
  }

  @Test
  void answerToTheOpenQuestion_counts() throws Exception {
    SubmittedInvoice invoice = declined(2);
    gateway.accept(2);

    assertThat(invoice.approveAtOnce(answering(2)).status())
        .isEqualTo(InvoiceStatus.PROCESSING_PAYMENTS);

    assertThat(invoice.result()).isEqualTo("COMPLETED");
  }

  @Test
  void answerToAQuestionThatWasNeverAsked_isIgnored() {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);

    invoice.approve(answering(2));

    assertThat(invoice.status()).isEqualTo(InvoiceStatus.AWAITING_APPROVAL.text());
    assertThat(invoice.details().ignoredDecisionCount()).isEqualTo(1);
    assertThat(gateway.attempts()).isEmpty();
  }

  @Test
  void numberOfTheQuestion_goesOnInLaterRuns() {
    IntStream.rangeClosed(1, 5).forEach(line -> gateway.decline(line, "no"));
    SubmittedInvoice invoice = approved(InvoiceSamples.ofLines(7));
    invoice.awaitStatus(PAYMENT_DECLINED);
    assertThat(invoice.details().question()).isEqualTo(2);
    IntStream.rangeClosed(1, 4).forEach(gateway::accept);
    String runOfTheSecond = invoice.currentRun();

    invoice.approve(answering(2));

    invoice.awaitAttempts(5, 2);
    invoice.awaitStatus(PAYMENT_DECLINED);
    assertThat(invoice.currentRun()).isNotEqualTo(runOfTheSecond);
    assertThat(invoice.details().question()).isEqualTo(3);
    invoice.approve(answering(2));
    assertThat(invoice.details().ignoredDecisionCount()).isEqualTo(1);
    assertThat(invoice.status()).isEqualTo(PAYMENT_DECLINED.text());
  }

  @Test
  void decisionAboutAnEarlierSubmissionOfTheSameContent_isRefused() throws Exception {
    SubmittedInvoice invoice = environment.awaitingApproval(InvoiceSamples.BARE);
    InvoiceSnapshot now = invoice.details();
    String earlier = now.submittedAt().minusMillis(1).toString();

    invoice.approve(answering(1).about(now.digest(), 1, earlier));

    assertThat(invoice.status()).isEqualTo(AWAITING_APPROVAL.text());
    assertThat(invoice.details().ignoredDecisions())
        .extracting(Decision::objection)
        .containsExactly(Optional.of(Objection.OTHER_QUESTION));
    invoice.approve(answering(1).about(now.digest(), 1, now.submission()));
    assertThat(invoice.result()).isEqualTo("COMPLETED");
  }

  @Test
  void invoiceOfAnEarlierRevision_numbersNoQuestions() throws Exception {
    try (InvoiceEnvironment older =
        InvoiceEnvironment.under(InvoiceEnvironment.OF_THE_THIRD_REVISION)) {
      older.gateway().decline(2, "line 2 is refused");
      SubmittedInvoice invoice = older.awaitingApproval(InvoiceSamples.BARE);
      invoice.approve();
      invoice.awaitStatus(PAYMENT_DECLINED);
      assertThat(invoice.details().question()).isZero();

      invoice.reject(answering(1));

      assertThat(invoice.result()).isEqualTo("PARTIALLY_PAID");
    }
  }

  private SubmittedInvoice declined(int line) {
    gateway.decline(line, "line " + line + " is refused");
    SubmittedInvoice invoice = approved(InvoiceSamples.BARE);
    invoice.awaitStatus(PAYMENT_DECLINED);
    return invoice;
  }

  private SubmittedInvoice approved(String json) {
    SubmittedInvoice invoice = environment.awaitingApproval(json);
    invoice.approve(answering(1));
    return invoice;
  }

  private static DecisionSignal answering(int question) {
    return new DecisionSignal("alice", "", "", "", "").about("", question, "");
  }
}
