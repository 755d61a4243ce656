package dev.invoices.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.client.DecisionOutcome.AskedAnew;
import dev.invoices.client.DecisionOutcome.Ignored;
import dev.invoices.client.DecisionOutcome.NotAwaited;
import dev.invoices.client.record.InvoiceRun;
import dev.invoices.invoice.InvoiceStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a decision that does not count is told of the invoice. */
class OwnDecisionTest {

  private final OwnDecision own = new OwnDecision("mine");

  @ParameterizedTest
  @EnumSource(
      value = InvoiceStatus.class,
      names = {"AWAITING_APPROVAL", "PAYMENT_DECLINED"})
  void decisionThatCameTooLate_whileTheNextQuestionIsOpen_isAskedAnew(InvoiceStatus status) {
    assertThat(own.notAwaited(view(status))).isInstanceOf(AskedAnew.class);
    assertThat(own.outcome(view(status))).isInstanceOf(AskedAnew.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = InvoiceStatus.class,
      names = {"PROCESSING_PAYMENTS", "CHECKING_PAYMENTS", "REJECTED"})
  void decisionThatCameTooLate_whileNoneIsAwaited_isNot(InvoiceStatus status) {
    assertThat(own.notAwaited(view(status))).isInstanceOf(NotAwaited.class);
    assertThat(own.outcome(view(status))).isInstanceOf(Ignored.class);
  }

  private static InvoiceView view(InvoiceStatus status) {
    return InvoiceView.reported(InvoiceRun.latest("INV-7"), KnownRunsTest.said(status));
  }
}
