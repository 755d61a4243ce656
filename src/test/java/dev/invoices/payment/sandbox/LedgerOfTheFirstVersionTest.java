package dev.invoices.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.sqlite.FirstLedgerFile;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.IdempotencyKey;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.Receipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger that knows no vendors, in the hands of a worker that does. */
class LedgerOfTheFirstVersionTest extends LedgerFixture {

  private FirstLedgerFile first;

  @BeforeEach
  void writeLedger() throws Exception {
    file = folder.resolve("first.db");
    first = FirstLedgerFile.create(file);
    first.pay("1001", 1, "Paper", "10.00");
    first.pay("1002", 1, "Pens", "5.00");
  }

  @Test
  void itsPayments_stayInTheirOrder_andKnowNoVendor() throws Exception {
    open();

    assertThat(rows("SELECT rowid, idempotency_key, item, vendor, vendor_key FROM payments"))
        .containsExactly("1|1001/1|Paper|null|null", "2|1002/1|Pens|null|null");
    assertThat(rows("SELECT namespace FROM ledger")).containsExactly(NAMESPACE);
  }

  @Test
  void itsWriteAheadLog_isReadToo() throws Exception {
    first.payIntoWriteAheadLogOnly("1003", 1, "Ink", "7.00");

    open();

    assertThat(keys()).containsExactly("1001/1", "1002/1", "1003/1");
  }

