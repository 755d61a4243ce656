package dev.invoices.register.ledger;

import dev.invoices.invoice.Money;
import dev.invoices.ledger.Ledger;
import dev.invoices.ledger.sqlite.SqliteLedger;
import dev.invoices.payment.IdempotencyKey;
import dev.invoices.payment.Payment;
import dev.invoices.payment.sandbox.SandboxPaymentGateway;
import dev.invoices.register.InvoiceEnding;
import dev.invoices.register.InvoiceEnding.Outcome;
import dev.invoices.register.Registration;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** A register and the payments of one ledger; every invoice is over USD 1.00. */
final class RegisterFixture {

  static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static final Currency USD = Currency.getInstance("USD");
  private static final BigDecimal ONE = new BigDecimal("1.00");

  /** Its id is not the number of its {@link #TWIN}, so that its payments alone are not found. */
  static final Registration FIRST = invoice("run-1", "Alpha Ltd", "Desks", "RE-17");

  static final Registration TWIN = invoice("run-2", "Alpha Ltd", "re 17", "");

  private final Path file;
  private final LedgerInvoiceRegister register;
  private final SandboxPaymentGateway gateway;

  private RegisterFixture(
      Path file, LedgerInvoiceRegister register, SandboxPaymentGateway gateway) {
    this.file = file;
    this.register = register;
    this.gateway = gateway;
  }

  /** One that records what it missed only with another invoice, or when it is closed. */
  static RegisterFixture in(Path folder) {
    return in(folder, Duration.ofDays(1));
  }

  static RegisterFixture in(Path folder, Duration pause) {
    Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"), "default");
    return new RegisterFixture(
        Path.of(ledger.place()),
        new LedgerInvoiceRegister(ledger, pause),
        new SandboxPaymentGateway(ledger, Optional.empty(), Clock.fixed(NOON, ZoneOffset.UTC)));
  }

  /** Does something while another process keeps the ledger locked. */
  void whileLocked(Runnable work) throws Exception {
    try (var other = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      work.run();
      statement.execute("ROLLBACK");
    }
  }

  LedgerInvoiceRegister register() {
    return register;
  }

  /** The runs of the invoices that are recorded, in the order in which they were. */
  List<String> runs() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT run_id FROM arrivals ORDER BY arrival")) {
      List<String> runs = new ArrayList<>();
      while (row.next()) {
        runs.add(row.getString(1));
      }
      return runs;
    }
  }

  static Registration invoice(String runId, String vendor, String id, String number) {
    return new Registration(runId, id, vendor, number, USD, ONE, Optional.empty(), "d", NOON);
  }

  void end(String runId, Outcome outcome) {
    register.recordEnding(new InvoiceEnding(runId, outcome, NOON));
  }

  /** Pays an invoice of one line. */
  void pay(Registration invoice) throws Exception {
    gateway.pay(
        new Payment(
            IdempotencyKey.of("default", invoice.vendor(), invoice.invoiceId(), 1),
            Optional.of(invoice.vendor()),
            invoice.invoiceId(),
            1,
            "Desk",
            new Money(USD, ONE),
            invoice.runId(),
            Optional.empty()));
  }
}
