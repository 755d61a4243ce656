package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxPaymentGatewayTest extends LedgerFixture {

  @Test
  void aNewPayment_isRecordedWithEveryFieldExactly() throws Exception {
    Receipt receipt = gateway(NOON).pay(payment("INV-1/2", "Design", "100.10", "run-1"));

    assertThat(receipt.paidAt()).isEqualTo(NOON);
    assertThat(rows())
        .containsExactly(
            "1|INV-1/2|1|paid|INV-1|inv1|Alpha Ltd|alphaltd|2|Design|100.10|USD|run-1|invoice-INV-1"
                + "|sandbox|null|null|2026-01-31T12:00:00Z|null|null|"
                + receipt.id()
                + "|2026-01-31T12:00:00Z|null");
  }

  @Test
  void theSameKeyAndAmount_getsTheFirstReceiptAndMovesNothing() throws Exception {
    Receipt first = gateway(NOON).pay(payment("INV-1/1", "Design", "100.10"));

    Receipt again = gateway(NOON.plusSeconds(60)).pay(payment("INV-1/1", "Design", "100.100"));

    assertThat(again).isEqualTo(first);
    assertThat(rows()).hasSize(1);
  }

  @Test
  void theSameKeyWithAnotherAmount_isDeclinedForGood() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "Design", "100.10"));

    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "Design", "100.11")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageContaining("this payment was already made for Design, USD 100.10 to Alpha Ltd");
    assertThat(rows()).hasSize(1);
  }

  @Test
  void theSameKeyWithAnotherItem_isDeclinedForGood() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "Design", "100.10"));

    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "Yacht", "100.10")))
        .isInstanceOf(PaymentDeclinedException.class);
    assertThat(rows()).hasSize(1);
  }

  @Test
  void theSameKeyInAnotherCurrency_isDeclinedForGood() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "Design", "100.10"));
    Payment euros =
        new Payment(
            "INV-1/1",
            Optional.of(VENDOR),
            "INV-1",
            1,
            "Design",
            money("EUR", "100.10"),
            "",
            Optional.empty());

    assertThatThrownBy(() -> gateway(NOON).pay(euros)).isInstanceOf(PaymentDeclinedException.class);
  }

  @Test
  void aLockedLedger_isATransientErrorAndWorksOnceFree() throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("another process keeps it locked");
      statement.execute("ROLLBACK");
    }

    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));

    assertThat(rows()).hasSize(1);
  }

  @Test
  void aLedgerThatVanished_isATransientErrorAndIsNotMadeAnew() throws IOException {
    Files.delete(file);

    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("the file is missing or the worker may not open it");
    assertThat(file).doesNotExist();
  }

  @Test
  void aDamagedLedger_isNamedAsSuch() throws IOException {
    Files.writeString(file, "this is no database".repeat(1_000));

    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/1", "a", "1.00")))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> SqliteLedger.open(file, NAMESPACE)).hasMessageContaining("damaged");
  }

  @Test
  void aFolderThatCannotBeMade_isNamed() throws IOException {
    Path notAFolder = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> SqliteLedger.open(notAFolder.resolve("ledger.db"), NAMESPACE))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("its folder cannot be created");
  }

  @Test
  void aWriteThatFails_isATransientErrorAndLeavesNothingBehind() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));
    store.refuseLine2();

    assertThatThrownBy(() -> gateway(NOON).pay(payment("INV-1/2", "a", "1.00")))
        .isInstanceOf(LedgerException.class);
    assertThat(rows()).hasSize(1);
  }

  @Test
  void aFullDisk_isATransientErrorThatLeavesNothingBehind_andPaysOnceThereIsRoom()
      throws Exception {
    // given a ledger that cannot grow, as on a full disk
    Ledger roomy = ledger;
    ledger = SqliteLedger.open(Path.of(file + "?max_page_count=1"), NAMESPACE);
    int paid = 0;
    while (pays("INV-" + paid + "/1")) {
      paid++;
    }
    assertThat(paid).isPositive();

    // when a payment is tried that does not fit, then it says so and writes nothing
    Payment payment = payment("INV-LAST/1", "a".repeat(100), "1.00");
    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThatThrownBy(() -> gateway(NOON).pay(payment))
          .isInstanceOf(LedgerException.class)
          .hasMessageEndingWith("the disk is full");
      assertThat(rows()).hasSize(paid);
    }

    // and when there is room again, the same payment is made, once
    ledger = roomy;
    assertThat(gateway(NOON).pay(payment)).isEqualTo(gateway(NOON).pay(payment));
    assertThat(rows()).hasSize(paid + 1);
  }

  @Test
  void openingAgain_keepsWhatWasPaid() throws Exception {
    gateway(NOON).pay(payment("INV-1/1", "a", "1.00"));

    ledger = SqliteLedger.open(file, NAMESPACE);

    assertThat(rows()).hasSize(1);
  }

  private List<String> rows() throws SQLException {
    return rows("SELECT * FROM payments ORDER BY idempotency_key");
  }
}
