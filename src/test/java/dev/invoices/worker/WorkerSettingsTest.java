package dev.invoices.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.invoices.ledger.sqlite.LedgerName;
import dev.invoices.temporal.SettingsException;
import dev.invoices.worker.store.FilePlace;
import dev.invoices.workflow.PaymentPer;
import dev.invoices.workflow.ProcessingRules;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerSettingsTest {

  @Test
  void nothingSet_defaults() throws Exception {
    WorkerSettings settings = read(Map.of());

    assertThat(settings.rules()).isEqualTo(ProcessingRules.DEFAULT);
    assertThat(settings.balance()).isEmpty();
    assertThat(settings.paymentsPerSecond()).isEmpty();
    assertThat(file(settings))
        .isAbsolute()
        .startsWithRaw(Path.of(System.getProperty("user.home")))
        .endsWithRaw(Path.of("invoice-processor", "ledger.db"));
  }

  @Test
  void blankValues_countAsNotSet() throws Exception {
    assertThat(
            read(
                Map.of(
                    "INVOICE_APPROVAL_TIMEOUT", "",
                    "INVOICE_PAYMENT_PACE", "  ",
                    "INVOICE_PAYMENTS_IN_FLIGHT", "",
                    "INVOICE_LEDGER", " ",
                    "INVOICE_SANDBOX_BALANCE", "")))
        .isEqualTo(read(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({"PT1S, PT0S", "P365D, PT24H", "' PT36H ', PT0.5S"})
  void durationsWithinTheLimits_taken(String timeout, String pace) throws Exception {
    assertThat(
            read(Map.of("INVOICE_APPROVAL_TIMEOUT", timeout, "INVOICE_PAYMENT_PACE", pace)).rules())
        .isEqualTo(ProcessingRules.of(Duration.parse(timeout.strip()), Duration.parse(pace), 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.999S", "-P1D", "P366D", "5 days", "5", "P1M", "P"})
  void timeoutBeyondTheLimits_refusedSayingWhatItShouldBe(String timeout) {
    assertThatThrownBy(() -> read(Map.of("INVOICE_APPROVAL_TIMEOUT", timeout)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "INVOICE_APPROVAL_TIMEOUT is \"%s\" but must be an ISO-8601 duration"
                + " from PT1S to PT8760H, for example P5D",
            timeout);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT1S", "PT24H0.001S", "2", "zero"})
  void paceBeyondTheLimits_refusedSayingWhatItShouldBe(String pace) {
    assertThatThrownBy(() -> read(Map.of("INVOICE_PAYMENT_PACE", pace)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "INVOICE_PAYMENT_PACE is \"%s\" but must be an ISO-8601 duration"
                + " from PT0S to PT24H, for example PT2S",
            pace);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "' 16 ', 16", "100, 100"})
  void paymentsInFlightWithinTheLimits_taken(String text, int paymentsInFlight) throws Exception {
    assertThat(read(Map.of("INVOICE_PAYMENTS_IN_FLIGHT", text)).rules().paymentsInFlight())
        .isEqualTo(paymentsInFlight);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "101", "99999999999", "1.5", "many"})
  void paymentsInFlightBeyondTheLimits_refusedSayingWhatTheyShouldBe(String text) {
    assertThatThrownBy(() -> read(Map.of("INVOICE_PAYMENTS_IN_FLIGHT", text)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "INVOICE_PAYMENTS_IN_FLIGHT is \"%s\" but must be a whole number from 1 to 100", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", " 10000.00 ", "999999999999.9999"})
  void balance_takenExactly(String text) throws Exception {
    assertThat(read(Map.of("INVOICE_SANDBOX_BALANCE", text)).balance())
        .contains(new BigDecimal(text.strip()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a lot", "-1", "1e3", "1,000", "1.00001"})
  void balanceThatIsNoAmount_refusedSayingWhatItShouldBe(String text) {
    assertThatThrownBy(() -> read(Map.of("INVOICE_SANDBOX_BALANCE", text)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "INVOICE_SANDBOX_BALANCE is \"%s\" but must be an amount such as 10000.00", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", " 0.5 ", "0.001", "10000"})
  void paymentsPerSecond_takenExactly(String text) throws Exception {
    assertThat(read(Map.of("INVOICE_PAYMENTS_PER_SECOND", text)).paymentsPerSecond())
        .contains(new BigDecimal(text.strip()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0", "-1", "1e3", "10000.1", "0.0001", "2/s", "none"})
  void paymentsPerSecondThatAreNoRate_refusedSayingWhatTheyShouldBe(String text) {
    assertThatThrownBy(() -> read(Map.of("INVOICE_PAYMENTS_PER_SECOND", text)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "INVOICE_PAYMENTS_PER_SECOND is \"%s\" but must be a number above 0 and up to 10000, such as 2 or 0.5; leave it unset for no limit",
            text);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // has no such names
  void questionMarkInTheLedgersName_refused() {
    assertThatThrownBy(() -> read(Map.of("INVOICE_LEDGER", "a?mode=memory")))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "INVOICE_LEDGER is \"a?mode=memory\" but must be the path of a file without a question mark");
  }

  @Test
  @EnabledOnOs(OS.LINUX) // elsewhere this variable says nothing
  void questionMarkInTheDataFolder_refused() {
    assertThatThrownBy(() -> read(Map.of("XDG_DATA_HOME", "/data?")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("INVOICE_LEDGER")
        .hasMessageContaining("without a question mark");
  }

  @ParameterizedTest
  @CsvSource({"line, LINE", "' invoice ', INVOICE", "'', LINE"})
  void payments_perLineOrPerInvoice(String text, PaymentPer expected) throws Exception {
    assertThat(read(Map.of("INVOICE_PAYMENTS", text)).rules().paymentPer()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LINE", "lines", "total"})
  void otherPayments_refusedSayingWhatTheyShouldBe(String text) {
    assertThatThrownBy(() -> read(Map.of("INVOICE_PAYMENTS", text)))
        .isInstanceOf(SettingsException.class)
        .hasMessage("INVOICE_PAYMENTS is \"%s\" but must be line or invoice", text);
  }

  @Test
  void namespaceOtherThanTheDefault_hasALedgerOfItsOwn() throws Exception {
    Path ledger = file(WorkerSettings.fromEnvironment(Map.of(), "test"));

    assertThat(ledger).isEqualTo(file(read(Map.of())).resolveSibling("ledger-test.db"));
    assertThat(LedgerName.shared(ledger, "test")).contains(file(read(Map.of())));
    assertThat(file(WorkerSettings.fromEnvironment(Map.of("INVOICE_LEDGER", "own.db"), "test")))
        .hasFileName("own.db");
  }

  private static Path file(WorkerSettings settings) {
    return ((FilePlace) settings.ledger()).file();
  }

  @Test
  void urlOfPostgres_isTheLedger_andItsTextHasNoParameters() throws Exception {
    WorkerSettings settings =
        read(
            Map.of(
                "INVOICE_LEDGER", "jdbc:postgresql://db:5433/books?sslmode=require&user=alice",
                "PGUSER", "bob",
                "PGPASSWORD", "hunter2"));

    assertThat(settings.ledger()).hasToString("jdbc:postgresql://db:5433/books");
    assertThat(settings.summary()).doesNotContain("alice", "bob", "hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/books?password=hunter2",
        "jdbc:postgresql://db/books?sslmode=require&sslpassword=hunter2",
        "jdbc:postgresql://db/books?pass%77ord=hunter2",
        "jdbc:postgresql://alice:hunter2@db/books",
        "jdbc:postgresql://db/books?ssl=hunter2#password=hunter2@",
        "postgresql://alice:hunter2@db/books",
        "postgres://alice:hunter2@db/books?sslmode=require",
        "JDBC:postgresql://alice:hunter2@db/books",
      })
  void passwordInTheUrl_isRefusedWithoutShowingIt(String url) {
    assertThatThrownBy(() -> read(Map.of("INVOICE_LEDGER", url)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "INVOICE_LEDGER has a user or a password in its URL. Take them out. Set PGUSER to the user, and put the password into the file that PGPASSFILE names, or into PGPASSWORD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:books",
        "jdbc:postgresql://db",
        "jdbc:postgresql://db/",
        "jdbc:mysql://db/books",
        "postgresql://db/books?password=hunter2",
        "JDBC:POSTGRESQL://db/books",
        "jdbc:postgresql://db/bo oks",
      })
  void otherUrls_areRefusedWithAnExample(String url) {
    assertThatThrownBy(() -> read(Map.of("INVOICE_LEDGER", url)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "INVOICE_LEDGER must be the path of a file, or the URL of a database in PostgreSQL, such as jdbc:postgresql://localhost:5432/invoices");
  }

  @Test
  void severalInvalidSettings_reportedTogether() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "INVOICE_APPROVAL_TIMEOUT", "5 days",
                        "INVOICE_PAYMENTS_IN_FLIGHT", "0",
                        "INVOICE_SANDBOX_BALANCE", "a lot",
                        "INVOICE_GATEWAY", "stripe")))
        .hasMessageMatching(
            "INVOICE_APPROVAL_TIMEOUT is .+\nINVOICE_PAYMENTS_IN_FLIGHT is .+\nINVOICE_SANDBOX_BALANCE is .+\nSTRIPE_API_KEY is .+\nINVOICE_PAYEES is .+");
  }

  @Test
  void whereTheLedgerIs_isReadWithoutTheSettingsOfPayments() throws Exception {
    Map<String, String> environment =
        Map.of("INVOICE_LEDGER", "own.db", "INVOICE_PAYMENT_PACE", "soon");

    assertThat(WorkerSettings.ledgerFromEnvironment(environment, "default"))
        .isEqualTo(new FilePlace(Path.of("own.db").toAbsolutePath()));
  }

  @Test
  void summary_showsEverySetting() throws Exception {
    Path ledger = Path.of("books", "ledger.db").toAbsolutePath();
    assertThat(
            read(Map.of(
                    "INVOICE_LEDGER", ledger.toString(),
                    "INVOICE_SANDBOX_BALANCE", "10.50",
                    "INVOICE_PAYMENTS_PER_SECOND", "2.5",
                    "INVOICE_PAYMENTS", "invoice"))
                .summary())
        .isEqualTo(
            "ledger %s, balance 10.50, approval timeout PT120H, payment pace PT2S, payments in flight 1, payments per second 2.5, one payment per invoice",
            ledger);
  }

  private static WorkerSettings read(Map<String, String> environment) throws SettingsException {
    return WorkerSettings.fromEnvironment(environment, "default");
  }
}
