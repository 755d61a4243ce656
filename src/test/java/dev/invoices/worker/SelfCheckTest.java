package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.invoices.check.CheckLine;
import dev.invoices.check.CheckLine.Mark;
import dev.invoices.check.CheckRun;
import dev.invoices.ledger.FileStore;
import dev.invoices.ledger.sqlite.EarlierLedgerFile;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.testkit.JarProcess;
import dev.invoices.testkit.TemporalFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SelfCheckTest {

  private final Map<String, String> environment = new HashMap<>();

  @TempDir Path folder;

  private Path ledger;

  @BeforeEach
  void configure() {
    ledger = folder.resolve("my books 100%25#1.db");
    environment.put("INVOICE_LEDGER", ledger.toString());
    environment.put("TEMPORAL_ADDRESS", JarProcess.NOBODY);
  }

  @Test
  void everythingThere_isGood_andTheLedgerIsLeftAsItWas() throws Exception {
    SqliteLedger.open(ledger, "default");
    byte[] before = Files.readAllBytes(ledger);
    environment.put("INVOICE_SANDBOX_BALANCE", "6000.00");
    try (TemporalFixture temporal = TemporalFixture.inMemory()) {
      environment.put("TEMPORAL_ADDRESS", temporal.address());

      // These classes are in no jar, so they have no archive.
      assertThat(lines())
          .filteredOn(line -> !line.item().equals("Class archive"))
          .extracting(CheckLine::mark)
          .containsOnly(Mark.GOOD);
      assertThat(line("Class archive").mark()).isEqualTo(Mark.NOTE);
      assertThat(text("Ledger")).isEqualTo(ledger + " has 0 payments.");
      assertThat(text("Gateway")).endsWith("6000.00 in each currency.");
    }
    assertThat(ledger).hasBinaryContent(before);
    assertThat(filesInFolder()).containsExactly("my books 100%25#1.db");
  }

  @Test
  void missingLedger_isANote_andIsNotCreated() throws Exception {
    assertThat(line("Ledger").mark()).isEqualTo(Mark.NOTE);
    assertThat(text("Ledger")).startsWith("There is no " + ledger).contains("INVOICE_LEDGER");
    assertThat(filesInFolder()).isEmpty();
  }

  @Test
  void ledgerThatIsNone_isBad() throws Exception {
    Files.writeString(ledger, "Dear reader, these are no books. ".repeat(100));

    assertThat(line("Ledger").mark()).isEqualTo(Mark.BAD);
    assertThat(text("Ledger")).contains(ledger.toString(), "is not an SQLite database");
  }

  @Test
  void ledgerOfAnotherNamespace_isBad() {
    SqliteLedger.open(ledger, "other");

    assertThat(line("Ledger").mark()).isEqualTo(Mark.BAD);
    assertThat(text("Ledger")).contains("belongs to the namespace \"other\"");
  }

  @Test
  void ledgerWithPaymentsOfTheSandbox_isBadForStripe_inEachForm() throws Exception {
    SqliteLedger.open(ledger, "default");
    record(1, "paid", "'', 'SBX-1', NULL");
    assertThat(line("Ledger").mark()).isEqualTo(Mark.GOOD);

    payThroughStripe();
    CheckLine refused = line("Ledger");
    EarlierLedgerFile.make(ledger, 4);
    CheckLine refusedBeforeItIsConverted = line("Ledger");

    assertThat(List.of(refused, refusedBeforeItIsConverted))
        .allSatisfy(
            line -> {
              assertThat(line.mark()).isEqualTo(Mark.BAD);
              assertThat(line.text())
                  .contains(
                      ledger + " has payments of sandbox",
                      "this worker would pay through stripe-test",
                      "Set INVOICE_LEDGER to another one");
            });
  }

  @Test
  void declinedRounds_areNotCountedAsPayments() throws Exception {
    SqliteLedger.open(ledger, "default");
    record(1, "declined", "NULL, NULL, 'no'");
    record(2, "paid", "'', 'SBX-1', NULL");

    assertThat(text("Ledger")).isEqualTo(ledger + " has 1 payment.");
  }

  @Test
  void ledgerWithoutPayments_isGoodForStripe_inEachForm() throws Exception {
    SqliteLedger.open(ledger, "default");
    payThroughStripe();

    assertThat(line("Ledger").mark()).isEqualTo(Mark.GOOD);
    EarlierLedgerFile.make(ledger, 4);
    assertThat(line("Ledger").mark()).isEqualTo(Mark.GOOD);
  }

  @Test
  void wrongSetting_isBad_andTheRestIsNotChecked() {
    environment.put("INVOICE_PAYMENT_PACE", "soon");

    assertThat(lines())
        .extracting(CheckLine::mark)
        .containsExactly(
            Mark.GOOD, Mark.NOTE, Mark.BAD, Mark.NOTE, Mark.NOTE, Mark.NOTE, Mark.NOTE);
    assertThat(text("Settings")).startsWith("INVOICE_PAYMENT_PACE is \"soon\" but must be");
  }

  @Test
  void settingWithAWrongName_isAWarning() {
    environment.put("INVOICE_BALLANCE", "1");

    assertThat(lines())
        .contains(
            CheckLine.warning(
                "Settings",
                "Neither the server nor the worker has a setting INVOICE_BALLANCE, so it is ignored. Correct its name."));
  }

  @Test
  void listOfPayees_isShownWithItsLength_whereStripePays() throws Exception {
    Path payees = payThroughStripe();

    assertThat(lines()).contains(CheckLine.good("Payees", payees + " has 2 names of vendors."));

    Files.writeString(payees, "{}");

    assertThat(lines()).noneMatch(line -> line.item().equals("Payees"));
    assertThat(text("Settings")).startsWith("INVOICE_PAYEES is ").contains(payees.toString());
  }

  @Test
  void ledgerThatAnotherProcessLocks_isBadSayingSo() throws Exception {
    SqliteLedger.open(ledger, "default");
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:file:" + ledger.toUri().getRawPath());
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA locking_mode = EXCLUSIVE");
      statement.execute("BEGIN EXCLUSIVE");

      CheckLine line =
          new CheckRun(Duration.ofSeconds(3))
              .linesOf(new SelfCheck(environment).checks()).stream()
                  .filter(found -> found.item().equals("Ledger"))
                  .findFirst()
                  .orElseThrow();

      assertThat(line.mark()).isEqualTo(Mark.BAD);
      assertThat(line.text())
          .contains("Another process may hold the ledger's file locked: stop it.");
    }
  }

  @Test
  void databaseThatIsAway_isBad_namingItWithoutTheUser() {
    environment.put("INVOICE_LEDGER", "jdbc:postgresql://%s/books".formatted(JarProcess.NOBODY));
    environment.put("PGUSER", "alice");

    assertThat(line("Ledger").mark()).isEqualTo(Mark.BAD);
    assertThat(text("Ledger")).contains(JarProcess.NOBODY + "/books").doesNotContain("alice");
  }

  @Test
  void stripeThatIsAway_isBad() throws Exception {
    payThroughStripe();

    assertThat(line("Gateway").mark()).isEqualTo(Mark.BAD);
  }

  @Test
  void noTemporal_isBad() {
    assertThat(line("Temporal").mark()).isEqualTo(Mark.BAD);
    assertThat(line("Namespace").mark()).isEqualTo(Mark.NOTE);
  }

  /** The list of its payees. */
  /**
   * Records a round of one payment through the sandbox.
   *
   * @param end in SQL: when it was paid, its receipt, and why it was declined
   */
  private void record(int round, String state, String end) throws Exception {
    new FileStore(ledger)
        .execute(
            """
            INSERT INTO payments (idempotency_key, round, state, provider, invoice_id, number_key,
              line, item, amount, currency, begun_at, paid_at, receipt, reason)
            VALUES ('key', %d, '%s', 'sandbox', 'A', 'a', 1, 'Desk', '1', 'USD', '', %s)"""
                .formatted(round, state, end));
  }

  private Path payThroughStripe() throws IOException {
    Path payees =
        Files.writeString(
            folder.resolve("payees.json"),
            "{\"payees\": [{\"vendor\": \"Alpha\", \"aliases\": [\"Alpha GmbH\"], \"stripe\": \"acct_1\"}]}");
    environment.put("INVOICE_GATEWAY", "stripe");
    environment.put("INVOICE_PAYEES", payees.toString());
    environment.put("STRIPE_API_KEY", "rk_test_1234567890");
    environment.put("INVOICE_STRIPE_URL", "http://" + JarProcess.NOBODY);
    return payees;
  }

  private List<String> filesInFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private String text(String item) {
    return line(item).text();
  }

  private CheckLine line(String item) {
    return lines().stream().filter(line -> line.item().equals(item)).findFirst().orElseThrow();
  }

  private List<CheckLine> lines() {
    return new CheckRun(Duration.ofSeconds(8)).linesOf(new SelfCheck(environment).checks());
  }
}
