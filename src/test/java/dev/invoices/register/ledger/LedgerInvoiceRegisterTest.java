package dev.invoices.register.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.invoices.invoice.Money;
import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.LedgerException;
import dev.invoices.ledger.sqlite.EarlierLedgerFile;
import dev.invoices.ledger.sqlite.FirstLedgerFile;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.IdempotencyKey;
import dev.invoices.payment.Payment;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.register.Finding;
import dev.invoices.register.Finding.Match;
import dev.invoices.register.Finding.State;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.InvoiceEnding.Outcome;
import dev.invoices.register.InvoiceRegister;
import dev.invoices.register.Registration;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which invoices are possibly the same, and what is said of them. */
class LedgerInvoiceRegisterTest {

  private static final Currency USD = Currency.getInstance("USD");
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final String ALPHA = "Alpha Ltd";

  @TempDir Path folder;
  private Path file;
  private Ledger ledger;
  private InvoiceRegister register;
  private int runs;

  @BeforeEach
  void openRegister() {
    file = folder.resolve("ledger.db");
    ledger = SqliteLedger.open(file, "default");
    register = new LedgerInvoiceRegister(ledger);
  }

  @Test
  void firstInvoice_resemblesNone() {
    assertThat(arrive(ALPHA, "INV-900")).isEmpty();
  }

  @Test
  void samePaperTypedTwice_isFoundWithEverythingThatAPersonNeeds() {
    register.recordArrival(
        new Registration(
            "run", "INV-900", ALPHA, "A 17", USD, amount("10.50"), date("2026-01-05"), "d", NOON));

    assertThat(arrive("ALPHA  ltd", "inv-900"))
        .containsExactly(
            new Finding(
                "INV-900", ALPHA, "A 17", USD, amount("10.50"), NOON, State.OPEN, Match.NUMBER));
  }

  @ParameterizedTest
  @CsvSource({
    "INV-900, inv 900, Alpha Ltd",
    "INV-900, Inv.900/, Alpha Ltd",
    "INV-900, ＩＮＶ９００, Alpha Ltd",
    "FA-É1, fa é 1, Alpha Ltd",
    "FA-É1, FA É1, Alpha Ltd",
    "请款-12, 请款 12, Alpha Ltd",
    "حساب-12, حساب-١٢, Alpha Ltd",
    "फ़-१२, फ़-12, Alpha Ltd",
    "مشتری-۱۲, مشتری ١٢, Alpha Ltd",
    "INV-900, inv900, ''"
  })
  void numbersThatAgree_areFound(String first, String second, String vendor) {
    arrive(ALPHA, first);

    assertThat(arrive(vendor, second)).extracting(Finding::match).containsExactly(Match.NUMBER);
  }

  @ParameterizedTest
  @CsvSource({
    "INV-900, INV-901, Alpha Ltd",
    "INV-900, INV-900, Beta GmbH",
    "INV-900, INV-90, Alpha Ltd",
    "INV-900, 900, Alpha Ltd",
    "حساب-12, حساب-١٣, Alpha Ltd",
    "#-#, ##, Alpha Ltd"
  })
  void numberOrVendorThatDiffers_isNotFound(String first, String second, String vendor) {
    arrive(ALPHA, first);

    assertThat(arrive(vendor, second)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Acme Ltd., ACME Ltd",
    "ACME Ltd, 'acme, ltd.'",
    "'acme, ltd.', Acme Ltd.",
    "İSTANBUL TEKSTİL A.Ş., istanbul tekstil a.ş.",
    "Άλφα Ναυτιλιακή Α.Ε., ΑΛΦΑ ΝΑΥΤΙΛΙΑΚΗ ΑΕ"
  })
  void vendorsOfTheSameLetters_areOne(String first, String second) {
    arrive(first, "A", "", "10.50", date("2026-01-05"));

    assertThat(arrive(second, "B", "", "10.50", date("2026-01-05")))
        .extracting(Finding::match)
        .containsExactly(Match.TOTAL_AND_DATE);
    assertThat(arrive(second, "a")).extracting(Finding::match).containsExactly(Match.NUMBER);
  }

  @Test
  void paymentsToAVendorWithOtherPunctuation_areFoundByNumber() throws Exception {
    pay(Optional.of("Acme Ltd."), "INV-900", 1, "1.00");
    pay(Optional.of("Beta GmbH"), "INV-900", 1, "1.00");

    assertThat(arrive("ACME Ltd", "INV-900"))
        .extracting(Finding::vendor, Finding::state)
        .containsExactly(tuple("Acme Ltd.", State.PAID));
  }