  @Test
  void openingAgain_changesNothing() throws Exception {
    open();
    gateway(NOON).pay(payment("2001", 1, "Paper", "10.00"));
    List<String> before = rows("SELECT * FROM payments");

    open();

    assertThat(rows("SELECT * FROM payments")).isEqualTo(before).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Alpha Ltd", "Beta GmbH", ""})
  void anyVendorsSameLine_isDeclinedWithWhatWasPaid(String vendor) throws Exception {
    open();

    assertThatThrownBy(() -> gateway(NOON).pay(to(vendor, "1001", 1, "Paper", "10.00")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessage(
            "the ledger has a payment for this id and line from before vendors were recorded:"
                + " Paper, USD 10.00, receipt SBX-1001-1."
                + " Reject this one. If that was another invoice, submit the unpaid lines under a new id");
    assertThat(keys()).hasSize(2);
  }

  @Test
  void wholeInvoice_isDeclinedForOneLineThatWasPaid() throws Exception {
    open();

    assertThatThrownBy(() -> gateway(NOON).pay(payment("1001", 0, "Invoice 1001", "10.00")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageContaining("a payment for line 1 of this id from before vendors were recorded");
  }

  @Test
  void nextLine_isPaid() throws Exception {
    open();

    gateway(NOON).pay(payment("1001", 2, "Ink", "7.00"));

    assertThat(keys()).hasSize(3);
  }

  @Test
  void requestOfTheFirstVersion_thatWasPaid_getsItsReceipt() throws Exception {
    open();

    Receipt receipt = gateway(NOON).pay(ofFirstVersion("1001", 1, "Paper", "10.00"));

    assertThat(receipt.id()).isEqualTo(FirstLedgerFile.receipt("1001", 1));
    assertThat(keys()).hasSize(2);
  }

  @Test
  void requestOfTheFirstVersion_thatWasPaidForSomethingElse_isDeclined() throws Exception {
    open();

    assertThatThrownBy(() -> gateway(NOON).pay(ofFirstVersion("1001", 1, "Yacht", "10.00")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessage(
            "this payment was already made for Paper, USD 10.00, receipt SBX-1001-1. Reject this one. If that was another invoice, such as one of another year, submit the unpaid lines under a new id");
  }

  @Test
  void requestOfTheFirstVersion_thatWasNotPaid_isPaidOnceUnderItsKey() throws Exception {
    open();
    Payment request = ofFirstVersion("1001", 2, "Ink", "7.00");

    Receipt receipt = gateway(NOON).pay(request);

    assertThat(gateway(NOON).pay(request)).isEqualTo(receipt);
    assertThat(keys()).containsExactly("1001/1", "1001/2", "1002/1");
    assertThatThrownBy(() -> gateway(NOON).pay(payment("1001", 2, "Ink", "7.00")))
        .hasMessageContaining("from before vendors were recorded");
  }

  @Test
  void requestOfTheFirstVersion_thatMeetsAPaymentToAVendor_isDeclined() throws Exception {
    open();
    gateway(NOON).pay(payment("1001", 2, "Ink", "7.00"));

    assertThatThrownBy(() -> gateway(NOON).pay(ofFirstVersion("1001", 2, "Ink", "7.00")))
        .isInstanceOf(PaymentDeclinedException.class)
        .hasMessageContaining("a payment for this id and line: Ink, USD 7.00 to Alpha Ltd");
  }

  @Test
  void workerOfTheFirstVersion_thatStillRunsOrStarts_cannotPay() throws Exception {
    open();
    first.open();

    assertThatThrownBy(() -> first.pay("1001", 2, "Ink", "7.00"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("NOT NULL constraint failed: payments.round");
    assertThat(keys()).hasSize(2);
  }

  @Test
  void totals_areAddedUpAnew() throws Exception {
    execute("INSERT INTO running_totals VALUES ('USD', '10.00', '1001/1')");
    open();
    assertThatThrownBy(() -> gatewayWithBalance("100").pay(payment("2001", 1, "a", "85.01")))
        .hasMessage("insufficient funds: USD 85.01 needed, USD 85.00 left");
    gatewayWithBalance("100").pay(payment("2001", 1, "a", "1.00"));
    execute("DELETE FROM payments WHERE idempotency_key = '1002/1'");

    assertThatThrownBy(() -> gatewayWithBalance("100").pay(payment("2001", 2, "a", "89.01")))
        .hasMessageEndingWith("USD 89.00 left");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void otherNamespaceThatSharedIt_getsACopyOfItsPayments(boolean converted) throws Exception {
    Path shared = file;
    if (converted) {
      open();
      gateway(NOON).pay(payment("2001", 1, "Paper", "10.00"));
    }
    file = folder.resolve("ledger-test.db");
    ledger = SqliteLedger.open(file, "test");

    assertThat(SqliteLedger.copyFirstPayments(ledger, shared)).isEqualTo(2);

    assertThat(SqliteLedger.copyFirstPayments(ledger, shared)).as("once").isZero();
    assertThat(keys()).containsExactly("1001/1", "1002/1");
    assertThatThrownBy(() -> gateway(NOON).pay(payment("1001", 1, "Paper", "10.00")))
        .hasMessageContaining("from before vendors were recorded");
    file = shared;
    assertThat(keys()).hasSize(converted ? 3 : 2);
  }

  @Test
  void sharedLedgerThatIsNotThereOrHoldsNothing_leavesNothingToCopy() throws Exception {
    file = folder.resolve("ledger-test.db");
    ledger = SqliteLedger.open(file, "test");

    assertThat(SqliteLedger.copyFirstPayments(ledger, folder.resolve("none.db"))).isZero();
    Path empty = folder.resolve("empty.db");
    FirstLedgerFile.create(empty);
    assertThat(SqliteLedger.copyFirstPayments(ledger, empty)).isZero();
    assertThat(folder.resolve("none.db")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE films (title TEXT)",
        "CREATE TABLE payments (id INTEGER, vendor TEXT, amount REAL)"
      })
  void otherProgramsFileOfTheSharedName_isLeftAlone(String table) throws Exception {
    Path foreign = folder.resolve("other books 100%.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + foreign);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute(table);
    }
    byte[] before = Files.readAllBytes(foreign);
    Files.setLastModifiedTime(foreign, FileTime.from(NOON));
    file = folder.resolve("ledger-test.db");
    ledger = SqliteLedger.open(file, "test");

    assertThat(SqliteLedger.copyFirstPayments(ledger, foreign)).isZero();

    assertThat(foreign).hasBinaryContent(before);
    assertThat(Files.getLastModifiedTime(foreign)).isEqualTo(FileTime.from(NOON));
    assertThat(folder.toFile().list())
        .doesNotContain(foreign.getFileName() + "-wal", foreign.getFileName() + "-shm");
  }

  @Test
  void sharedFileThatCannotBeRead_isNamed() throws Exception {
    Path damaged = folder.resolve("damaged.db");
    Files.writeString(damaged, "no database at all ".repeat(100));
    ledger = SqliteLedger.open(folder.resolve("damaged-test.db"), "test");

    assertThatThrownBy(() -> SqliteLedger.copyFirstPayments(ledger, damaged))
        .isInstanceOf(LedgerException.class)
        .hasMessageStartingWith("The payment ledger %s cannot be used: ".formatted(damaged));
  }

  @Test
  void paymentsInTheWriteAheadLogOfTheSharedFile_areCopiedToo() throws Exception {
    first.payIntoWriteAheadLogOnly("1003", 1, "Ink", "7.00");
    Path shared = file;
    file = folder.resolve("first-test.db");
    ledger = SqliteLedger.open(file, "test");

    assertThat(SqliteLedger.copyFirstPayments(ledger, shared)).isEqualTo(3);
  }

  @Test
  void paymentThatIsTakenOutAfterTheConversion_countsNoLonger() throws Exception {
    execute("INSERT INTO running_totals VALUES ('USD', '15.00', '1002/1')");
    open();
    execute("DELETE FROM payments WHERE idempotency_key = '1001/1'");

    assertThatThrownBy(() -> gatewayWithBalance("100").pay(payment("2001", 1, "a", "95.01")))
        .hasMessageEndingWith("USD 95.00 left");
  }

  @Test
  void conversionThatFails_leavesTheLedgerUsableByTheFirstVersion() throws Exception {
    execute("CREATE TABLE arrivals (in_the_way TEXT)");

    assertThatThrownBy(this::open).isInstanceOf(LedgerException.class);

    first.pay("1003", 1, "Ink", "7.00");
    assertThat(keys()).containsExactly("1001/1", "1002/1", "1003/1");
    execute("DROP TABLE arrivals");
    open();
    assertThat(keys()).containsExactly("1001/1", "1002/1", "1003/1");
  }

  @Test
  void workersThatOpenItTogether_convertItOnce() throws Exception {
    List<Callable<Ledger>> workers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      workers.add(() -> SqliteLedger.open(file, NAMESPACE));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (Future<Ledger> opening : threads.invokeAll(workers)) {
      opening.get();
    }
    threads.shutdownNow();

    assertThat(keys()).containsExactly("1001/1", "1002/1");
    assertThat(rows("SELECT namespace FROM ledger")).containsExactly(NAMESPACE);
  }

  private void open() {
    ledger = SqliteLedger.open(file, NAMESPACE);
  }

  private static Payment payment(String invoiceId, int line, String item, String amount) {
    return to(VENDOR, invoiceId, line, item, amount);
  }

  private static Payment to(String vendor, String invoiceId, int line, String item, String amount) {
    String key = IdempotencyKey.of(NAMESPACE, vendor, invoiceId, line);
    return new Payment(
        key,
        Optional.of(vendor),
        invoiceId,
        line,
        item,
        money("USD", amount),
        "",
        Optional.empty());
  }

  private static Payment ofFirstVersion(String invoiceId, int line, String item, String amount) {
    String key = invoiceId + "/" + line;
    return new Payment(
        key, Optional.empty(), invoiceId, line, item, money("USD", amount), "", Optional.empty());
  }
}
