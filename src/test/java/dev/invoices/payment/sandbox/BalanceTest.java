package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.Ledger;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentGateway;
import dev.invoices.payment.Receipt;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account can run out of money, and never pays more than it has. */
class BalanceTest extends LedgerFixture {

  @Test
  void aPaymentOfAllThatIsLeft_isMade() throws Exception {
    PaymentGateway gateway = gatewayWithBalance("100.30");
    gateway.pay(payment("INV-1/1", "a", "100.10"));

    gateway.pay(payment("INV-1/2", "b", "0.20"));

    assertThat(keys()).hasSize(2);
  }

  @Test
  void aPaymentAboveWhatIsLeft_isDeclinedForInsufficientFunds() throws Exception {
    PaymentGateway gateway = gatewayWithBalance("100.30");
    gateway.pay(payment("INV-1/1", "a", "100.10"));

    assertThatThrownBy(() -> gateway.pay(payment("INV-1/2", "b", "0.21")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessage("insufficient funds: USD 0.21 needed, USD 0.20 left");
    assertThat(keys()).hasSize(1);
  }

  @Test
  void aDeclinedPayment_isMadeUnderTheSameKeyAfterATopUp() throws Exception {
    Payment payment = payment("INV-1/1", "a", "50.00");
    assertThatThrownBy(() -> gatewayWithBalance("49.99").pay(payment))
        .isInstanceOf(PaymentDeclinedException.class);

    gatewayWithBalance("50").pay(payment);

    assertThat(keys()).hasSize(1);
  }

  @Test
  void aRepetition_getsItsReceiptEvenWhenTheAccountIsEmpty() throws Exception {
    Receipt first = gatewayWithBalance("50").pay(payment("INV-1/1", "a", "50.00"));

    assertThat(gatewayWithBalance("0").pay(payment("INV-1/1", "a", "50.00"))).isEqualTo(first);
  }

  @Test
  void whatWasPaidWithoutALimit_countsWhereverItComes() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "a", "10.00"));
    gatewayWithBalance("100").pay(payment("INV-1/2", "b", "20.00"));
    gateway(NOON).pay(payment("INV-1/3", "c", "30.00"));

    assertThatThrownBy(() -> gatewayWithBalance("100").pay(payment("INV-1/4", "d", "40.01")))
        .hasMessage("insufficient funds: USD 40.01 needed, USD 40.00 left");
    assertThatCode(() -> gatewayWithBalance("100").pay(payment("INV-1/5", "e", "40.00")))
        .doesNotThrowAnyException();
  }

  @Test
  void eachCurrency_hasTheWholeBalance() throws Exception {
    PaymentGateway gateway = gatewayWithBalance("10");
    gateway.pay(payment("INV-1/1", "a", "9.00"));

    gateway.pay(
        new Payment(
            "INV-1/2",
            Optional.of(VENDOR),
            "INV-1",
            2,
            "b",
            money("EUR", "10.00"),
            "",
            Optional.empty()));

    assertOneLeft(gateway, "INV-1/3");
  }

  @Test
  void aPaymentThatWasAddedUp_isNotReadAgain() throws Exception {
    PaymentGateway gateway = gatewayWithBalance("10");
    gateway.pay(payment("INV-1/1", "a", "3.00"));
    gateway.pay(payment("INV-1/2", "b", "3.00"));
    makeUnreadable("INV-1/1");

    gateway.pay(payment("INV-1/3", "c", "3.00"));

    assertOneLeft(gateway, "INV-1/4");
  }

  @Test
  void whatWasAddedUpForARefusal_isNotReadAgain() throws Exception {
    PaymentGateway gateway = gatewayWithBalance("10");
    gateway(NOON).pay(payment("INV-1/1", "a", "3.00"));
    assertThatThrownBy(() -> gateway.pay(payment("INV-1/2", "b", "7.01")))
        .isInstanceOf(PaymentDeclinedException.class);
    makeUnreadable("INV-1/1");

    gateway.pay(payment("INV-1/3", "c", "7.00"));

    assertThat(keys()).containsExactly("INV-1/1", "INV-1/3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INV-1/1", "INV-1/3", "INV-1/4"})
  void aPaymentThatSomebodyTookOut_countsNoLonger_andTheNextOneDoes(String removed)
      throws Exception {
    PaymentGateway gateway = gatewayWithBalance("10");
    for (String line : List.of("1", "2", "3", "4")) {
      gateway.pay(payment("INV-1/" + line, "a", "2.00"));
    }
    execute("DELETE FROM payments WHERE idempotency_key = '%s'".formatted(removed));
    execute("VACUUM");

    gateway.pay(payment("INV-1/5", "a", "3.00"));

    assertOneLeft(gateway, "INV-1/6");
  }

  @Test
  void aPaymentThatSomebodyCorrected_countsAsItIsNow() throws Exception {
    PaymentGateway gateway = gatewayWithBalance("10");
    gateway.pay(payment("INV-1/1", "a", "2.00"));
    gateway.pay(payment("INV-1/2", "a", "2.00"));
    execute("UPDATE payments SET amount = '7.00' WHERE idempotency_key = 'INV-1/1'");

    assertOneLeft(gateway, "INV-1/3");
  }

  @Test
  void workersOfOneLedger_spendTheMoneyOnce() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Integer>> spenders = new ArrayList<>();
      for (String invoice : List.of("INV-1", "INV-2")) {
        spenders.add(() -> linesPaid(invoice, store.open(NAMESPACE)));
      }

      int paid = 0;
      for (Future<Integer> spender : workers.invokeAll(spenders)) {
        paid += spender.get();
      }

      assertThat(paid).as("payments of 1 from a balance of 30").isEqualTo(30);
    } finally {
      workers.shutdown();
    }
  }

  /** As a worker of its own; what it is asked to pay is more than the balance. */
  private static int linesPaid(String invoice, Ledger ledger) {
    PaymentGateway gateway =
        new SandboxPaymentGateway(ledger, Optional.of(new BigDecimal("30")), Clock.systemUTC());
    int paid = 0;
    for (int line = 1; line <= 25; line++) {
      try {
        gateway.pay(payment(invoice + "/" + line, "a", "1.00"));
        paid++;
      } catch (PaymentDeclinedException e) {
        assertThat(e).hasMessage("insufficient funds: USD 1.00 needed, USD 0.00 left");
      }
    }
    return paid;
  }

  /** Whoever reads its amount fails. */
  private void makeUnreadable(String key) throws SQLException {
    store.keepTotals();
    execute("UPDATE payments SET amount = '?' WHERE idempotency_key = '%s'".formatted(key));
  }

  private static void assertOneLeft(PaymentGateway gateway, String unusedKey) {
    assertThatThrownBy(() -> gateway.pay(payment(unusedKey, "a", "1.01")))
        .hasMessageEndingWith("USD 1.00 left");
  }
}
