package dev.invoices.worker.payments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.invoice.Money;
import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.LedgerReader;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.Payment;
import dev.invoices.payment.PaymentDeclinedException;
import dev.invoices.payment.PaymentUncertainException;
import dev.invoices.payment.ledger.ProviderPaymentGateway;
import dev.invoices.payment.provider.ProviderAnswer;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.temporal.SettingsException;
import dev.invoices.testkit.ScriptedProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentsProgramTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final PaymentsProgram TABLE = new PaymentsProgram(Optional.empty(), false);
  private static final PaymentsProgram CSV = new PaymentsProgram(Optional.empty(), true);

  @TempDir Path folder;
  private Path file;
  private Ledger ledger;

  @BeforeEach
  void openLedger() {
    file = folder.resolve("ledger.db");
    ledger = SqliteLedger.open(file, "default");
  }

  @Test
  void table_alignsItsColumns_andEndsWithCountAndSums() throws Exception {
    pay("INV-1", "Alpha Ltd", 1, "Desk", "USD", "1234.50");
    pay("INV-1", "Alpha Ltd", 12, "Chair", "USD", "0.125");
    pay("INV-22", "Müller", Payment.WHOLE_INVOICE, "Alles", "EUR", "7");

    assertThat(withoutReceipts(print(TABLE)))
        .containsExactly(
            "state  since (UTC)          invoice  vendor     line           item         amount  round  receipt or reason",
            "paid   2026-01-31 12:00:00  INV-1    Alpha Ltd  1              Desk   USD 1,234.50  1      R",
            "paid   2026-01-31 12:00:00  INV-1    Alpha Ltd  12             Chair     USD 0.125  1      R",
            "paid   2026-01-31 12:00:00  INV-22   Müller     whole invoice  Alles         EUR 7  1      R",
            "3 payments: EUR 7, USD 1,234.625");
  }

  @Test
  void csv_hasPlainNumbersAndCrlf() throws Exception {
    pay("INV-1", "Alpha Ltd", 1, "Desk", "USD", "1234.50");
    pay("INV-1", "Alpha Ltd", Payment.WHOLE_INVOICE + 2, "Lamp, \"big\"", "EUR", "7");

    String csv = print(CSV);
    assertThat(withoutReceipts(csv))
        .containsExactly(
            "paid_at,invoice,vendor,line,item,amount,currency,receipt,state,round,provider,begun_at,reason",
            "2026-01-31T12:00:00Z,INV-1,Alpha Ltd,1,Desk,1234.50,USD,R,paid,1,sandbox,2026-01-31T12:00:00Z,",
            "2026-01-31T12:00:00Z,INV-1,Alpha Ltd,2,\"Lamp, \"\"big\"\"\",7,EUR,R,paid,1,sandbox,2026-01-31T12:00:00Z,");
    assertThat(csv.split("\r\n", -1)).hasSize(4);
  }

  @Test
  void roundsThatAreBegun_standFirst_andDeclinedOnesSayWhy() throws Exception {
    var provider =
        new ScriptedProvider(Clock.fixed(NOON, ZoneOffset.UTC), Duration.ofHours(1))
            .then((round, bank) -> bank.move())
            .then((round, bank) -> new ProviderAnswer.Declined("account\nclosed"))
            .then((round, bank) -> new ProviderAnswer.Unknown("no answer", Optional.empty()));
    var gateway =
        new ProviderPaymentGateway(
            ledger, provider, connection -> NOON, Clock.fixed(NOON, ZoneOffset.UTC));
    gateway.pay(payment("INV-1", "Alpha Ltd", 1, "Desk", "USD", "10"));
    assertThatThrownBy(() -> gateway.pay(payment("INV-2", "Beta", 1, "Chair", "USD", "5")))
        .isInstanceOf(PaymentDeclinedException.class);
    assertThatThrownBy(() -> gateway.pay(payment("INV-3", "Beta", 2, "Lamp", "USD", "7")))
        .isInstanceOf(PaymentUncertainException.class);

    assertThat(withoutReceipts(print(TABLE)))
        .containsExactly(
            "state     since (UTC)          invoice  vendor     line  item   amount  round  receipt or reason",
            "begun     2026-01-31 12:00:00  INV-3    Beta       2     Lamp    USD 7  1      with scripted",
            "paid      2026-01-31 12:00:00  INV-1    Alpha Ltd  1     Desk   USD 10  1      tr_1",
            "declined  2026-01-31 12:00:00  INV-2    Beta       1     Chair   USD 5  1      account closed",
            "1 payment begun, and it is not known yet whether the money moved: USD 7",
            "1 payment declined: USD 5",
            "1 payment: USD 10");
    assertThat(print(CSV).lines().skip(1))
        .satisfiesExactly(
            begun ->
                assertThat(begun)
                    .isEqualTo(",INV-3,Beta,2,Lamp,7,USD,,begun,1,scripted,2026-01-31T12:00:00Z,"),
            paid -> assertThat(paid).contains(",paid,1,scripted,"),
            declined ->
                assertThat(declined)
                    .isEqualTo(
                        ",INV-2,Beta,1,Chair,5,USD,,declined,1,scripted,2026-01-31T12:00:00Z,account closed"));
    assertThat(print(new PaymentsProgram(Optional.of("inv 3"), true)).lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "=1+1, '''=1+1'",
    "+1, '''+1'",
    "-1, '''-1'",
    "@SUM(A1), '''@SUM(A1)'",
    "＝1, '''＝1'",
    "'  =1', '''=1'",
    "a=1, a=1"
  })
  void cellThatASpreadsheetWouldCalculate_getsAnApostrophe(String item, String cell)
      throws Exception {
    pay("INV-1", item, 1, item, "USD", "1");

    assertThat(print(CSV)).contains(",INV-1,%s,1,%s,1,USD,".formatted(cell, cell));
  }

  @Test
  void textThatPosesAsAnotherRow_staysOnItsLine() throws Exception {
    String text = "Desk\r\n2026-01-31\t\u001b[31m  \u202eINV";
    pay("INV-1", text, 1, text, "USD", "1");

    assertThat(print(TABLE).lines()).hasSize(3);
    assertThat(print(TABLE)).contains("Desk 2026-01-31 ?[31m ?INV  1 ");
    assertThat(print(CSV)).contains(",Desk 2026-01-31 ?[31m ?INV,1,");
  }

  @Test
  void longAndWideTexts_keepTheColumns() throws Exception {
    pay("INV-1", "株式会社", 1, "x".repeat(50), "JPY", "100");
    pay("INV-2", "Cafe\u0301 Ltd", 1, "Tea", "JPY", "5");

    List<String> rows = print(TABLE).lines().toList();
    assertThat(rows.get(1)).contains("  株式会社  1     " + "x".repeat(40) + "…  JPY 100  ");
    assertThat(rows.get(2))
        .contains("  Cafe\u0301 Ltd  1     Tea" + " ".repeat(38) + "    JPY 5  ");
  }

  @Test
  void invoiceGiven_onlyItsPaymentsHoweverItsIdIsTyped() throws Exception {
    pay("INV-1", "Alpha Ltd", 1, "Desk", "USD", "10");
    pay("INV-2", "Alpha Ltd", 1, "Chair", "USD", "5");

    assertThat(print(new PaymentsProgram(Optional.of("inv 2"), false)))
        .contains("Chair")
        .doesNotContain("Desk")
        .endsWith("1 payment: USD 5" + System.lineSeparator());
    assertThat(print(new PaymentsProgram(Optional.of("INV-3"), false)).strip())
        .isEqualTo("0 payments");
  }

  @Test
  void largeLedger_eachPaymentOnce() throws Exception {
    execute(
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
        INSERT INTO payments (idempotency_key, round, state, invoice_id, number_key, vendor,
          vendor_key, line, item, amount, currency, provider, begun_at, receipt, paid_at)
        SELECT i, 1, 'paid', 'INV-' || i, 'inv' || i, 'V', 'v', 1, 'Desk', '0.10', 'USD', 'sandbox',
          '2026-01-31T12:00:00Z', 'R' || i, '2026-01-31T12:00:00Z' FROM n""");

    assertThat(print(CSV).lines().skip(1).map(line -> line.split(",")[1]))
        .hasSize(2500)
        .doesNotHaveDuplicates();
    assertThat(print(TABLE)).endsWith("2500 payments: USD 250.00" + System.lineSeparator());
  }

  @Test
  void paymentThatIsBeingMade_doesNotHoldItUp_andIsNotShownYet() throws Exception {
    pay("INV-1", "Alpha Ltd", 1, "Desk", "USD", "10");
    try (Connection worker = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = worker.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      statement.execute(
          """
          INSERT INTO payments (idempotency_key, round, state, invoice_id, number_key, line, item,
            amount, currency, provider, begun_at, receipt, paid_at)
          VALUES ('k', 1, 'paid', 'INV-2', 'inv2', 1, 'Chair', '1', 'USD', 'sandbox',
            '2026-01-31T12:00:00Z', 'R2', '2026-01-31T12:00:00Z')""");

      assertThat(print(TABLE)).contains("1 payment: USD 10");
    }
  }

  @Test
  void ledger_staysAsItIs_andNoFileIsLeftBesideIt() throws Exception {
    pay("INV-1", "Alpha Ltd", 1, "Desk", "USD", "10");
    byte[] before = Files.readAllBytes(file);

    print(TABLE);

    assertThat(files()).containsExactly(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void noSuchFile_saidSo_andNothingIsCreated() throws Exception {
    Path missing = folder.resolve("none").resolve("ledger.db");

    assertThatThrownBy(() -> SqliteLedger.reader(missing))
        .isInstanceOf(LedgerException.class)
        .hasMessage(
            "The payment ledger %s cannot be used: there is no such file; a worker creates it when it starts. Set INVOICE_LEDGER if it is elsewhere",
            missing);
    assertThat(files()).containsExactly(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 99})
  void ledgerOfAnotherVersion_saidSo_andNotConverted(int version) throws Exception {
    execute("PRAGMA user_version = " + version);
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> print(TABLE))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("it is no ledger of this version of the worker");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void fileThatIsNoDatabase_saidSo() throws Exception {
    Files.writeString(file, "No ledger at all. ".repeat(100));

    assertThatThrownBy(() -> print(TABLE))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("is not an SQLite database");
  }

  @Test
  void ledgerReplacedMeanwhile_notMixedWithTheOther() throws Exception {
    LedgerReader reader = SqliteLedger.reader(file);
    Path other = folder.resolve("other.db");
    SqliteLedger.open(other, "default");
    Files.delete(file);
    Files.move(other, file);

    assertThatThrownBy(() -> TABLE.run(reader, OutputStream.nullOutputStream(), UTF_8))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("removed or replaced");
  }

  @ParameterizedTest
  @CsvSource({"amount, 1E999999999", "amount, ten", "currency, Dollar", "paid_at, yesterday"})
  void damagedPayment_namedByItsRow(String column, String value) throws Exception {
    pay("INV-1", "Alpha Ltd", 1, "Desk", "USD", "10");
    execute("UPDATE payments SET %s = '%s'".formatted(column, value));

    assertThat(TABLE.run(SqliteLedger.reader(file), OutputStream.nullOutputStream(), UTF_8))
        .contains(
            "The payment in row 1 of the ledger's table payments is damaged. Restore the ledger from a backup.");
  }

  @Test
  void readerThatIsGone_isNoFailure_butAFullDiskIs() {
    assertThat(TABLE.run(SqliteLedger.reader(file), failing("Broken pipe"), UTF_8)).isEmpty();
    assertThat(TABLE.run(SqliteLedger.reader(file), failing("No space left on device"), UTF_8))
        .contains("The payments cannot be written: No space left on device");
  }

  @ParameterizedTest
  @CsvSource({
    "--payments, , false",
    "--payments --csv, , true",
    "--payments INV-1, INV-1, false",
    "--payments --csv INV-1, INV-1, true",
    "INV-1 --csv --payments, INV-1, true"
  })
  void arguments_inAnyOrder(String arguments, String invoice, boolean csv) throws Exception {
    assertThat(PaymentsProgram.of(List.of(arguments.split(" "))))
        .isEqualTo(new PaymentsProgram(Optional.ofNullable(invoice), csv));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--payments INV-1 INV-2",
        "--payments --json",
        "--payments -csv",
        "--payments --payments",
        "--payments --csv --csv"
      })
  void otherArguments_refusedWithTheUsage(String arguments) {
    assertThatThrownBy(() -> PaymentsProgram.of(List.of(arguments.split(" "))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("java -jar invoice-worker.jar --payments [INVOICE] [--csv]");
  }

  private String print(PaymentsProgram program) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(program.run(SqliteLedger.reader(file), out, UTF_8)).isEmpty();
    return out.toString(UTF_8);
  }

  /** Receipts are random. */
  private static List<String> withoutReceipts(String printed) {
    return printed.lines().map(line -> line.replaceAll("SBX-[-0-9a-f]{36}", "R")).toList();
  }

  private void pay(
      String invoice, String vendor, int line, String item, String currency, String amount)
      throws Exception {
    new SandboxPaymentGateway(ledger, Optional.empty(), Clock.fixed(NOON, ZoneOffset.UTC))
        .pay(payment(invoice, vendor, line, item, currency, amount));
  }

  private static Payment payment(
      String invoice, String vendor, int line, String item, String currency, String amount) {
    return new Payment(
        invoice + "/" + line,
        Optional.of(vendor),
        invoice,
        line,
        item,
        new Money(Currency.getInstance(currency), new BigDecimal(amount)),
        "",
        Optional.empty());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
