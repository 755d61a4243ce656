package dev.invoices.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.invoice.Money;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class SimulatedPaymentGatewayTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final PaymentGateway gateway =
      new SimulatedPaymentGateway(Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void payment_receiptWithIdAndTime() throws Exception {
    Receipt receipt = gateway.pay(payment("INV-7/1", "Hosting"));

    assertThat(receipt.id()).matches("SIM-[0-9a-f-]{36}");
    assertThat(receipt.paidAt()).isEqualTo(NOON);
  }

  @Test
  void sameKeyAgain_sameReceiptEvenAfterARestart() throws Exception {
    Receipt first = gateway.pay(payment("INV-7/1", "Hosting"));

    PaymentGateway restarted = new SimulatedPaymentGateway(Clock.systemUTC());

    assertThat(restarted.pay(payment("INV-7/1", "Hosting")).id()).isEqualTo(first.id());
  }

  @Test
  void anotherKey_anotherReceiptThoughAllElseIsTheSame() throws Exception {
    assertThat(gateway.pay(payment("INV-7/2", "Hosting")).id())
        .isNotEqualTo(gateway.pay(payment("INV-7/1", "Hosting")).id());
  }

  private static Payment payment(String key, String item) {
    Money amount = new Money(Currency.getInstance("USD"), new BigDecimal("100.10"));
    return new Payment(key, "INV-7", 1, item, amount);
  }
}
