package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.sqlite.EarlierLedgerFile;
import dev.invoices.payment.Fence;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentOutdatedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the forms that had no fences. */
class FenceOfEarlierFormsTest extends LedgerFixture {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void ledgerWithoutFences_getsThemOnceAndKeepsItsPayments(int form) throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));
    EarlierLedgerFile.make(file, form);

    ledger = store.open(NAMESPACE);
    gateway(NOON).find(List.of(), Optional.of(new Fence("INV-1", Optional.empty(), NOON)));
    ledger = store.open(NAMESPACE);

    assertThatThrownBy(() -> gateway(NOON).pay(line2(NOON.minusSeconds(1))))
        .isInstanceOf(PaymentOutdatedException.class);
    assertThat(keys()).containsExactly("INV-1/1");
    assertThat(rows("PRAGMA user_version")).containsExactly("5");
  }

  private static Payment line2(Instant askedAt) {
    return new Payment(
        "INV-1/2",
        Optional.of(VENDOR),
        "INV-1",
        2,
        "a",
        money("USD", "1.00"),
        "",
        Optional.of(askedAt));
  }
}
