package dev.invoices.payment.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.LedgerException;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.provider.ProviderAnswer.Declined;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A worker of tests and one of real money have started together, on a ledger that was empty. */
class MixedBooksTest extends RoundFixture {

  @Test
  void sandboxFirst_leavesRealMoneyOut() throws Exception {
    PaymentGateway real = gateway();
    sandbox().pay(line(1));

    assertThatThrownBy(() -> real.pay(line(2)))
        .isInstanceOf(LedgerException.class)
        .hasMessageEndingWith(
            "cannot be used: it has payments of sandbox, and this worker would pay through scripted. Tests and payments of real money may not share a ledger: stop this worker, or set its INVOICE_LEDGER to another one");

    assertThat(provider.sent()).isEmpty();
    assertThat(rows("SELECT provider FROM payments")).containsExactly("sandbox");
    assertThat(sandbox().pay(line(2)).id()).startsWith("SBX-");
  }

  @Test
  void realMoneyFirst_leavesTheSandboxOut_alsoBeforeItsOutcomeIsKnown() {
    PaymentGateway sandbox = sandbox();
    provider.then((round, bank) -> UNKNOWN);
    assertUncertain(line(1));

    assertThatThrownBy(() -> sandbox.pay(line(2)))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(
            "it has payments of scripted, and this worker would pay through sandbox");

    assertThat(rows("SELECT provider FROM payments")).containsExactly("scripted");
  }

  @Test
  void declined_movedNoMoney_andLeavesNobodyOut() throws Exception {
    provider.then((round, bank) -> new Declined("closed"));
    assertDeclined(line(1), "closed");

    assertThat(sandbox().pay(line(2)).id()).startsWith("SBX-");
  }

  private PaymentGateway sandbox() {
    return new SandboxPaymentGateway(ledger, Optional.empty(), clock);
  }
}
