package dev.invoices.payment.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.sqlite.EarlierLedgerFile;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.Receipt;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledgers of before payments had rounds. */
class EarlierFormsTest extends RoundFixture {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void paymentsOfAnEarlierForm_arePaidInRound1(int form) throws Exception {
    Receipt first = sandbox("100").pay(line(1, "60.00", ASKED));
    sandbox("100").pay(line(2, "5.00", ASKED));
    List<String> before = rows("SELECT idempotency_key, amount, receipt, paid_at FROM payments");
    EarlierLedgerFile.make(file, form);

    ledger = SqliteLedger.open(file, "default");

    assertThat(rows("PRAGMA user_version")).containsExactly("5");
    assertThat(rows("SELECT idempotency_key, amount, receipt, paid_at FROM payments"))
        .isEqualTo(before);
    assertThat(rows("SELECT DISTINCT round, state, provider, begun_at, reason FROM payments"))
        .containsExactly("1|paid|sandbox|2026-01-31T12:00:00Z|null");
    assertThat(pay(line(1, "60.00", NOON))).isEqualTo(first);
    assertThat(provider.sent()).isEmpty();
    assertThatThrownBy(() -> sandbox("100").pay(line(3, "35.01", ASKED)))
        .hasMessage("insufficient funds: USD 35.01 needed, USD 35.00 left");
  }

  @Test
  void conversionThatFailsInTheMiddle_leavesTheFileAsItWas() throws Exception {
    sandbox("100").pay(line(1));
    EarlierLedgerFile.make(file, 4);
    execute("CREATE TABLE earlier_payments (a)");
    List<String> before = rows("SELECT * FROM payments");

    assertThatThrownBy(() -> SqliteLedger.open(file, "default"))
        .isInstanceOf(LedgerException.class);

    assertThat(rows("PRAGMA user_version")).containsExactly("4");
    assertThat(rows("SELECT * FROM payments")).isEqualTo(before);
    execute("DROP TABLE earlier_payments");
    assertThat(SqliteLedger.open(file, "default").wasEmpty()).isFalse();
  }

  @Test
  void declinedRounds_doNotCountAgainstTheBalance_andBegunOnesDo() throws Exception {
    sandbox("100").pay(line(1, "10.00", ASKED));
    execute(row("begun", 2, "20.00", "NULL"));
    execute(row("declined", 3, "30.00", "'closed'"));

    assertThatThrownBy(() -> sandbox("100").pay(line(4, "70.01", ASKED)))
        .hasMessage("insufficient funds: USD 70.01 needed, USD 70.00 left");
    execute("UPDATE payments SET state = 'declined', reason = 'late' WHERE state = 'begun'");
    assertThatThrownBy(() -> sandbox("100").pay(line(4, "90.01", ASKED)))
        .hasMessage("insufficient funds: USD 90.01 needed, USD 90.00 left");
  }

  private static String row(String state, int line, String amount, String reason) {
    return """
        INSERT INTO payments (idempotency_key, round, state, invoice_id, number_key, line, item,
          amount, currency, provider, payee, begun_at, first_sent_at, last_sent_at, reason)
        VALUES ('INV-1/%d', 1, '%s', 'INV-1', 'inv1', %d, 'Desk', '%s', 'USD', 'other', 'a',
          '2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z', %s)"""
        .formatted(line, state, line, amount, reason);
  }

  private SandboxPaymentGateway sandbox(String balance) {
    return new SandboxPaymentGateway(ledger, Optional.of(new BigDecimal(balance)), clock);
  }
}