  @Test
  void cancelledInvoiceWithAPaymentToAVendorWithPunctuation_counts() throws Exception {
    register.recordArrival(registration("run-1", "Acme Ltd.", "INV-900"));
    pay(Optional.of("Acme Ltd."), "INV-900", 1, "0.40");
    register.recordEnding(new InvoiceEnding("run-1", Outcome.CANCELLED, NOON));

    assertThat(arrive("Acme Ltd", "inv-900"))
        .extracting(Finding::state)
        .containsExactly(State.PARTIALLY_PAID);
  }

  @Test
  void arrivalsRecordedWithPunctuation_areFoundAfterTheNextStart() throws Exception {
    arrive("Acme Ltd.", "INV-900", "", "10.50", date("2026-01-05"));
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("UPDATE arrivals SET vendor_key = 'acmeltd.'");
    }
    EarlierLedgerFile.make(file, 2);

    register = new LedgerInvoiceRegister(SqliteLedger.open(file, "default"));

    assertThat(arrive("ACME Ltd", "inv-900"))
        .extracting(Finding::vendor)
        .containsExactly("Acme Ltd.");
    assertThat(arrive("ACME Ltd", "B", "", "10.50", date("2026-01-05")))
        .extracting(Finding::match)
        .containsExactly(Match.TOTAL_AND_DATE);
  }

  @Test
  void paymentsToAVendorBehindManyOthers_areFoundByNumber() throws Exception {
    for (int i = 10; i < 40; i++) {
      pay(Optional.of("Beta " + i), "INV-900", 1, "1.00");
    }
    pay(Optional.of("Café Bleu"), "INV-900", 1, "1.00");

    assertThat(arrive("Cafe Bleu", "INV-900"))
        .extracting(Finding::vendor)
        .containsExactly("Café Bleu");
  }

  @Test
  void arrivalsRecordedWithAccentsAndOtherDigits_areFoundAfterTheNextStart() throws Exception {
    arrive("İzmir A.Ş.", "حساب-١٢", "", "10.50", date("2026-01-05"));
    arrive("İzmir A.Ş.", "B", "٩٠٠", "1.00", Optional.empty());
    writeFormThree();

    register = new LedgerInvoiceRegister(SqliteLedger.open(file, "default"));

    assertThat(arrive("izmir a.ş.", "حساب 12"))
        .extracting(Finding::invoiceId)
        .containsExactly("حساب-١٢");
    assertThat(arrive("izmir a.ş.", "C", "", "10.50", date("2026-01-05")))
        .extracting(Finding::match)
        .containsExactly(Match.TOTAL_AND_DATE);
    assertThat(arrive("izmir a.ş.", "900")).extracting(Finding::number).containsExactly("٩٠٠");
  }

  @ParameterizedTest
  @CsvSource({"FA-É1, FA-E1", "fa-e1, FA-É1", "ΤΠΥ-Ά7, τπυ-α7"})
  void numbersThatDifferInAccents_areOne(String first, String second) throws Exception {
    arrive(ALPHA, first);
    pay(Optional.of("Beta GmbH"), first, 1, "1.00");

    assertThat(arrive(ALPHA, second)).extracting(Finding::invoiceId).containsExactly(first);
    assertThat(arrive(ALPHA, "X-1", second, "1.00", Optional.empty()))
        .extracting(Finding::invoiceId)
        .contains(first);
    assertThat(arrive("Beta GmbH", second))
        .extracting(Finding::invoiceId, Finding::state)
        .containsExactly(tuple(first, State.PAID));
  }

  @Test
  void numbersRecordedWithAccents_areFoundAfterTheNextStart() throws Exception {
    arrive(ALPHA, "FA-É1");
    arrive(ALPHA, "B", "FA-É2", "1.00", Optional.empty());
    pay(Optional.of("Beta GmbH"), "FA-É3", 1, "1.00");
    writeFormThree();

    ledger = SqliteLedger.open(file, "default");
    register = new LedgerInvoiceRegister(ledger);

    assertThat(arrive(ALPHA, "FA-E1")).extracting(Finding::invoiceId).containsExactly("FA-É1");
    assertThat(arrive(ALPHA, "FA-E2")).extracting(Finding::invoiceId).containsExactly("B");
    assertThat(arrive("Beta GmbH", "FA-E3"))
        .extracting(Finding::invoiceId)
        .containsExactly("FA-É3");
  }

  @Test
  void numbersThatDifferInAccents_areTwoPayments() throws Exception {
    pay(Optional.of(ALPHA), "FA-É1", 1, "1.00");
    pay(Optional.of(ALPHA), "FA-E1", 1, "1.00");

    assertThat(arrive(ALPHA, "FA E1"))
        .extracting(Finding::invoiceId)
        .containsExactlyInAnyOrder("FA-É1", "FA-E1");
  }

  @Test
  void paymentsRecordedWithOtherDigits_areFoundAndMadeOnceAfterTheNextStart() throws Exception {
    pay(Optional.of(ALPHA), "حساب-١٢", 1, "1.00");
    pay(Optional.of(ALPHA), "INV-900", 1, "1.00");
    writeFormThree();

    ledger = SqliteLedger.open(file, "default");
    register = new LedgerInvoiceRegister(ledger);

    assertThat(arrive(ALPHA, "حساب 12"))
        .extracting(Finding::invoiceId, Finding::state)
        .containsExactly(tuple("حساب-١٢", State.PAID));
    assertThatThrownBy(() -> pay(Optional.of(ALPHA), "حساب-١٢", 0, "1.00"))
        .hasMessageContaining("line 1 of this invoice was already paid");
    assertThat(arrive(ALPHA, "inv900")).hasSize(1);
  }

  @Test
  void invoiceWithoutVendor_agreesWithAnyVendor() {
    arrive("", "INV-900");

    assertThat(arrive(ALPHA, "inv-900")).hasSize(1);
    assertThat(arrive("", "INV 900")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "1001, '', 1001 (Beta), 1001",
    "1001 (Beta), 1001, 1001, ''",
    "A, 77, B, 77",
    "A, #-#, B, #-#",
    "77, 78, 79, 77",
    "A, 77, 77, 78"
  })
  void numberAndId_areComparedWithEachOther(
      String id, String number, String otherId, String otherNumber) {
    arrive(ALPHA, id, number, "1.00", Optional.empty());

    assertThat(arrive(ALPHA, otherId, otherNumber, "2.00", Optional.empty()))
        .extracting(Finding::match)
        .containsExactly(Match.NUMBER);
  }

  @Test
  void sameVendorTotalAndDate_areFoundUnderAnotherNumber() {
    arrive(ALPHA, "A", "", "10.50", date("2026-01-05"));

    assertThat(arrive("alpha LTD", "B", "", "10.50", date("2026-01-05")))
        .extracting(Finding::invoiceId, Finding::match)
        .containsExactly(tuple("A", Match.TOTAL_AND_DATE));
  }

  @ParameterizedTest
  @CsvSource({
    "Alpha Ltd, 10.51, 2026-01-05",
    "Alpha Ltd, 10.50, 2026-01-06",
    "Alpha Ltd, 10.50, ",
    "Beta GmbH, 10.50, 2026-01-05",
    "'', 10.50, 2026-01-05"
  })
  void totalDateOrVendorThatDiffersOrIsMissing_isNotFound(
      String vendor, String total, LocalDate issueDate) {
    arrive(ALPHA, "A", "", "10.50", date("2026-01-05"));
    arrive("", "C", "", "10.50", date("2026-01-05"));
    arrive(ALPHA, "D", "", "10.50", Optional.empty());

    assertThat(arrive(vendor, "B", "", total, Optional.ofNullable(issueDate))).isEmpty();
  }

  @Test
  void sameTotalInAnotherCurrency_isNotFound() {
    arrive(ALPHA, "A", "", "10.50", date("2026-01-05"));

    assertThat(
            register.recordArrival(
                new Registration(
                    "run",
                    "B",
                    ALPHA,
                    "",
                    Currency.getInstance("EUR"),
                    amount("10.50"),
                    date("2026-01-05"),
                    "d",
                    NOON)))
        .isEmpty();
  }

  @Test
  void arrivalThatIsRecordedAgain_findsNeitherItselfNorWhatCameLater() {
    Registration first = registration("run-1", ALPHA, "INV-900");
    register.recordArrival(first);
    arrive(ALPHA, "inv-900");

    assertThat(register.recordArrival(first)).isEmpty();
    assertThat(arrive(ALPHA, "inv 900")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "TIMED_OUT", "CANCELLED"})
  void invoiceThatEndedUnpaid_doesNotCount(Outcome outcome) {
    register.recordArrival(registration("run-1", ALPHA, "INV-900"));
    register.recordEnding(new InvoiceEnding("run-1", outcome, NOON));

    assertThat(arrive(ALPHA, "inv-900")).isEmpty();
    assertThat(arrive(ALPHA, "INV 900")).as("the one after it counts").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"PAID, PAID", "PARTIALLY_PAID, PARTIALLY_PAID"})
  void invoiceThatWasPaid_isFoundAsSuch(Outcome outcome, State state) {
    register.recordArrival(registration("run-1", ALPHA, "INV-900"));
    register.recordEnding(new InvoiceEnding("run-1", outcome, NOON));

    assertThat(arrive(ALPHA, "INV-900")).extracting(Finding::state).containsExactly(state);
  }

  @Test
  void cancelledInvoiceWithAPayment_counts() throws Exception {
    register.recordArrival(registration("run-1", ALPHA, "INV-900"));
    pay(Optional.of(ALPHA), "INV-900", 1, "0.40");
    register.recordEnding(new InvoiceEnding("run-1", Outcome.CANCELLED, NOON));

    assertThat(arrive(ALPHA, "INV-900"))
        .extracting(Finding::state)
        .containsExactly(State.PARTIALLY_PAID);
  }

  @Test
  void paymentsInTheLedger_sayWhatBecameOfAnInvoiceWithoutAnEnding() throws Exception {
    register.recordArrival(registration("run-1", ALPHA, "INV-900"));
    pay(Optional.of("Beta GmbH"), "INV-900", 1, "1.00");
    assertThat(states("inv-900")).containsExactly(State.OPEN);

    pay(Optional.of("alpha ltd"), "INV-900", 1, "0.40");
    assertThat(states("INV 900")).contains(State.PARTIALLY_PAID);

    pay(Optional.of(ALPHA), "INV-900", 2, "0.60");
    assertThat(arrive(ALPHA, "INV_900"))
        .filteredOn(finding -> finding.invoiceId().equals("INV-900"))
        .extracting(Finding::state)
        .contains(State.PAID);
  }

  @Test
  void paidForTheSameSubmission_whichArrivesOnceMore_isNoDuplicateOfItself() throws Exception {
    register.recordArrival(registration("first run", ALPHA, "INV-900"));
    pay(Optional.of(ALPHA), "INV-900", 1, "1.00", "first run");

    assertThat(register.recordArrival(registration("first run", ALPHA, "INV-900"))).isEmpty();
    assertThat(register.recordArrival(registration("second run", ALPHA, "INV-900"))).hasSize(1);
  }

  @Test
  void earlierRunOfTheSameInvoice_countsOnlyIfItWasPaid() throws Exception {
    register.recordArrival(registration("run-1", ALPHA, "INV-900"));
    assertThat(arrive(ALPHA, "INV-900")).isEmpty();

    pay(Optional.of(ALPHA), "INV-900", 1, "1.00");

    assertThat(arrive(ALPHA, "INV-900")).isNotEmpty();
  }

  @Test
  void endingOfAnInvoiceThatWasNotRecorded_doesNothing() {
    register.recordEnding(new InvoiceEnding("run-0", Outcome.PAID, NOON));
    register.recordEnding(new InvoiceEnding("run-0", Outcome.CANCELLED, NOON));

    assertThat(arrive(ALPHA, "INV-900")).isEmpty();
  }

  @Test
  void paymentsWithoutAnArrival_areFoundByNumber() throws Exception {
    pay(Optional.of(ALPHA), "INV-900", 1, "1.00");
    pay(Optional.of(ALPHA), "INV-900", 2, "2.00");
    pay(Optional.of("Beta GmbH"), "INV-900", 1, "4.00");

    assertThat(arrive(ALPHA, "inv 900"))
        .containsExactly(
            new Finding("INV-900", ALPHA, "", USD, amount("3.00"), NOON, State.PAID, Match.NUMBER));
    assertThat(arrive("", "inv/900")).extracting(Finding::vendor).contains(ALPHA, "Beta GmbH");
  }

  @Test
  void paymentsOfAnInvoiceWithoutVendor_areFoundForAnyVendor() throws Exception {
    pay(Optional.of(""), "INV-900", 1, "1.00");

    assertThat(arrive(ALPHA, "inv 900"))
        .extracting(Finding::vendor, Finding::state)
        .containsExactly(tuple("", State.PAID));
  }

  @Test
  void paymentsOfBeforeVendorsWereRecorded_areFoundForAnyVendor() throws Exception {
    Path old = folder.resolve("old.db");
    FirstLedgerFile.create(old).pay("INV-900", 1, "Paper", "10.00");
    InvoiceRegister converted = new LedgerInvoiceRegister(SqliteLedger.open(old, "default"));

    assertThat(converted.recordArrival(registration("run-1", "Gamma", "inv-900")))
        .containsExactly(
            new Finding("INV-900", "", "", USD, amount("10.00"), NOON, State.PAID, Match.NUMBER));
  }

  @Test
  void manyFindings_theFiveMostRelevantAreShown() {
    for (int i = 1; i <= 8; i++) {
      arrive(ALPHA, "T-" + i, "", "10.00", date("2026-01-05"));
    }
    arrive("", "INV-900", "", "10.00", Optional.empty());
    arrive(ALPHA, "INV 900", "", "99.00", Optional.empty());
    arrive(ALPHA, "INV.900", "", "10.00", Optional.empty());

    assertThat(arrive(ALPHA, "INV_900", "", "10.00", date("2026-01-05")))
        .extracting(Finding::invoiceId)
        .containsExactly("INV.900", "INV-900", "INV 900", "T-8", "T-7");
  }

  @Test
  void lockedStore_failsWithinASecond() throws Exception {
    try (var other = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      Instant before = Instant.now();

      assertThatThrownBy(() -> arrive(ALPHA, "INV-900"))
          .isInstanceOf(LedgerException.class)
          .hasMessageEndingWith(
              "it did not answer within 700 ms; another process may keep it locked");

      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(1));
      statement.execute("ROLLBACK");
    }
    assertThat(arrive(ALPHA, "INV-900")).hasSizeLessThanOrEqualTo(1);
  }

  /** As the version before left the file, whose keys kept accents and every script's digits. */
  private void writeFormThree() throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute(
          "UPDATE arrivals SET vendor_key = 'i\u0307zmiraş' WHERE vendor LIKE 'İzmir%'");
      statement.execute("UPDATE arrivals SET id_key = 'حساب١٢' WHERE id_key = 'حساب12'");
      statement.execute("UPDATE arrivals SET number_key = 'حساب١٢' WHERE number_key = 'حساب12'");
      statement.execute("UPDATE arrivals SET number_key = '٩٠٠' WHERE number_key = '900'");
      statement.execute("UPDATE payments SET number_key = 'حساب١٢' WHERE number_key = 'حساب12'");
      for (String key : List.of("1", "2", "3")) {
        String accent = "UPDATE %1$s SET %2$s = 'faé" + key + "' WHERE %2$s = 'fae" + key + "'";
        statement.execute(accent.formatted("arrivals", "id_key"));
        statement.execute(accent.formatted("arrivals", "number_key"));
        statement.execute(accent.formatted("payments", "number_key"));
      }
    }
    EarlierLedgerFile.make(file, 3);
  }

  private List<State> states(String id) {
    return arrive(ALPHA, id).stream().map(Finding::state).toList();
  }

  private List<Finding> arrive(String vendor, String id) {
    return arrive(vendor, id, "", "1.00", Optional.empty());
  }

  private List<Finding> arrive(
      String vendor, String id, String number, String total, Optional<LocalDate> issueDate) {
    runs++;
    return register.recordArrival(
        new Registration(
            "run of a test " + runs,
            id,
            vendor,
            number,
            USD,
            amount(total),
            issueDate,
            "d",
            NOON.plusSeconds(runs)));
  }

  private static Registration registration(String runId, String vendor, String id) {
    return new Registration(
        runId, id, vendor, "", USD, amount("1.00"), Optional.empty(), "d", NOON);
  }

  private void pay(Optional<String> vendor, String id, int line, String amount) throws Exception {
    pay(vendor, id, line, amount, "");
  }

  private void pay(Optional<String> vendor, String id, int line, String amount, String submission)
      throws Exception {
    String key = IdempotencyKey.of("default", vendor.orElse(""), id, line);
    new SandboxPaymentGateway(ledger, Optional.empty(), Clock.fixed(NOON, ZoneOffset.UTC))
        .pay(
            new Payment(
                key,
                vendor,
                id,
                line,
                "Desk",
                new Money(USD, amount(amount)),
                submission,
                Optional.empty()));
  }

  private static BigDecimal amount(String text) {
    return new BigDecimal(text);
  }

  private static Optional<LocalDate> date(String text) {
    return Optional.of(LocalDate.parse(text));
  }
}
